using System.Text.Json.Nodes;
using RnnTrainer.Tests;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Endurance;

/// <summary>A sweep of 40 runs by four processes, which are killed at random moments and started again.</summary>
static class SharedSweeps
{
    const int Most = 4;

    public static bool Run(int count)
    {
        var random = new Random(1);
        for (var n = 0; n < count; n++)
        {
            string[] more = n % 2 == 0 ? [] : ["--halving"];
            using var folder = new TemporaryFolder();
            TinySet.Write(folder);
            using var whole = RnnProcess.Start(Order(folder, "whole", more));
            whole.End();
            var kills = 0;
            var processes = Enumerable.Range(0, Most).Select(i => Start(folder, more, i)).ToList();
            while (processes.All(p => !p.Process.HasExited))
            {
                Thread.Sleep(random.Next(500, 4000));
                var i = random.Next(Most);
                if (kills < 30 && !processes[i].Process.HasExited)
                {
                    processes[i].Kill();
                    processes[i].Dispose();
                    processes[i] = Start(folder, more, i);
                    kills++;
                }
            }

            var held = processes.All(p => p.End(600) == 0 && Ranks(p.Json).SequenceEqual(Ranks(whole.Json)));
            var twice = Directory.GetFiles(folder.File("shared"), "log.clef", SearchOption.AllDirectories)
                .Count(log => File.ReadLines(log).Count(l => l.Contains("\"Epoch\":40,", StringComparison.Ordinal)) > 1);
            Console.WriteLine(FormattableString.Invariant(
                $"{n + 1} of {count}{string.Concat(more)}: {kills} processes were killed, {twice} runs were trained twice to their end"));
            if (!held || twice > 0)
            {
                processes.ForEach(p => Console.WriteLine(p.Error));
                return false;
            }

            processes.ForEach(p => p.Dispose());
        }

        return true;
    }

    static RnnProcess Start(TemporaryFolder folder, string[] more, int i) =>
        RnnProcess.Start([.. Order(folder, "shared", more), "--shard", FormattableString.Invariant($"{i}/{Most}")]);

    static string[] Order(TemporaryFolder folder, string runs, string[] more) =>
    [
        "sweep", folder.File("tiny.yaml"), "--grid", "training.learning_rate=0.001,0.003,0.01,0.03,0.1", "--grid",
        "model.hidden=2,3,4,5,6,7,8,9", "--set", "training.epochs=40", "--set", "data.split={validation: 0.2}", "--threads", "1", "--out",
        folder.File(runs), "--json", .. more,
    ];

    static IEnumerable<string> Ranks(JsonObject sweep) => sweep["runs"]!.AsArray().Select(
        r => $"{r!["rank"]} {Path.GetFileName((string)r["run"]!)} {r["status"]} {r["score"]} {r["epochs"]} {r["steps"]}");
}
