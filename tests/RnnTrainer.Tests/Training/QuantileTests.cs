using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

/// <summary><c>training.loss: quantile</c>: a model that predicts the ends of ranges itself.</summary>
public sealed class QuantileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Targets are between 0 and 10 whatever the input: the quantiles are 1, 5 and 9.</summary>
    [Fact]
    public void The_quantiles_of_the_targets_are_predicted_and_their_ranges_are_corrected_by_held_out_errors()
    {
        Train(Uniform("[0.9, 0.5, 0.1]", epochs: 150));

        var rows = Rows(Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("uniform.csv")).Output);
        Assert.Equal("seq,prediction,prediction_q10,prediction_q90", string.Join(',', rows[0]));
        Assert.InRange(rows.Skip(1).Average(r => Number(r[1])), 4, 6);
        Assert.InRange(rows.Skip(1).Average(r => Number(r[2])), 0.4, 1.8);
        Assert.InRange(rows.Skip(1).Average(r => Number(r[3])), 8.2, 9.6);

        var ranged = Rows(Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("uniform.csv"), "--range", "80").Output);
        using var trained = TrainedModel.Load(_folder.File("run"));
        var q = trained.Errors().OfRanges![0].Radius(0, 80)!.Value;
        foreach (var (raw, corrected) in rows.Zip(ranged).Skip(1))
        {
            Assert.Equal(Math.Min(Number(raw[1]), Number(raw[2]) - q), Number(corrected[2]), 1e-9);
            Assert.Equal(Math.Max(Number(raw[1]), Number(raw[3]) + q), Number(corrected[3]), 1e-9);
        }

        var scores = Rnn.Run("eval", _folder.File("run"), "--range", "80", "--json").Json["metrics"]!;
        Assert.InRange((double)scores["coverage_80"]!, 0.65, 0.95);
    }

    [Fact]
    public void Quantiles_of_a_forecast_do_not_cross_and_their_gradients_hold()
    {
        var config = Series();
        Train(config);

        var rows = Rows(Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("series.csv")).Output);
        Assert.Equal(
            "seq,origin,step,time,prediction_u,prediction_v,prediction_u_q05,prediction_u_q25,prediction_u_q75,prediction_u_q95,"
            + "prediction_v_q05,prediction_v_q25,prediction_v_q75,prediction_v_q95",
            string.Join(',', rows[0]));
        foreach (var row in rows.Skip(1))
        {
            foreach (var c in new[] { 0, 1 })
            {
                var (q, y) = (row.Skip(6 + (4 * c)).Take(4).Select(Number).ToArray(), Number(row[4 + c]));
                Assert.True(q[0] <= q[1] && q[1] <= y && y <= q[2] && q[2] <= q[3]);
            }
        }

        Assert.Equal(0, Rnn.Run("gradcheck", config, "--sample", "30").Exit);
        Assert.Equal(0, Rnn.Run("gradcheck", "quantile").Exit);
        var export = Rnn.Run("export", _folder.File("run"), "--format", "onnx", "--out", _folder.File("m.onnx"));
        Assert.Equal(2, export.Exit);
        Assert.Contains("this one predicts quantiles", export.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ensemble_has_the_mean_of_the_medians_and_ranges_of_its_own_errors()
    {
        var config = Uniform("[0.1, 0.5, 0.9]", epochs: 5);
        Train(config);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("other"), "--quiet", "--set", "training.seed=2").Exit);
        Assert.Equal(0, Rnn.Run("ensemble", _folder.File("run"), _folder.File("other"), "--out", _folder.File("both"), "--quiet").Exit);

        var rows = Rows(Rnn.Run("predict", _folder.File("both"), "--data", _folder.File("uniform.csv")).Output);
        Assert.Equal("seq,prediction", string.Join(',', rows[0]));
        Assert.Equal(0, Rnn.Run("predict", _folder.File("both"), "--data", _folder.File("uniform.csv"), "--range", "80").Exit);
    }

    [Theory]
    [InlineData("loss: quantile, quantiles: [0.1, 0.9]", "training.quantiles: expected 0.5 and pairs")]
    [InlineData("loss: quantile, quantiles: [0.1, 0.5, 0.8]", "training.quantiles: expected 0.5 and pairs")]
    [InlineData("loss: quantile, quantiles: [0, 0.5, 1]", "training.quantiles: expected 0.5 and pairs")]
    [InlineData("loss: quantile, quantiles: 0.5", "training.quantiles: expected a list of numbers")]
    [InlineData("quantiles: [0.1, 0.5, 0.9]", "training.quantiles needs training.loss: quantile")]
    public void What_are_no_quantiles_is_refused(string keys, string message) => Assert.Contains(
        message,
        Rnn.Run(
            "config", "validate",
            _folder.Write("c.yaml", $"task: regress\ndata: {{train: t.csv, target: y}}\ntraining: {{{keys}}}\n")).Error,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(new[] { 0.5 }, true)]
    [InlineData(new[] { 0.05, 0.5, 0.95 }, true)]
    [InlineData(new[] { 0.05, 0.95 }, false)]
    [InlineData(new[] { 0.5, 0.5, 0.5 }, false)]
    [InlineData(new[] { 0.3, 0.5, 0.6 }, false)]
    public void Quantiles_are_the_median_and_pairs(double[] numbers, bool are) => Assert.Equal(are, ModelSchema.AreQuantiles(numbers));

    static List<string[]> Rows(string csv) => [.. csv.TrimEnd('\n').Split('\n').Select(l => l.Split(','))];

    static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    void Train(string config)
    {
        var run = Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet");
        Assert.True(run.Exit == 0, run.Error);
    }

    string Uniform(string quantiles, int epochs)
    {
        var (random, text) = (new RandomStream(9, "uniform", 0), new StringBuilder("seq,step,x,y\n"));
        for (var n = 0; n < 300; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"s{n},0,{random.NextDouble()},{10 * random.NextDouble()}\n");
        }

        _folder.Write("uniform.csv", text.ToString());
        return _folder.Write("uniform.yaml", $$"""
            task: regress
            data: {train: uniform.csv, inputs: x, target: y, split: {validation: 0.3, test: 0.2} }
            model: {hidden: 2}
            training: {epochs: {{epochs}}, batch: 30, learning_rate: 0.1, momentum: 0.5, loss: quantile, quantiles: {{quantiles}}}
            """);
    }

    string Series()
    {
        var text = new StringBuilder("step,u,v\n");
        for (var t = 0; t < 120; t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{t},{(5 * (t % 4)) + RandomStream.At(1, (ulong)t)},{RandomStream.At(2, (ulong)t)}\n");
        }

        _folder.Write("series.csv", text.ToString());
        return _folder.Write("series.yaml", """
            task: forecast
            data:
              train: series.csv
              step: step
              target: [u, v]
              window: 6
              horizon: 2
              season: 4
              relative_to: season
              split: {validation: 0.2}
            model: {hidden: 3}
            training: {epochs: 2, batch: 8, loss: quantile, quantiles: [0.05, 0.25, 0.5, 0.75, 0.95], precision: float64}
            """);
    }
}
