using System.Globalization;
using RnnTrainer.Data;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Export.Onnx;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

/// <summary>Scales of sequences and windows by themselves, transforms and further channels, from the config to what is exported.</summary>
public sealed class ScalingTests : IDisposable
{
    const string Classes = "task: classify\ndata: {train: train.csv, sequence: seq, step: step, target: label, ";
    const string Panel = "task: forecast\ndata: {train: panel.csv, sequence: seq, step: step, target: y, window: 6, horizon: 3, ";

    readonly TemporaryFolder _folder = new();

    static readonly string[] ClassKeys =
    [
        "normalize: sequence", "normalize: sequence, scale_input: true, difference: true", "transform: log, normalize: minmax",
        "transform: signed-log, normalize: sequence, scale_input: true", "normalize: robust, difference: true",
        "normalize: none, difference: true, scale_input: true", "normalize: sequence, missing: mean",
        "normalize: standard, scale_input: true, missing: indicator, difference: true",
        "normalize: sequence, transform: signed-log, missing: forward-fill",
    ];

    static readonly string[] PanelKeys =
    [
        "normalize: series", "normalize: series, relative_to: last", "normalize: series, relative_to: season, season: 4",
        "normalize: series, transform: log, relative_to: last, relative_inputs: true", "normalize: standard, transform: log",
        "normalize: series, transform: signed-log, difference: true, scale_input: true",
        "normalize: robust, transform: log, relative_to: last, difference: true", "normalize: none, transform: signed-log",
        "normalize: series, relative_to: last, relative_inputs: true, scale_input: true",
    ];

    /// <summary>Keys that together make every branch of an export.</summary>
    public static TheoryData<string> OfClasses => [.. ClassKeys];

    public static TheoryData<string> OfPanels => [.. PanelKeys];

    [Theory]
    [MemberData(nameof(OfClasses))]
    public void An_exported_classifier_answers_what_the_model_does(string keys)
    {
        WriteClasses(keys.Contains("missing", StringComparison.Ordinal));
        using var model = Trained($"{Classes}{keys}}}\n");
        AssertExports(model, [.. Rows("train.csv", "x", "u").Values], "probabilities", p => p.Probabilities);
    }

    [Theory]
    [MemberData(nameof(OfPanels))]
    public void An_exported_forecaster_answers_what_the_model_does_in_the_units_of_the_file(string keys)
    {
        WritePanel(1);
        using var model = Trained($"{Panel}{keys}}}\n");
        AssertExports(model, [.. Rows("panel.csv", "y", "promo").Values], "output", p => p.Numbers);
    }

    [Fact]
    public void A_regression_of_the_next_step_answers_in_the_units_of_the_file()
    {
        WritePanel(1);
        using var model = Trained("""
            task: regress
            data: {train: panel.csv, sequence: seq, step: step, target: y, target_level: next, transform: log, difference: true}
            """);
        AssertExports(model, [.. Rows("panel.csv", "y", "promo").Values], "output", p => p.Numbers);
    }

    [Theory]
    [MemberData(nameof(OfClasses))]
    [MemberData(nameof(OfPanels))]
    public void A_schema_reads_as_it_was_written(string keys)
    {
        WritePanel(1);
        WriteClasses(keys.Contains("missing", StringComparison.Ordinal));
        var schema = Data($"{(PanelKeys.Contains(keys) ? Panel : Classes)}{keys}}}\n").Schema;
        Assert.Equal(schema.ToJson(), ModelSchema.Parse(schema.ToJson()).ToJson());
        Assert.Equal(schema.Channels.Count, schema.Normalization.Shift.Length);
    }

    [Fact]
    public void A_schema_without_the_keys_says_nothing_of_them()
    {
        WriteClasses(false);
        var schema = Data($"{Classes}normalize: standard}}\n").Schema;
        Assert.DoesNotContain("preparation", schema.ToJson(), StringComparison.Ordinal);
        Assert.Same(schema.Inputs, schema.Channels);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0.001)]
    public void A_factor_of_one_series_is_one_of_its_forecasts_and_changes_no_other(double factor)
    {
        WritePanel(1);
        using var model = Trained($"{Panel}normalize: series, relative_to: last}}\n");
        var before = Forecasts(model);
        WritePanel(factor);
        var after = Forecasts(model);
        Assert.Equal(["a", "b", "c"], before.Keys);
        foreach (var (series, forecast) in before)
        {
            Assert.Equal(forecast.Select(y => y * (series == "b" ? factor : 1)), after[series], (x, y) => Math.Abs(x - y) <= 1e-5 * Math.Abs(x));
        }
    }

    [Theory]
    [InlineData("transform: log")]
    [InlineData("transform: signed-log")]
    public void After_a_logarithm_a_factor_of_one_series_leaves_its_window_as_it_is(string keys)
    {
        WritePanel(1);
        var one = Data($"{Panel}normalize: series, {keys}}}\n");
        var other = Reading.Part(Config($"{Panel}normalize: series, {keys}}}\n"), one.Schema, WritePanel(1e6), labelled: true);
        var tolerance = keys.Contains("signed", StringComparison.Ordinal) ? 0.1 : 1e-9;
        Assert.Equal(
            one.Train.Ready.Where(w => w.Series == "b").SelectMany(w => w.Inputs.Concat(w.Target!)),
            other.Ready.Where(w => w.Series == "b").SelectMany(w => w.Inputs.Concat(w.Target!)), (x, y) => Math.Abs(x - y) <= tolerance);
    }

    [Fact]
    public void The_size_of_a_sequence_does_not_matter_to_a_model_that_scales_each()
    {
        WriteClasses(false);
        using var model = Trained($"{Classes}normalize: sequence}}\n");
        double[][] rows = [[1, 2], [4, 1], [3, 7], [8, 2]];
        var one = model.Predict([rows])[0].Probabilities;
        var other = model.Predict([[.. rows.Select(row => new[] { row[0] * 1e5, row[1] * 1e-4 })]])[0].Probabilities;
        Assert.Equal(one, other, (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void Targets_are_scaled_by_what_is_left_of_them_and_have_deviation_1()
    {
        foreach (var keys in (string[])["normalize: series", "normalize: series, relative_to: last", "normalize: standard, transform: log"])
        {
            WritePanel(1);
            var data = Data($"{Panel}{keys}}}\n");
            double[] targets = [.. data.Train.Ready.SelectMany(w => w.Target!)];
            var mean = targets.Average();
            Assert.InRange(Math.Sqrt(targets.Average(y => y * y)), 0.8, 1.2);
            Assert.InRange(mean, -0.5, 0.5);
        }
    }

    [Theory]
    [InlineData("normalize: series", "data.normalize: series scales the windows of a forecast, and task classify has whole sequences")]
    public void Series_is_for_forecasts(string keys, string message) => AssertRefused($"{Classes}{keys}}}\n", message);

    [Theory]
    [InlineData("normalize: sequence", "data.normalize: sequence scales whole sequences, and task forecast has windows of them")]
    [InlineData("normalize: series, inputs: promo", "data.normalize: series scales forecasts by the past of the target, and 'y' is not an input")]
    public void What_a_forecast_has_no_sequences_for_is_refused(string keys, string message) => AssertRefused($"{Panel}{keys}}}\n", message);

    [Theory]
    [InlineData("normalize: sequence")]
    [InlineData("scale_input: true")]
    public void What_looks_ahead_is_refused_where_the_next_step_is_predicted(string keys) => AssertRefused(
        $"task: regress\ndata: {{train: panel.csv, target: y, target_level: next, {keys}}}\n",
        $"data.{keys[..keys.IndexOf(':', StringComparison.Ordinal)]}: the deviation of a whole sequence depends on the steps that are to be predicted (target_level: next)");

    [Fact]
    public void A_number_without_a_logarithm_is_named_in_training_and_in_a_new_file()
    {
        WriteClasses(false);
        var bad = _folder.Write("bad.csv", "seq,step,x,u,label\na,0,1,2,p\na,1,0,2,p\nb,0,1,2,q\nb,1,3,1,q\n");
        var error = Assert.Throws<DataException>(() => Data($"{Classes.Replace("train.csv", "bad.csv", StringComparison.Ordinal)}transform: log}}\n"));
        Assert.Contains("input 'x' is 0 (sequence 'a', step 1, counted from 0), and data.transform: log takes numbers above 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("signed-log", error.Errors[0].Hint, StringComparison.Ordinal);
        using var model = Trained($"{Classes}transform: log}}\n");
        Assert.Contains("bad.csv", Assert.Throws<DataException>(() => model.Predict(bad)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_for_torch_are_refused_by_the_keys_that_they_do_not_hold()
    {
        WriteClasses(false);
        using var model = Trained($"{Classes}normalize: sequence, difference: true}}\n");
        Assert.Contains("normalize: sequence, difference", Assert.Throws<RunException>(() => TorchWeights.Of(model.Model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_derivatives_of_a_model_with_further_channels_hold()
    {
        WriteClasses(false);
        using var model = Trained($"{Classes}normalize: sequence, scale_input: true, difference: true}}\n");
        Assert.Equal(["x", "u", "x:difference", "u:difference", "x:scale", "u:scale"], model.Model.Schema.Channels);
        var check = Rnn.Run(["gradcheck", Last]);
        Assert.True(check.Exit == 0, check.Error + check.Output);
    }

    [Fact]
    public void A_run_is_scored_predicted_and_reported_in_the_units_of_the_file()
    {
        WritePanel(1);
        using var model = Trained($"{Panel}normalize: series, transform: log, split: {{test: 6}}}}\n");
        var run = Rnn.Run(["report", Last, "--out", _folder.File("r.html")]);
        Assert.True(run.Exit == 0, run.Error);
        var predicted = Rnn.Run(["predict", Last, "--data", _folder.File("panel.csv")]);
        Assert.True(predicted.Exit == 0, predicted.Error);
        var largest = predicted.Output.TrimEnd('\n').Split('\n').Skip(1).Where(line => line.StartsWith('c'))
            .Max(line => double.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture));
        Assert.InRange(largest, 1e6, 1e8);
    }

    [Fact]
    public void Init_writes_and_data_check_proposes_what_the_sizes_of_sequences_call_for()
    {
        _folder.Write(
            "sizes.csv",
            "seq,step,x,label\n"
            + string.Concat(Enumerable.Range(0, 24).SelectMany(n => Enumerable.Range(0, 12).Select(t => string.Create(
                CultureInfo.InvariantCulture,
                $"s{n},{t},{Math.Pow(10, (n % 7) - 3) * Math.Sin((t + n) * (1 + (n % 2))):R},{(n % 2 == 0 ? "p" : "q")}\n")))));
        var init = Rnn.Run(["init", _folder.File("sizes.csv")]);
        Assert.Contains("normalize: sequence", init.Output, StringComparison.Ordinal);
        Assert.Contains("scale_input: true", init.Output, StringComparison.Ordinal);
        Assert.Contains("the deviations of sequences differ by a factor of ", init.Output, StringComparison.Ordinal);
        Assert.Contains("sequence-sizes: ", Rnn.Run(["data", "check", _folder.File("sizes.csv")]).Output, StringComparison.Ordinal);

        WritePanel(1);
        var panel = Rnn.Run(["init", _folder.File("panel.csv"), "--task", "forecast", "--target", "y", "--sequence", "seq", "--step", "step"]);
        Assert.Contains("normalize: series", panel.Output, StringComparison.Ordinal);
        var config = _folder.Write("panel.yaml", $"{Panel}normalize: standard}}\n");
        Assert.Contains("series-sizes: ", Rnn.Run(["data", "check", config]).Output, StringComparison.Ordinal);
        _folder.Write("panel.yaml", $"{Panel}normalize: series}}\n");
        Assert.DoesNotContain("series-sizes: ", Rnn.Run(["data", "check", config]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Init_keeps_the_usual_scale_where_a_held_out_number_has_no_logarithm()
    {
        string Text(double least) => "seq,step,x,label\n"
            + string.Concat(Enumerable.Range(0, 20).SelectMany(n => Enumerable.Range(0, 12).Select(t => string.Create(
                CultureInfo.InvariantCulture,
                $"s{n},{t},{(n == 3 && t == 2 ? least : Math.Pow(10, t * (n + 5) % 12 / 2.0)):R},{(n % 2 == 0 ? "p" : "q")}\n"))));
        var train = _folder.Write("train.csv", Text(1));
        Assert.Contains("transform: log", Rnn.Run(["init", train, "--test", _folder.Write("a.csv", Text(2))]).Output, StringComparison.Ordinal);
        var other = Rnn.Run(["init", train, "--test", _folder.Write("b.csv", Text(0))]);
        Assert.True(other.Exit == 0, other.Error);
        Assert.DoesNotContain("transform", other.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    string Last { get; set; } = "";

    /// <summary>Three series whose sizes differ by decades; factor is that of the second.</summary>
    string WritePanel(double factor) => _folder.Write(
        "panel.csv",
        "seq,step,y,promo\n"
        + string.Concat(
            new[] { ("a", 0.5), ("b", 40 * factor), ("c", 7e6) }.SelectMany(s => Enumerable.Range(0, 30).Select(t => string.Create(
                CultureInfo.InvariantCulture,
                $"{s.Item1},{t},{s.Item2 * (2 + Math.Sin(t + s.Item1[0]) + (0.3 * (t * 7 % 5))):R},{(t % 4 == 0 ? 1 : 0)}\n")))));

    /// <summary>Positive numbers whose sizes differ by sequence; each sequence has another length.</summary>
    string WriteClasses(bool hasGaps) => _folder.Write(
        "train.csv",
        "seq,step,x,u,label\n"
        + string.Concat(
            Enumerable.Range(0, 8).SelectMany(n => Enumerable.Range(0, 4 + n).Select(t => string.Create(
                CultureInfo.InvariantCulture,
                $"s{n},{t},{(hasGaps && (t + n) % 5 == 1 ? "" : Math.Pow(10, n - 3) * (2 + Math.Sin(t * (1 + (n % 2)))))},{3 + (t * n % 4)},{(n % 2 == 0 ? "p" : "q")}\n")))));

    Config Config(string yaml) => ConfigFile.Read(
        _folder.Write("c.yaml", $"{yaml.TrimEnd()}\nmodel: {{hidden: 5}}\ntraining: {{epochs: 2, threads: 1}}\n")).Config;

    TrainingData Data(string yaml) => TrainingData.Read(Config(yaml), [_folder.Path]);

    TrainedModel Trained(string yaml)
    {
        Config(yaml);
        Last = _folder.File($"run{Guid.NewGuid():N}");
        var run = Rnn.Run(["train", _folder.File("c.yaml"), "--out", Last, "--quiet"]);
        Assert.True(run.Exit == 0, run.Error);
        return TrainedModel.Load(Last);
    }

    void AssertRefused(string yaml, string message)
    {
        var error = Assert.Throws<ConfigException>(() => Config(yaml));
        Assert.Contains(message, error.Errors.Select(e => e.Message));
    }

    Dictionary<string, IReadOnlyList<double>> Forecasts(TrainedModel model) => model.Predict(_folder.File("panel.csv"))
        .GroupBy(p => p.Sequence).ToDictionary(g => g.Key, g => (IReadOnlyList<double>)[.. g.SelectMany(p => p.Numbers)]);

    Dictionary<string, double[][]> Rows(string csv, params string[] columns)
    {
        var lines = File.ReadLines(_folder.File(csv)).Select(l => l.Split(',')).ToList();
        int[] places = [.. columns.Select(c => Array.IndexOf(lines[0], c))];
        return lines.Skip(1).GroupBy(l => l[0]).ToDictionary(g => g.Key, g => g.Select(l => Array.ConvertAll(
            places, k => l[k].Length == 0 ? double.NaN : double.Parse(l[k], CultureInfo.InvariantCulture))).ToArray());
    }

    /// <summary>C# and ONNX, sequences together and alone, answer what the model answers.</summary>
    static void AssertExports(TrainedModel trained, double[][][] rows, string output, Func<Prediction, IReadOnlyList<double>> numbers)
    {
        Assert.Equal(rows[0][0].Length, trained.Inputs.Count);
        double[] own = [.. trained.Predict(rows).SelectMany(numbers)];
        Assert.All(own, y => Assert.True(double.IsFinite(y)));
        var (model, indicators) = (trained.Model, trained.Model.Schema.Encoding?.Indicators.Count ?? 0);
        var compiled = new CompiledModel(CSharpFile.Of(model, "M"));
        double[][] Wide(double[][] steps) => [.. steps.Select(row => (double[])[.. row, .. new double[indicators]])];
        AssertClose(own, [.. rows.SelectMany(steps => compiled.Answers("M", Wide(steps))).SelectMany(y => y)], 1e-6);
        using var onnx = new OnnxModel(OnnxFile.Of(model));
        float[][][] singles = [.. rows.Select(steps => steps.Select(row => Array.ConvertAll(row, x => (float)x)).ToArray())];
        AssertClose(own, onnx.Answers(singles, output, model.IsPerStep), 1e-4);
        AssertClose(own, [.. singles.SelectMany(s => onnx.Answers([s], output, model.IsPerStep))], 1e-4);
    }

    static void AssertClose(IReadOnlyList<double> own, IReadOnlyList<double> theirs, double tolerance)
    {
        Assert.Equal(own.Count, theirs.Count);
        Assert.All(own.Zip(theirs), p => Assert.True(
            Math.Abs(p.First - p.Second) <= tolerance * Math.Max(1e-3, Math.Abs(p.First)), $"{p.First:R} and {p.Second:R}"));
    }
}
