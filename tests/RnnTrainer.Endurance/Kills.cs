using System.Diagnostics;
using RnnTrainer.Tests;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Tests.Training.Durability;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Endurance;

/// <summary>Trainings are ended at random moments, resumed, and compared with one that was left alone: checkpoints byte for byte, metrics
/// number for number.</summary>
static class Kills
{
    static readonly string[][] Options =
    [
        ["training.momentum=0.9", "training.checkpoint_every=1", "training.keep=0"],
        ["training.momentum=0", "training.optimizer=adamw", "training.learning_rate=0.01", "training.schedule={kind: cosine, warmup: 9}",
            "training.precision=float32", "training.checkpoint_every=2"],
        ["training.momentum=0", "training.optimizer=rmsprop", "training.learning_rate=0.01", "training.schedule=plateau",
        "training.early_stopping={patience: 6}", "data.split={validation: 0.2}", "training.checkpoint_every=3", "training.keep=3"],
        ["model.layers=2", "model.dropout=0.2", "training.accumulate=2", "training.bucket=true", "training.checkpoint_every=1",
        "training.keep=2"],
    ];

    public static bool Run(int count, params Ending[] endings)
    {
        using var folder = new TemporaryFolder();
        var config = TinySet.Write(folder);
        Endings.Permit(folder.Path, writing: true);
        var random = new Random(1);
        var (tooLate, tooEarly, torn, same) = (0, 0, 0, 0);
        var wholes = Options.Select((_, n) => Whole(folder, config, n)).ToList();
        var seconds = wholes.ConvertAll(w => w.Seconds);
        while (same < count && tooLate + tooEarly <= 10 * count)
        {
            var (which, run) = (same % Options.Length, folder.File("run"));
            var ending = endings[same / Options.Length % endings.Length];
            var (exit, error) = Ended(config, which, run, ending, TimeSpan.FromSeconds(random.NextDouble() * seconds[which]));
            seconds[which] *= exit == 0 ? 0.9 : 1.05; // the machine may be slower or faster than it was
            torn += Directory.Exists(run) ? Directory.GetFiles(run, "*.tmp", SearchOption.AllDirectories).Length : 0;
            if (exit == 0)
            {
                tooLate++;
            }
            else if (!Directory.Exists(Path.Combine(run, "checkpoints"))
                || Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.safetensors").Length == 0)
            {
                tooEarly++;
            }
            else
            {
                var resumed = Rnns.Run(Order(config, which, "--resume", run));
                if (exit != ending.Exit() || resumed.Exit != 0 || !IsSame(wholes[which].Path, run))
                {
                    Console.WriteLine(
                        $"ended by {ending} ({string.Join(' ', Options[which])}): exit {exit}, expected {ending.Exit()}; {error}\nthen " +
                        $"resumed, not to the same bytes or not at all: exit {resumed.Exit}; {resumed.Error}");
                    return false;
                }

                if (++same % 20 == 0)
                {
                    Console.WriteLine($"{same} of {count} ended and resumed, all to the same bytes");
                }
            }

            Delete(run);
        }

        Console.WriteLine(
            $"{same} trainings were ended ({string.Join(", ", endings)}) and resumed, all to the same bytes; {torn} incomplete " +
            $"temporary files were left. Not counted: {tooEarly} ended before their first checkpoint, {tooLate} had finished already");
        return same == count;
    }

    /// <summary>Kills them between the claim of their folder and a little after their first checkpoint; then the run is resumed and
    /// replaced in turn.</summary>
    public static bool Claims(int count)
    {
        using var folder = new TemporaryFolder();
        var (config, run, random, unbegun) = (TinySet.Write(folder), folder.File("run"), new Random(1), 0);
        var whole = Whole(folder, config, 0).Path;
        for (var n = 0; n < count; n++)
        {
            using (var rnn = Rnns.Start(Order(config, 0, "--out", run)))
            {
                WaitFor(Path.Combine(run, "run.json"), rnn);
                Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * 100));
                rnn.Process.Kill();
                rnn.Wait();
            }

            unbegun += RunDirectory.Open(run).IsUnbegun ? 1 : 0;
            var next = Rnns.Run(Order(config, 0, n % 2 == 0 ? ["--resume", run] : ["--out", run, "--force"]));
            if (next.Exit != 0 || !IsSame(whole, run))
            {
                Console.WriteLine($"not {(n % 2 == 0 ? "resumed" : "replaced")}, or not to the same bytes: exit {next.Exit}; {next.Error}");
                return false;
            }

            Delete(run);
        }

        Console.WriteLine(
            $"{count} trainings were killed, {unbegun} of them before their first checkpoint, and resumed or replaced, all to the same " +
            $"bytes");
        return true;
    }

    // Starts one, ends it so long after its first checkpoint, and puts its folder right.
    static (int Exit, string Error) Ended(string config, int which, string run, Ending ending, TimeSpan after)
    {
        using var rnn = Rnns.Start(Order(config, which, "--out", run), mayWriteAnything: ending != Ending.ReadOnly);
        WaitForCheckpoint(rnn, run);
        Thread.Sleep(after);
        if (!rnn.Process.HasExited)
        {
            ending.Happens(rnn, run);
        }

        var exit = rnn.Wait();
        ending.PutRight(run);
        return (exit, rnn.Error);
    }

    // How long one takes from its first checkpoint on.
    static (string Path, double Seconds) Whole(TemporaryFolder folder, string config, int which)
    {
        var path = folder.File($"whole-{which}");
        using var rnn = Rnns.Start(Order(config, which, "--out", path));
        WaitForCheckpoint(rnn, path);
        var watch = Stopwatch.StartNew();
        return rnn.Wait() == 0 ? (path, watch.Elapsed.TotalSeconds) : throw new InvalidOperationException(rnn.Error);
    }

    static void WaitForCheckpoint(Rnns rnn, string run) => WaitFor(Path.Combine(run, "checkpoints", "last.safetensors"), rnn);

    static void WaitFor(string file, Rnns rnn)
    {
        while (!File.Exists(file) && !rnn.Process.HasExited)
        {
            Thread.Sleep(1);
        }
    }

    static string[] Order(string config, int which, params string[] more) =>
        ["train", config, "--quiet", "--threads", "1", "--set", "training.epochs=12",
            .. Options[which].SelectMany(o => new[] { "--set", o }), .. more];

    static bool IsSame(string whole, string run) =>
        new[] { "last", "best" }
            .All(
                which =>
                    File.ReadAllBytes(Path.Combine(whole, "checkpoints", $"{which}.safetensors")).AsSpan()
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(run, "checkpoints", $"{which}.safetensors"))))
        && DiskFaultTests.Timeless(whole).SequenceEqual(DiskFaultTests.Timeless(run));

    static void Delete(string run)
    {
        if (Directory.Exists(run))
        {
            Directory.Delete(run, recursive: true);
        }
    }
}
