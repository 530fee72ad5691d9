using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

/// <summary><c>predict --range</c> and <c>eval --range</c>: ranges of forecasts and of numbers.</summary>
public sealed class RangesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("calibration", "split: {validation: 0.2, calibration: 0.25, test: 0.2}")]
    [InlineData("validation", "split: {validation: 0.2, test: 0.2}")]
    public void A_range_is_the_prediction_and_an_error_of_held_out_data_on_each_side(string part, string split)
    {
        Train(Series(split));
        using var trained = TrainedModel.Load(_folder.File("run"));
        var radius = PlainRadius(trained, part);

        var rows = Rows(Predict("--range", "90,50"));

        Assert.Equal(
            "seq,origin,step,time,prediction_u,prediction_v,prediction_u_q05,prediction_u_q25,prediction_u_q75,prediction_u_q95,"
            + "prediction_v_q05,prediction_v_q25,prediction_v_q75,prediction_v_q95",
            string.Join(',', rows[0]));
        Assert.Equal(3, rows.Count - 1);
        for (var n = 0; n < 6; n++)
        {
            var (row, first) = (rows[1 + (n / 2)], 6 + (4 * (n % 2)));
            var (y, narrow, wide) = (Number(row[4 + (n % 2)]), radius(n, 50), radius(n, 90));
            Assert.Equal(
                [y - wide, y - narrow, y + narrow, y + wide], row.Skip(first).Take(4).Select(Number), (a, b) => Math.Abs(a - b) < 1e-9);
        }

        Assert.Equal(part, (string)Rnn.Run("eval", _folder.File("run"), "--range", "90", "--json").Json["ranges"]!);
        Assert.Equal(Cut(Predict(), 6), Cut(Predict("--range", "90,50"), 6));
    }

    [Fact]
    public void Scores_of_ranges_are_those_of_the_predictions_and_stand_next_to_those_of_the_seasonal_baseline()
    {
        Train(Series("split: {validation: 0.3, test: 0.2}"));
        var eval = Rnn.Run("eval", _folder.File("run"), "--range", "90", "--json").Json;
        using var trained = TrainedModel.Load(_folder.File("run"));
        var (test, radius) = (trained.Test(), PlainRadius(trained, "validation"));
        double[] errors =
        [
            .. Predictor.Outputs(trained.Model, test.Ready).Outputs.Zip(test.Raw.SelectMany(s => s.Target!), (y, target) => y - target),
        ];
        double[] radii = [.. Enumerable.Range(0, 6).Select(o => radius(o, 90))];

        var (own, seasonal) = (eval["metrics"]!, eval["baselines"]!["seasonal"]!);
        Assert.Equal(errors.Select((e, n) => Math.Abs(e) <= radii[n % 6] ? 1.0 : 0).Average(), (double)own["coverage_90"]!, 9);
        Assert.Equal(2 * radii.Average(), (double)own["width_90"]!, 1e-9);
        Assert.Equal(
            errors.Select((e, n) => (2 * radii[n % 6]) + (20 * Math.Max(0, Math.Abs(e) - radii[n % 6]))).Average(),
            (double)own["winkler_90"]!, 1e-9);
        Assert.True((double)own["wql"]! > 0);
        Assert.All(["coverage_90", "width_90", "winkler_90", "wql"], m => Assert.NotNull(seasonal[m]));
        Assert.Null(eval["baselines"]!["last"]!["width_90"]);

        var text = Rnn.Run("eval", _folder.File("run"), "--range", "90").Output;
        Assert.Contains("ranges from the errors on the validation part", text, StringComparison.Ordinal);
        Assert.Equal(4, Rnn.Run("eval", _folder.File("run"), "--range", "90", "--fail-under", "coverage_90=1.01").Exit);
        Assert.Equal(2, Rnn.Run("eval", _folder.File("run"), "--fail-under", "coverage_90=0.1").Exit);
    }

    [Fact]
    public void A_checkpoint_has_its_errors_without_the_data_and_one_of_an_earlier_version_measures_them()
    {
        Train(Series("split: {validation: 0.3, test: 0.2}"));
        var file = _folder.File("run/checkpoints/best.safetensors");
        var checkpoint = Checkpoint.Read(file);
        (checkpoint with { Schema = checkpoint.Schema.OfTraining() }).Write(_folder.File("earlier.safetensors"));
        var expected = Predict("--range", "90");

        Assert.Equal(
            expected,
            Rnn.Run("predict", _folder.File("earlier.safetensors"), "--data", _folder.File("series.csv"), "--range", "90").Output);

        File.Copy(file, _folder.File("moved.safetensors"));
        File.Move(_folder.File("series.csv"), _folder.File("new.csv"));
        var moved = Rnn.Run("predict", _folder.File("moved.safetensors"), "--data", _folder.File("new.csv"), "--range", "90");
        Assert.Equal(expected, moved.Output.Replace("new,", "series,", StringComparison.Ordinal));
        var earlier = Rnn.Run("predict", _folder.File("earlier.safetensors"), "--data", _folder.File("new.csv"), "--range", "90");
        Assert.Equal(2, earlier.Exit);
        Assert.Contains("ranges need the errors on the validation part", earlier.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("split: {test: 0.2}", "90", "the run has neither a calibration nor a validation part")]
    [InlineData(
        "split: {validation: 8, test: 0.2}", "90",
        "needs at least 9 errors of each output, and the validation part has 6 of target 'u' 1 step ahead")]
    [InlineData("split: {validation: 0.3, test: 0.2}", "0.9", "--range expects percentages from 1 to below 100")]
    [InlineData("split: {validation: 0.3, test: 0.2}", "100", "--range expects percentages from 1 to below 100")]
    [InlineData("split: {validation: 0.3, test: 0.2}", "ninety", "found 'ninety'")]
    public void What_ranges_need_is_said(string split, string range, string message)
    {
        Train(Series(split));
        var run = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("series.csv"), "--range", range);

        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_classifier_has_no_ranges_and_no_calibration_part()
    {
        var config = TinySet.Write(_folder);
        Train(config);

        var predict = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("test.csv"), "--range", "90");
        Assert.Equal(2, predict.Exit);
        Assert.Contains(
            "ranges (--range, --anomalies) need a model that predicts numbers, and this is one of task classify", predict.Error, StringComparison.Ordinal);
        Assert.Contains(
            "data.split.calibration belongs to task regress or forecast",
            Rnn.Run("config", "validate", config, "--set", "data.split.calibration=0.1").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("target: all", "seq,prediction,prediction_q05,prediction_q95")]
    [InlineData(
        "target: [sofar, all], target_level: step",
        "seq,step,prediction_sofar,prediction_all,prediction_sofar_q05,prediction_sofar_q95,prediction_all_q05,prediction_all_q95")]
    [InlineData("target: x, target_level: next", "seq,step,prediction,prediction_q05,prediction_q95")]
    public void Numbers_of_sequences_and_steps_have_ranges(string target, string header)
    {
        Train(Numbers(target, "validation: 0.2, calibration: 0.3"));

        var rows = Rows(Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("numbers.csv"), "--range", "90").Output);

        Assert.Equal(header, string.Join(',', rows[0]));
        var of = rows[0].ToList();
        foreach (var row in rows.Skip(1))
        {
            foreach (var name in rows[0].Where(n => n.StartsWith("prediction", StringComparison.Ordinal) && of.Contains($"{n}_q05")))
            {
                Assert.True(Number(row[of.IndexOf($"{name}_q05")]) < Number(row[of.IndexOf(name)]));
                Assert.True(Number(row[of.IndexOf(name)]) < Number(row[of.IndexOf($"{name}_q95")]));
            }
        }

        var scores = Rnn.Run("eval", _folder.File("run"), "--range", "90", "--json").Json;
        Assert.InRange((double)scores["metrics"]!["coverage_90"]!, 0.5, 1);
        Assert.NotNull(scores["baselines"]!["mean"]!["width_90"]);
    }

    [Fact]
    public void The_calibration_part_is_taken_from_training_and_the_other_parts_stay()
    {
        var without = Read(Numbers("target: all", "validation: 0.2"));
        var with = Read(Numbers("target: all", "validation: 0.2, calibration: 0.3"));

        Assert.Equal(Ids(without.Test), Ids(with.Test));
        Assert.Equal(Ids(without.Validation), Ids(with.Validation));
        Assert.Equal(18, with.Calibration!.Count);
        string[] kept = [.. Ids(with.Train).Concat(Ids(with.Calibration)).Order(StringComparer.Ordinal)];
        Assert.Equal(Ids(without.Train), kept);
        Assert.Equal(["train", "validation", "calibration", "test"], with.Parts.Select(p => p.Name));
        Assert.Equal(["validation", "test"], with.ScoredParts(skipTrain: true).Select(p => p.Name));
        Assert.Contains(
            "data.split: the fractions leave nothing to train on",
            Rnn.Run("config", "validate", Numbers("target: all", "validation: 0.4, calibration: 0.4")).Error, StringComparison.Ordinal);

        static string[] Ids(DataPart part) => [.. part.Raw.Select(s => s.Id).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Of_series_the_calibration_part_lies_between_validation_and_test()
    {
        // 120 steps: 24 of test, 12 of calibration, 24 of validation; windows with 3 targets each.
        var data = Read(Series("split: {validation: 0.2, calibration: 12, test: 0.2}"));

        Assert.Equal((22, 10, 22), (data.Validation.Count, data.Calibration!.Count, data.Test.Count));
        Assert.Equal("84", data.Calibration.Raw[0].Id);
        Assert.Equal("60", data.Validation.Raw[0].Id);
        Assert.Equal("96", data.Test.Raw[0].Id);
    }

    [Fact]
    public void Of_logarithms_ranges_are_factors_and_stay_above_zero()
    {
        Train(Series("split: {validation: 0.3, test: 0.2}", "transform: log, normalize: series, "));

        foreach (var row in Rows(Predict("--range", "90")).Skip(1))
        {
            foreach (var c in new[] { 0, 1 })
            {
                var (y, low, high) = (Number(row[4 + c]), Number(row[6 + (2 * c)]), Number(row[7 + (2 * c)]));
                Assert.True(low > 0 && low < y && y < high);
                Assert.Equal(y / low, high / y, 1e-9 * high / y);
            }
        }
    }

    [Fact]
    public void An_ensemble_has_the_ranges_of_its_own_errors()
    {
        var config = Series("split: {validation: 0.3, test: 0.2}");
        Train(config);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("other"), "--quiet", "--set", "training.seed=2").Exit);
        Assert.Equal(0, Rnn.Run("ensemble", _folder.File("run"), _folder.File("other"), "--out", _folder.File("both"), "--quiet").Exit);

        var eval = Rnn.Run("eval", _folder.File("both"), "--range", "90", "--json").Json;

        Assert.InRange((double)eval["metrics"]!["coverage_90"]!, 0.5, 1);
        using var both = TrainedModel.Load(_folder.File("both"));
        both.Ranges = [90];
        var range = both.Predict(_folder.File("series.csv"))[0].Ranges[0];
        Assert.Equal((90, 2, true), (range.Level, range.Low.Count, range.Low[0] < range.High[0]));
        both.Ranges = [];
        Assert.Empty(both.Predict(_folder.File("series.csv"))[0].Ranges);
        Assert.Throws<ArgumentOutOfRangeException>(() => both.Ranges = [100]);
    }

    /// <summary>The k-th smallest absolute error of each output on a part, k = ⌈(n + 1) level / 100⌉, in plain words.</summary>
    static Func<int, int, double> PlainRadius(TrainedModel trained, string name)
    {
        var part = name == "validation" ? trained.Validation()!
            : HeldOutPart.Calibration(trained.Config, trained.Checkpoint.Schema, ["."]);
        var outputs = Predictor.Outputs(trained.Model, part.Ready).Outputs;
        double[] targets = [.. part.Raw.SelectMany(s => s.Target!)];
        return (o, level) =>
        {
            var all = Enumerable.Range(0, part.Count).Select(n => (6 * n) + o).Select(n => Math.Abs(outputs[n] - targets[n]));
            double[] errors = [.. all.Order()];
            return errors[(int)Math.Ceiling((errors.Length + 1) * level / 100.0) - 1];
        };
    }

    static TrainingData Read(string config)
    {
        var loaded = ConfigFile.Read(config);
        return TrainingData.Read(loaded.Config, loaded.Folders);
    }

    static List<string[]> Rows(string csv) => [.. csv.TrimEnd('\n').Split('\n').Select(l => l.Split(','))];

    static string Cut(string csv, int columns) => string.Join('\n', Rows(csv).Select(r => string.Join(',', r.Take(columns))));

    static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    void Train(string config)
    {
        var run = Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet");
        Assert.True(run.Exit == 0, run.Error);
    }

    string Predict(params string[] more) => Rnn.Run(["predict", _folder.File("run"), "--data", _folder.File("series.csv"), .. more]).Output;

    /// <summary>Two noisy series of 120 steps with a season of 4.</summary>
    string Series(string split, string keys = "")
    {
        var (random, text) = (new RandomStream(5, "series", 0), new StringBuilder("step,u,v\n"));
        for (var t = 0; t < 120; t++)
        {
            var (u, v) = (20 + (5 * (t % 4)) + random.NextDouble(), 900 - (90 * (t % 4)) + (20 * random.NextDouble()));
            text.Append(CultureInfo.InvariantCulture, $"{t},{u},{v}\n");
        }

        _folder.Write("series.csv", text.ToString());
        return _folder.Write("series.yaml", $$"""
            task: forecast
            data: {train: series.csv, step: step, target: [u, v], window: 6, horizon: 3, season: 4, {{keys}}{{split}}}
            model: {hidden: 4}
            training: {epochs: 3, batch: 8, optimizer: adamw, learning_rate: 0.02, precision: float64}
            """);
    }

    /// <summary>60 sequences of numbers, their sums so far and in all.</summary>
    string Numbers(string target, string split)
    {
        var (random, text) = (new RandomStream(6, "numbers", 0), new StringBuilder("seq,step,x,sofar,all\n"));
        for (var n = 0; n < 60; n++)
        {
            double[] x = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble())];
            for (var t = 0; t < 4; t++)
            {
                text.Append(CultureInfo.InvariantCulture, $"s{n},{t},{x[t]},{x.Take(t + 1).Sum()},{x.Sum()}\n");
            }
        }

        _folder.Write("numbers.csv", text.ToString());
        return _folder.Write("numbers.yaml", $$"""
            task: regress
            data: {train: numbers.csv, inputs: x, {{target}}, split: { {{split}}, test: 0.2} }
            model: {hidden: 4}
            training: {epochs: 3, batch: 8, optimizer: adamw, learning_rate: 0.02}
            """);
    }
}
