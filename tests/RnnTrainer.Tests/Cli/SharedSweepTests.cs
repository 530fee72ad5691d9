using System.Diagnostics;
using System.Text.Json.Nodes;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn sweep --shard i/n</c>: several processes that share a folder; <c>--print</c>: their job file.</summary>
public sealed class SharedSweepTests : IDisposable
{
    static readonly string[] Grid = ["--grid", "training.learning_rate=0.001,0.01,0.1", "--grid", "model.hidden=3,6,9"];

    readonly TemporaryFolder _folder = new();

    public SharedSweepTests() => TinySet.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData()]
    [InlineData("--halving")]
    public void Processes_of_which_two_are_killed_end_with_the_table_and_the_bytes_of_one_process(params string[] more)
    {
        string[] args = [.. Grid, .. more, "--set", "training.epochs=40"];
        var whole = Rnn.Run(Args("alone", args));
        Assert.Equal(0, whole.Exit);

        using var first = RnnProcess.Start([.. Args("shared", args), "--shard", "1/3"]);
        using var second = RnnProcess.Start([.. Args("shared", args), "--shard", "2/3"]);
        using var third = RnnProcess.Start([.. Args("shared", args), "--shard", "3/3"]);
        WaitForEpochs(2, third);
        first.Kill();
        WaitForEpochs(60, third);
        second.Kill();

        Assert.True(third.End() == 0, third.Error);
        Assert.Equal(Ranks(whole.Json), Ranks(third.Json));
        foreach (var run in Directory.GetDirectories(_folder.File("alone")).Select(d => Path.GetFileName(d)!))
        {
            Assert.Equal(Bytes($"alone/{run}"), Bytes($"shared/{run}"));
            Assert.InRange(
                File.ReadLines(_folder.File($"shared/{run}/log.clef")).Count(l => l.Contains("\"Epoch\":40,", StringComparison.Ordinal)),
                0, 1);
        }

        // What is finished is seen by a process that comes later.
        Assert.Equal(Ranks(whole.Json), Ranks(Rnn.Run([.. Args("shared", args), "--shard", "0/3"]).Json));
    }

    [Theory]
    [InlineData("--shard expects i/n, such as 2/4, found '5/4'", "--shard", "5/4")]
    [InlineData("--shard expects i/n, such as 2/4, found '2'", "--shard", "2")]
    [InlineData("--shard expects i/n, such as 2/4, found '-1/2'", "--shard", "-1/2")]
    [InlineData("--print expects one of slurm, k8s, found 'pbs'", "--print", "pbs")]
    public void A_mistake_is_told_before_anything_is_trained(string message, params string[] more)
    {
        var run = Rnn.Run(Args("all", [.. Grid, .. more])[..^1]);

        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("all")));
    }

    [Fact]
    public void The_job_file_of_Slurm_is_a_script_of_as_many_tasks_as_are_asked_for_and_runs_the_same_command()
    {
        var printed = Rnn.Run(Args("all", [.. Grid, "--print", "slurm", "--shard", "1/3"])[..^1]);
        Assert.True(printed.Exit == 0, printed.Error);
        using var check = Process.Start(new ProcessStartInfo("bash", ["-n", _folder.Write("job", printed.Output)]))!;
        check.WaitForExit();

        Assert.Equal(0, check.ExitCode);
        Assert.StartsWith("#!/bin/bash\n", printed.Output, StringComparison.Ordinal);
        Assert.Contains("\n#SBATCH --array=0-2\n", printed.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            $"\nsrun --cpus-per-task=\"$SLURM_CPUS_PER_TASK\" rnn sweep {_folder.File("tiny.yaml")} --out {_folder.File("all")} --set 'data.split={"{"}validation: 0.2{"}"}' "
            + "--grid training.learning_rate=0.001,0.01,0.1 --grid model.hidden=3,6,9\n", printed.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("all")));
    }

    [Fact]
    public void The_job_of_Kubernetes_has_an_index_for_each_run_and_at_most_8()
    {
        var job = YamlTree.Read(
            Rnn.Run(Args("My Sweep", [.. Grid, "--print", "k8s"])[..^1]).Output, "", new SourceMap("job"), "job")!;

        Assert.Equal(("Job", "my-sweep"), ((string)job["kind"]!, (string)job["metadata"]!["name"]!));
        Assert.Equal("Indexed 8 8", $"{job["spec"]!["completionMode"]} {job["spec"]!["completions"]} {job["spec"]!["parallelism"]}");
        var command = job["spec"]!["template"]!["spec"]!["containers"]![0]!["command"]!.AsArray().Select(w => (string)w!).ToList();
        Assert.Equal(
            ["rnn", "sweep", _folder.File("tiny.yaml"), "--out", _folder.File("My Sweep"), "--set", "data.split={validation: 0.2}", .. Grid],
            command);
    }

    string[] Args(string folder, string[] more) =>
        ["sweep", _folder.File("tiny.yaml"), "--out", _folder.File(folder), "--set", "data.split={validation: 0.2}", .. more, "--json"];

    /// <summary>Waits until all runs together have trained so many epochs.</summary>
    void WaitForEpochs(int count, RnnProcess process)
    {
        for (var n = 0; n < 2400 && Epochs() < count; n++)
        {
            Assert.False(process.Process.HasExited, $"it ended by itself\n{process.Error}");
            Thread.Sleep(25);
        }

        Assert.True(Epochs() >= count);
    }

    int Epochs() => !Directory.Exists(_folder.File("shared")) ? 0
        : Directory.GetDirectories(_folder.File("shared")).Select(d => Path.Combine(d, "metrics.jsonl")).Where(File.Exists)
            .Sum(f => File.ReadLines(f).Count());

    byte[] Bytes(string run) => File.ReadAllBytes(_folder.File($"{run}/checkpoints/last.safetensors"));

    static IEnumerable<string> Ranks(JsonObject sweep) => sweep["runs"]!.AsArray().Select(
        r => $"{r!["rank"]} {Path.GetFileName((string)r["run"]!)} {r["status"]} {r["score"]} {r["epochs"]} {r["steps"]}");
}
