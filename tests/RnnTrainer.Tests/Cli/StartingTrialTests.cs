using RnnTrainer.Common;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Init;

namespace RnnTrainer.Tests.Cli;

/// <summary>Whatever config <c>rnn init</c> writes trains, scores, reports and exports; and whatever does not train is not
/// written.</summary>
public sealed class StartingTrialTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Shapes => [.. InitTests.Files.All.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_init_writes_reports_and_exports(string shape)
    {
        var (file, _) = InitTests.Files.Write(_folder, shape);
        AssertWorks(file, []);
    }

    [Fact]
    public void A_panel_of_more_series_than_the_proof_reads_is_written()
    {
        var file = _folder.Write(
            "panel.csv",
            "store,t,sales,temp\n"
            + string.Concat(Enumerable.Range(0, 12 * 60).Select(n => $"shop {n / 60},{n % 60},{(7 * n) % 13},{n % 5}\n")));
        AssertWorks(file, []);
    }

    // Labels of 0 and 1: the same in all rows of a sequence, or other ones at each step; in long and wide files and in one series; inputs
    // or not.
    [Theory]
    [InlineData("long", "u,v")]
    [InlineData("long", "p,q")]
    [InlineData("long", "u,p")]
    [InlineData("long", "u")]
    [InlineData("long", "p")]
    [InlineData("long", "x")]
    [InlineData("long", "x,y")]
    [InlineData("wide", "u,v")]
    [InlineData("wide", "u")]
    [InlineData("series", "p,q")]
    [InlineData("series", "p")]
    [InlineData("series", "x,y")]
    [InlineData("one sequence", "u,v")]
    [InlineData("one sequence", "p,q")]
    public void What_init_writes_for_any_target_works(string layout, string target) =>
        AssertWorks(_folder.Write("a.csv", Text(layout)), ["--target", target]);

    [Theory]
    [InlineData("next")]
    [InlineData("step")]
    [InlineData("sequence")]
    public void Labels_that_are_no_inputs_can_be_learnt_at_every_level(string level)
    {
        _folder.Write("a.csv", Text("long"));
        var config = _folder.Write(
            "a.yaml",
            $"task: multilabel\ndata: {{train: a.csv, inputs: [x, y], target: [u, v], target_level: {level}, split: {{validation: 0.2, " +
            $"test: 0.2}}}}\nmodel: {{hidden: 3}}\ntraining: {{epochs: 1}}\n");
        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--json");

        Assert.True(train.Exit == 0, train.Error);
        Assert.Equal(["prior"], train.Json["baselines"]!["test"]!.AsObject().Select(b => b.Key));
        Assert.Equal(0, Rnn.Run("report", _folder.File("run")).Exit);
        Assert.Equal(0, Rnn.Run("eval", _folder.File("run")).Exit);
        Assert.Equal(0, Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("a.csv")).Exit);
    }

    [Fact]
    public void A_config_that_does_not_train_is_named_with_its_file()
    {
        _folder.Write("a.csv", Text("long"));
        var loaded = ConfigFile.Read(_folder.Write("a.yaml", "task: classify\ndata: {train: a.csv, inputs: [x, y], target: u}\n"));
        var data = TrainingData.Read(loaded.Config, loaded.Folders);
        StartingTrial.Require(loaded.Config, data);

        var broken = data with { Train = data.Train with { Ready = [.. data.Train.Ready.Select(s => s with { Inputs = s.Inputs[..1] })] } };
        var error = Assert.Throws<InvalidOperationException>(() => StartingTrial.Require(loaded.Config, broken));
        Assert.Contains("a.csv does not train, and is not written: ", error.Message, StringComparison.Ordinal);
    }

    void AssertWorks(string file, string[] options)
    {
        var (config, run) = (_folder.File("config.yaml"), _folder.File("run"));
        var init = Rnn.Run(["init", file, "--out", config, .. options]);
        Assert.True(init.Exit == 0, init.Error);
        var train = Rnn.Run("train", config, "--out", run, "--set", "training.epochs=1", "--set", "model.hidden=3");
        Assert.True(train.Exit == 0, train.Error);
        var report = Rnn.Run("report", run);
        Assert.True(report.Exit == 0, report.Error);
        foreach (var format in new[] { "csharp", "onnx", "safetensors", "torch" })
        {
            var export = Rnn.Run("export", run, "--format", format);
            Assert.True(export.Exit is 0 or 2, $"{format}: {export.Error}");
        }
    }

    static string Text(string layout)
    {
        var random = new RandomStream(1, "targets", 0);
        if (layout == "wide")
        {
            return "t0,t1,t2,t3,u,v\n"
                + string.Concat(
                    Enumerable.Range(0, 60)
                    .Select(n => FormattableString.Invariant($"{n % 5}.5,{n % 3}.5,{n % 7}.25,{n % 4}.75,{n % 2},{(n / 2) % 2}\n")));
        }

        var (sequences, isNamed) = layout == "long" ? (30, true) : (1, layout != "series");
        var rows = Enumerable.Range(0, sequences).SelectMany(n => Enumerable.Range(0, sequences == 1 ? 80 : 5).Select(t =>
            (isNamed ? $"s{n},{t}," : "")
                + FormattableString.Invariant(
                    $"{random.NextDouble():0.###},{10 * random.NextDouble():0.##},{n % 2},{n / 2 % 2},{random.Next(2)},{random.Next(2)}\n")));
        return $"{(isNamed ? "seq,step," : "")}x,y,u,v,p,q\n{string.Concat(rows)}";
    }
}
