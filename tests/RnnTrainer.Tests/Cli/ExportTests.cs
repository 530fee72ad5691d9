using System.Globalization;
using MathNet.Numerics.Statistics;
using RnnTrainer.Tests.Training;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn export</c>: what other programs load answers as <c>rnn predict</c> does.</summary>
public sealed class ExportTests : IDisposable
{
    /// <summary>Of probabilities, and of numbers relative to the spread of the target: <c>rnn predict</c> computes in float32.</summary>
    const double Tolerance = 1e-5;

    readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_classifier_as_csharp_answers_as_predict_does_from_the_numbers_of_the_file()
    {
        Train(TinySet.Write(_folder), "--set", "training.precision=float32");
        var run = Rnn.Run("export", _folder.File("run"), "--format", "csharp", "--out", _folder.File("up-down.cs"), "--json");

        Assert.True(run.Exit == 0, run.Error);
        var compiled = new CompiledModel(File.ReadAllText(_folder.File("up-down.cs")));
        Assert.Equal(["down", "up"], compiled.Outputs("UpDown"));
        var predicted = Predicted("test.csv", "--proba");
        var sequences = Sequences("test.csv", [2, 3]);
        Assert.Equal(predicted.Count, sequences.Count);
        Assert.All(predicted.Zip(sequences), p =>
        {
            Assert.Equal(p.First[1], compiled.Labels("UpDown", p.Second)[0]);
            Assert.Equal(Number(p.First[2]), compiled.Answers("UpDown", p.Second)[0][0], Tolerance);
        });
    }

    [Fact]
    public void Model_cs_of_two_runs_stand_in_one_project_and_a_namespace_can_be_chosen()
    {
        Train(TinySet.Write(_folder), "--set", "training.epochs=1");
        foreach (var name in new[] { "first-run", "2nd.run" })
        {
            Directory.CreateDirectory(_folder.File($"{name}/checkpoints"));
            File.Copy(_folder.File("run/run.json"), _folder.File($"{name}/run.json"));
            File.Copy(_folder.File("run/checkpoints/best.safetensors"), _folder.File($"{name}/checkpoints/best.safetensors"));
            Assert.Equal(0, Rnn.Run("export", _folder.File(name), "-f", "csharp").Exit);
        }

        var both = new CompiledModel(
            [File.ReadAllText(_folder.File("first-run/model.cs")), File.ReadAllText(_folder.File("2nd.run/model.cs"))]);
        Assert.Equal(both.Outputs("FirstRun"), both.Outputs("Model2ndRun"));
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "-f", "csharp", "--namespace", "Shop.Models").Exit);
        Assert.Contains("\nnamespace Shop.Models;\n", File.ReadAllText(_folder.File("run/model.cs")), StringComparison.Ordinal);
        Assert.Contains(
            "'Shop.class' is no namespace", Rnn.Run("export", _folder.File("run"), "-f", "csharp", "--namespace", "Shop.class").Error,
            StringComparison.Ordinal);
        Assert.Equal(2, Rnn.Run("export", _folder.File("run"), "-f", "onnx", "--namespace", "Shop").Exit);
    }

    [Fact]
    public void Missing_numbers_and_scaled_targets_are_inside()
    {
        _folder.Write(
            "train.csv",
            "seq,step,a,b,y\n"
            + string.Concat(
                Enumerable.Range(0, 40).Select(n => $"s{n / 4},{n % 4},{(n % 5 == 2 ? "" : (n % 7) + ".5")},{n % 3},{100 + (n / 4)}\n")));
        Train(_folder.Write("m.yaml", """
            task: regress
            data: {train: train.csv, sequence: seq, step: step, target: y, missing: indicator}
            model: {hidden: 5, readout: mean}
            training: {epochs: 3}
            """));
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "-f", "csharp").Exit);

        var compiled = new CompiledModel(File.ReadAllText(_folder.File("run/model.cs")));
        var sequences = Sequences("train.csv", [2, 3]).Select(s => s.Select(row => (double[])[.. row, 0]).ToArray());
        Assert.All(
            Predicted("train.csv").Zip(sequences), p =>
                Assert.Equal(Number(p.First[1]), compiled.Answers("ModelRun", p.Second)[0][0], Tolerance * Spread("train.csv", 4)));
    }

    [Theory]
    [InlineData("last", true)]
    [InlineData("season", false)]
    public void A_forecast_goes_on_from_the_last_steps(string relative, bool relativeInputs)
    {
        _folder.Write(
            "series.csv",
            "step,u,v\n"
            + string.Concat(
                Enumerable.Range(0, 60)
                .Select(t => $"{t},{(3 * t) + (t % 4)},{Math.Sin(t).ToString("0.###", CultureInfo.InvariantCulture)}\n")));
        Train(_folder.Write("f.yaml", $$"""
            task: forecast
            data: {train: series.csv, step: step, target: [u, v], window: 3, horizon: 5, season: 4, relative_to: {{relative}}, relative_inputs: {{(relativeInputs ? "true" : "false")}}, split: {test: 10} }
            model: {hidden: 5}
            training: {epochs: 3}
            """));
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "-f", "csharp").Exit);

        var compiled = new CompiledModel(File.ReadAllText(_folder.File("run/model.cs")));
        double[][] steps = [.. Lines("series.csv").Select(l => new[] { Number(l[1]), Number(l[2]) })];
        var answer = compiled.Answers("ModelRun", steps[^8..])[0];
        Assert.Equal(["u+1", "v+1"], compiled.Outputs("ModelRun")[..2]);
        Assert.All([0, 1], c => Assert.All(
            Predicted("series.csv").Select(l => l[^2..][c]).Zip(answer.Chunk(2)), p =>
                Assert.Equal(Number(p.First), p.Second[c], Tolerance * Spread("series.csv", 1 + c))));
    }

    [Fact]
    public void Safetensors_hold_the_weights_alone_and_start_another_training()
    {
        var config = TinySet.Write(_folder);
        Train(config);

        var run = Rnn.Run("export", _folder.File("run"), "--format", "safetensors");

        Assert.True(run.Exit == 0, run.Error);
        var (whole, weights) = (
            SafeTensorsReader.Read(_folder.File("run/checkpoints/best.safetensors")),
            SafeTensorsReader.Read(_folder.File("run/model.safetensors")));
        Assert.Empty(weights.Metadata);
        Assert.Equal(
            whole.Tensors.Where(t => Checkpoint.IsWeight(t.Name)).Select(t => (t.Name, string.Join(' ', t.ToDoubles()))),
            weights.Tensors.Select(t => (t.Name, string.Join(' ', t.ToDoubles()))));
        Assert.Equal(
            0, Rnn.Run(
                "train", config, "--set", $"model.init={_folder.File("run/model.safetensors")}", "--out", _folder.File("again"),
                "--quiet").Exit);
    }

    [Fact]
    public void An_unknown_format_is_a_usage_error_that_lists_the_known() =>
        Assert.Contains(
            "csharp", Rnn.Run("export", _folder.File("run"), "--format", "fortran") is { Exit: 2 } run ? run.Error
            : "", StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    void Train(string config, params string[] more)
    {
        var run = Rnn.Run(["train", config, "--out", _folder.File("run"), "--quiet", .. more]);
        Assert.True(run.Exit == 0, run.Error);
    }

    List<string[]> Predicted(string csv, params string[] more) =>
        [.. Rnn.Run(["predict", _folder.File("run"), "--data", _folder.File(csv), .. more]).Output.TrimEnd('\n').Split('\n').Skip(1)
            .Select(l => l.Split(','))];

    List<string[]> Lines(string csv) => [.. File.ReadLines(_folder.File(csv)).Skip(1).Select(l => l.Split(','))];

    /// <summary>The columns of each sequence; an empty cell is no number.</summary>
    List<double[][]> Sequences(string csv, int[] columns) =>
        [.. Lines(csv).GroupBy(l => l[0]).Select(g => g.Select(l => columns.Select(c => Number(l[c])).ToArray()).ToArray())];

    /// <summary>The standard deviation of a column.</summary>
    double Spread(string csv, int column) => Lines(csv).Select(l => Number(l[column])).StandardDeviation();

    static double Number(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);
}
