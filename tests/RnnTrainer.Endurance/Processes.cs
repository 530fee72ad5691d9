using System.Diagnostics;
using System.Globalization;
using RnnTrainer.Tests;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Tests.Training.Sharding;

namespace RnnTrainer.Endurance;

/// <summary>Jobs of several processes: one that is chosen at random is killed, and another number of processes resumes the run.</summary>
static class Processes
{
    static readonly int[] Numbers = [2, 4, 8];

    public static bool Run(int count)
    {
        string[] libraries = [.. new[] { "openmpi", "mpich" }.Where(l => Mpi.Missing(l) is null)];
        if (libraries.Length == 0)
        {
            Console.WriteLine($"skipped: {Mpi.Missing("openmpi")}");
            return true;
        }

        using var folder = new TemporaryFolder();
        string[] names = [.. ShardCases.All.Where(n => n != "few")];
        var configs = names.ToDictionary(n => n, n => ShardCases.Write(folder, n, "shards: 8"));
        foreach (var name in names)
        {
            using var whole = RnnProcess.Start(Order(configs[name], "--out", folder.File($"whole-{name}")));
            whole.End();
        }

        var (random, seconds, same, tooLate) = (new Random(1), 2.0, 0, 0);
        while (same < count && tooLate <= 5 * count)
        {
            var (name, library) = (names[same % names.Length], libraries[same / names.Length % libraries.Length]);
            var (R, next) = (Numbers[random.Next(3)], Numbers[random.Next(3)]);
            var run = folder.File("run");
            using var job = Mpi.Start(library, R, Order(configs[name], "--out", run));
            while (!File.Exists(Path.Combine(run, "metrics.jsonl")) && !job.Process.HasExited)
            {
                Thread.Sleep(1);
            }

            Thread.Sleep(TimeSpan.FromSeconds(random.NextDouble() * seconds));
            var rank = random.Next(R);
            foreach (var id in Mpi.Below(job.Process.Id, $"{(library == "openmpi" ? "OMPI_COMM_WORLD_RANK" : "PMI_RANK")}={rank}").ToList())
            {
                using var kill = Process.Start("kill", ["-KILL", id.ToString(CultureInfo.InvariantCulture)]);
                kill.WaitForExit();
            }

            if (job.End(seconds: 60) == 0)
            {
                (tooLate, seconds) = (tooLate + 1, seconds * 0.9);
            }
            else
            {
                using var resumed = Mpi.Start(library, next, Order(configs[name], "--resume", run));
                if (resumed.End() != 0 || !IsSame(folder.File($"whole-{name}"), run))
                {
                    Console.WriteLine($"{name}, {R} processes of {library}, {rank} killed, {next} resume: not the same\n{resumed.Error}");
                    return false;
                }

                Console.WriteLine(FormattableString.Invariant($"{++same}: {name}, {R} processes of {library}, {rank} killed, {next} resumed"));
            }

            Directory.Delete(run, recursive: true);
        }

        Console.WriteLine(FormattableString.Invariant($"{same} jobs resumed to the same bytes; {tooLate} had finished before"));
        return same == count;
    }

    static string[] Order(string config, params string[] more) =>
        ["train", config, "--quiet", "--threads", "1", "--set", "training.epochs=40", "--set", "training.early_stopping=null", .. more];

    static bool IsSame(string whole, string run) => new[] { "last", "best" }.All(which =>
        File.ReadAllBytes(Path.Combine(whole, "checkpoints", $"{which}.safetensors"))
            .SequenceEqual(File.ReadAllBytes(Path.Combine(run, "checkpoints", $"{which}.safetensors"))));
}
