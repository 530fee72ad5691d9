using System.Globalization;
using System.Text.Json;
using MathNet.Numerics.Statistics;
using RnnTrainer.Tests.Training;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn export --format onnx</c>: in ONNX Runtime a file answers, from the numbers of the data file, what <c>rnn predict</c>
/// prints.</summary>
public sealed class ExportOnnxTests : IDisposable
{
    /// <summary>Of probabilities, and of numbers relative to the spread of the target: what is inside the file is float32 in the target's
    /// own units.</summary>
    const double Tolerance = 1e-5;

    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("ugrnn", "gru")]
    [InlineData("min-lstm", "scan")]
    public void A_classifier_with_standardised_inputs_answers_as_predict_does(string cell, string operation)
    {
        Train(TinySet.Write(_folder), "--set", $"model.cell={cell}", "--set", "data.normalize=standard");
        using var onnx = Export("--op", operation);

        Assert.Equal(["down", "up"], JsonSerializer.Deserialize<string[]>(onnx.Metadata["classes"])!);
        AssertAlike(
            Predicted("test.csv", "--proba").SelectMany(l => l[2..]), onnx.Answers(Sequences("test.csv", 2, 3), "probabilities"),
            Tolerance);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("forward-fill")]
    [InlineData("indicator")]
    public void Missing_numbers_categories_and_scaled_targets_are_inside(string missing)
    {
        string[] colours = ["red", "green", "blue"];
        _folder.Write(
            "train.csv",
            "seq,step,a,colour,b,y\n"
            + string.Concat(
                Enumerable.Range(0, 40)
                .Select(
                    n => $"s{n / 4},{n % 4},{(n % 5 == 2 ? "" : (n % 7) + ".5")},{colours[n % 3]},{(n % 3 == 0 ? "" : n % 4)},{100 + (n / 4)}\n")));
        Train(_folder.Write("m.yaml", $$"""
            task: regress
            data: {train: train.csv, sequence: seq, step: step, inputs: [a, b], categories: colour, target: y, missing: {{missing}} }
            model: {hidden: 5, readout: mean}
            training: {epochs: 3}
            """));
        using var onnx = Export();

        Assert.Equal(
            ["a", "b", "colour=blue", "colour=green", "colour=red"], JsonSerializer.Deserialize<string[]>(onnx.Metadata["inputs"])!);
        var sequences = Lines("train.csv").GroupBy(l => l[0])
            .Select(g => g.Select(l => (float[])[Number(l[2]), Number(l[4]), .. colours.Order().Select(c => c == l[3] ? 1 : 0)]).ToArray())
            .ToArray();
        AssertAlike(Predicted("train.csv").Select(l => l[1]), onnx.Answers(sequences, "output"), Tolerance * Spread("train.csv", 5));
    }

    [Theory]
    [InlineData("last", true)]
    [InlineData("season", false)]
    [InlineData("none", false)]
    public void A_forecast_goes_on_from_the_last_steps_however_many_there_are(string relative, bool relativeInputs)
    {
        _folder.Write(
            "series.csv",
            "step,u,v,w\n"
            + string.Concat(
                Enumerable.Range(0, 60)
                .Select(t => $"{t},{(3 * t) + (t % 4)},{Math.Sin(t).ToString("0.###", CultureInfo.InvariantCulture)},{t % 5}\n")));
        Train(_folder.Write("f.yaml", $$"""
            task: forecast
            data: {train: series.csv, step: step, inputs: [u, w, v], target: [u, v], window: 3, horizon: 5, season: 4, relative_to: {{relative}}, relative_inputs: {{(relativeInputs ? "true" : "false")}}, split: {test: 10} }
            model: {hidden: 5}
            training: {epochs: 3}
            """));
        using var onnx = Export();

        float[][] steps = [.. Lines("series.csv").Select(l => new[] { Number(l[1]), Number(l[3]), Number(l[2]) })];
        var predicted = Predicted("series.csv").Select(l => l[^2..]).ToList();
        Assert.Equal(("4", "5"), (onnx.Metadata["steps_before"], onnx.Metadata["horizon"]));
        Assert.Equal([-1, 5, 2], onnx.Outputs["output"].Dimensions);
        var answers = onnx.Answers([steps, steps[^8..]], "output");
        Assert.All(
            [0, 1], c =>
                AssertAlike(
                    predicted.Concat(predicted).Select(l => l[c]), [.. answers.Where((_, n) => n % 2 == c)],
                    Tolerance * Spread("series.csv", 1 + c)));
    }

    [Fact]
    public void A_tagger_of_words_answers_every_step_from_numbers_of_words()
    {
        _folder.Write(
            "words.csv",
            "seq,step,word,tag\n"
            + string.Concat(
                Enumerable.Range(0, 60).Select(n => $"s{n / 5},{n % 5},{"abcdefg"[n * n % 7]},{(n * n % 7 > 2 ? "high" : "low")}\n")));
        Train(_folder.Write("t.yaml", """
            task: tag
            data: {train: words.csv, sequence: seq, step: step, tokens: word, target: tag}
            model: {hidden: 5, embedding: 3}
            training: {epochs: 3}
            """));
        using var onnx = Export();

        var words = JsonSerializer.Deserialize<List<string>>(onnx.Metadata["symbols"])!;
        var sequences = Lines("words.csv").GroupBy(l => l[0]).Select(g => g.Select(l => (long)words.IndexOf(l[2])).ToArray()).ToArray();
        AssertAlike(
            Predicted("words.csv", "--proba").SelectMany(l => l[3..]), onnx.Answers(sequences, "probabilities", isPerStep: true),
            Tolerance);
    }

    [Fact]
    public void What_an_operation_is_not_for_is_a_usage_error()
    {
        Train(TinySet.Write(_folder));
        Assert.Contains(
            "leave it out", Rnn.Run("export", _folder.File("run"), "--format", "csharp", "--op", "scan") is { Exit: 2 } run ? run.Error
            : "", StringComparison.Ordinal);
        Assert.Contains(
            "--op gru or --op scan", Rnn.Run("export", _folder.File("run"), "--format", "onnx", "--op", "lstm") is { Exit: 2 } other
            ? other.Error : "", StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    void Train(string config, params string[] more)
    {
        var run = Rnn.Run(["train", config, "--out", _folder.File("run"), "--quiet", .. more]);
        Assert.True(run.Exit == 0, run.Error);
    }

    OnnxModel Export(params string[] more)
    {
        var run = Rnn.Run(["export", _folder.File("run"), "--format", "onnx", .. more]);
        Assert.True(run.Exit == 0, run.Error);
        return new OnnxModel(File.ReadAllBytes(_folder.File("run/model.onnx")));
    }

    List<string[]> Predicted(string csv, params string[] more) =>
        [.. Rnn.Run(["predict", _folder.File("run"), "--data", _folder.File(csv), .. more]).Output.TrimEnd('\n').Split('\n').Skip(1)
            .Select(l => l.Split(','))];

    List<string[]> Lines(string csv) => [.. File.ReadLines(_folder.File(csv)).Skip(1).Select(l => l.Split(','))];

    /// <summary>The columns of each sequence; an empty cell is no number.</summary>
    float[][][] Sequences(string csv, params int[] columns) =>
        [.. Lines(csv).GroupBy(l => l[0]).Select(g => g.Select(l => columns.Select(c => Number(l[c])).ToArray()).ToArray())];

    /// <summary>The standard deviation of a column.</summary>
    double Spread(string csv, int column) => Lines(csv).Select(l => (double)Number(l[column])).StandardDeviation();

    static float Number(string cell) => cell.Length == 0 ? float.NaN : float.Parse(cell, CultureInfo.InvariantCulture);

    static void AssertAlike(IEnumerable<string> predicted, List<double> answers, double tolerance)
    {
        var expected = predicted.Select(p => double.Parse(p, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(expected.Count, answers.Count);
        Assert.All(expected.Zip(answers), p => Assert.Equal(p.First, p.Second, tolerance));
    }
}
