using System.Globalization;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training;

/// <summary>Numbers of a sequence, of its steps, or of the steps after them: trained, scored, resumed and predicted.</summary>
public sealed class RegressTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Two targets of each kind: sums of what was seen so far, in other units; or the input of the row after.</summary>
    [Theory]
    [InlineData("sequence", "target: [all, tenfold]")]
    [InlineData("step", "target: [sofar, before]")]
    [InlineData("next", "target: x")]
    public void Numbers_are_learnt_scored_and_predicted_in_their_units_and_places(string level, string target)
    {
        var config = Config(level, target);
        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--json", "--quiet");
        Assert.True(train.Exit == 0, train.Error);
        var (own, mean) = (train.Json["metrics"]!["test"]!, train.Json["baselines"]!["test"]!["mean"]!);
        Assert.True((double)own["rmse"]! < 0.8 * (double)mean["rmse"]!, train.Output);
        Assert.Equal(0, Rnn.Run("gradcheck", config, "--sample", "30").Exit);

        var eval = Rnn.Run("eval", _folder.File("run"), "--by", "target", "--confidence", "0.9", "--json").Json;
        Assert.Equal((double)own["mse"]!, eval["by"]!["target"]!.AsObject().Average(g => (double)g.Value!["mse"]!), 1e-9);

        var lines = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("numbers.csv")).Output.TrimEnd('\n').Split('\n');
        Assert.Equal(
            level switch
            {
                "sequence" => "seq,prediction_all,prediction_tenfold",
                "step" =>
                "seq,step,prediction_sofar,prediction_before",
                _ => "seq,step,prediction"
            },
            lines[0]);
        // the file begins with sequence q7, and its steps with 11
        Assert.Equal(level == "sequence" ? "q7," : "q7,11,", lines[1][..(level == "sequence" ? 3 : 6)]);
    }

    [Theory]
    [InlineData("squared", 2)]
    [InlineData("absolute", 0)]
    [InlineData("huber", 0.25)]
    public void The_loss_decides_whether_one_wild_value_moves_the_answer(string loss, double answer)
    {
        // Alike sequences, so one answer for all; four targets are 0 and one is 10. Huber: 4 a = 1.
        var csv = _folder.Write(
            "wild.csv", "seq,step,x,y\n" + string.Concat(Enumerable.Range(0, 5).Select(n => $"s{n},0,0,{(n == 2 ? 10 : 0)}\n")));
        var config = _folder.Write(
            "wild.yaml",
            $"task: regress\ndata: {{train: {csv}, inputs: x, target: y, normalize: none}}\nmodel: {{hidden: 1}}\ntraining: {{epochs: " +
            $"250, batch: 5, learning_rate: 0.1, loss: {loss}, precision: float64, threads: 1, clip: null, schedule: {{kind: cosine}}}}\n");
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet").Exit);

        var given = Rnn.Run("predict", _folder.File("run"), "--data", csv).Output.Split('\n')[1].Split(',')[1];
        Assert.Equal(answer, double.Parse(given, CultureInfo.InvariantCulture), 0.05);
    }

    [Fact]
    public void A_run_that_was_stopped_ends_with_the_same_bytes()
    {
        var config = Config("step", "target: [sofar, before]");
        string[] few = ["--set", "training.epochs=3", "--quiet"];
        Assert.Equal(0, Rnn.Run(["train", config, "--out", _folder.File("whole"), .. few]).Exit);
        Assert.Equal(130, Rnn.RunAndStop(7, ["train", config, "--out", _folder.File("part"), .. few]).Exit);
        Assert.Equal(0, Rnn.Run(["train", config, "--resume", _folder.File("part"), .. few]).Exit);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("whole/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("part/checkpoints/last.safetensors")));
    }

    [Fact]
    public void A_step_without_its_target_is_named()
    {
        _folder.Write("hole.csv", "seq,x\na,1\na,\na,3\n");
        var run = Rnn.Run(
            "train", _folder.Write("c.yaml", "task: regress\ndata: {train: hole.csv, target: x, target_level: next, missing: mean}\n"),
            "--out", _folder.File("run"));
        Assert.Equal(3, run.Exit);
        Assert.Contains("sequence 'a' misses the target of step 1", run.Error, StringComparison.Ordinal);
    }

    string Config(string level, string target)
    {
        var rows = new List<string>();
        for (var s = 0; s < 40; s++)
        {
            double[] x = [.. Enumerable.Range(0, 3 + (s % 4)).Select(t => Math.Round(Math.Sin((s * 1.7) + (0.9 * t)), 3))];
            for (var t = 0; t < x.Length; t++)
            {
                rows.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"q{(s + 7) % 40},{11 + t},{x[t]},{x.Sum()},{10 * x.Sum()},{x[..(t + 1)].Sum()},{(t > 0 ? x[t - 1] : 0)}"));
            }
        }

        _folder.Write("numbers.csv", "seq,step,x,all,tenfold,sofar,before\n" + string.Join('\n', rows) + "\n");
        return _folder.Write("c.yaml", $$"""
            task: regress
            data: {train: numbers.csv, split: {test: 0.25}, inputs: x, {{target}}, target_level: {{level}} }
            model: {hidden: 8}
            training: {epochs: 60, batch: 6, optimizer: adamw, learning_rate: 0.02, precision: float64}
            """);
    }
}
