using System.Globalization;
using System.Text.Json;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Export.Onnx;

namespace RnnTrainer.Tests.Training;

/// <summary>Numbers next to the symbols of a step: the vectors of the symbols and the scaled numbers are one input.</summary>
public sealed class SymbolsAndNumbersTests : IDisposable
{
    const string Training = "training: {epochs: 40, batch: 8, optimizer: adamw, learning_rate: 0.03, precision: float64, threads: 1}\n";

    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("classify", "tokens: word, inputs: [x, y]", "", "label")]
    [InlineData("tag", "tokens: [word, pos], inputs: [x], missing: indicator", ", bidirectional: true, layers: 2, residual: true", "tag")]
    [InlineData("tag", "tokens: word, inputs: [y], categories: [pos], missing: forward-fill", ", input_dropout: 0.1", "tag")]
    [InlineData("regress", "tokens: pos, inputs: [x, y], normalize: minmax, missing: mean", ", readout: mean", "sum")]
    public void Both_are_learned_from_checked_predicted_and_exported(string task, string data, string model, string target)
    {
        WriteRows();
        var config = _folder.Write(
            "c.yaml",
            $"task: {task}\ndata: {{train: rows.csv, {data}, target: {target}, split: {{test: 0.2}} }}\nmodel: {{hidden: 8, embedding: 3{model}}}\n{Training}");
        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--json");
        Assert.True(train.Exit == 0, train.Error);
        if (task != "regress")
        {
            var accuracy = (double)train.Json["metrics"]!["train"]!["accuracy"]!;
            Assert.True(accuracy > 0.9, $"{accuracy}");
        }

        Assert.Matches(@"data: \d+ symbols, \d at each step, \d inputs? \(", train.Error);
        var check = Rnn.Run("gradcheck", config, "--json");
        Assert.True(check.Exit == 0, check.Output);
        Assert.Contains(check.Json["parameters"]!.AsArray(), p => (string)p!["name"]! == "x");
        Assert.Equal(0, Rnn.Run("report", _folder.File("run")).Exit);
        Assert.Contains(" symbols, ", Rnn.Run("inspect", _folder.File("run")).Output, StringComparison.Ordinal);
        Assert.Equal(
            train.Json["metrics"]!["test"]!["loss"]!.ToJsonString(),
            Rnn.Run("eval", _folder.File("run"), "--json").Json["metrics"]!["loss"]!.ToJsonString());

        using var trained = TrainedModel.Load(_folder.File("run"));
        var schema = trained.Model.Schema;
        var embedding = Assert.Single(trained.Model.Parameters, p => p.Name == "embedding.E");
        Assert.Equal([schema.Symbols, 3], embedding.Shape);
        Assert.Equal([8, 3 + schema.Inputs.Count], Assert.Single(trained.Model.Parameters, p => p.Name == "layer0.WxR").Shape);

        var outputs = task == "regress" ? 1 : 2;
        var predict = Rnn.Run(["predict", _folder.File("run"), "--data", _folder.File("rows.csv"), .. task == "regress" ? [] : new[] { "--proba" }]);
        double[] printed = [
            .. predict.Output.TrimEnd('\n').Split('\n').Skip(1).SelectMany(l => l.Split(',')[^outputs..])
            .Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
        AssertSameByName(trained, printed);
        AssertExported(trained, printed, task == "tag");
    }

    [Fact]
    public void A_forecast_reads_symbols_and_its_own_past()
    {
        var names = new[] { "mon", "tue", "wed" };
        _folder.Write(
            "series.csv",
            "step,day,v\n" + string.Concat(Enumerable.Range(0, 60).Select(t => $"{t},{names[t % 3]},{(t % 3 * 2) + (t / 10)}\n")));
        var config = _folder.Write(
            "f.yaml",
            $"task: forecast\ndata: {{train: series.csv, step: step, tokens: day, inputs: [v], target: v, window: 4, horizon: 2, relative_to: last, relative_inputs: true, split: {{test: 10}} }}\nmodel: {{hidden: 6, embedding: 3}}\n{Training}");
        var train = Rnn.Run("train", config, "--out", _folder.File("run"));
        Assert.True(train.Exit == 0, train.Error);
        Assert.Equal(0, Rnn.Run("gradcheck", config).Exit);

        var printed = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("series.csv")).Output.TrimEnd('\n').Split('\n').Skip(1)
            .Select(l => double.Parse(l.Split(',')[^1], CultureInfo.InvariantCulture)).ToList();
        using var trained = TrainedModel.Load(_folder.File("run"));
        string[][] rows = [.. File.ReadLines(_folder.File("series.csv")).Skip(1).Select(l => l.Split(','))];
        var compiled = new CompiledModel(CSharpFile.Of(trained.Model, "days"));
        AssertAlike(printed, compiled.Answers("Days", rows.Select(r => (r[1], new[] { Number(r[2]) })).ToArray())[0], 1e-9);
        using var onnx = new OnnxModel(OnnxFile.Of(trained.Model));
        var symbols = JsonSerializer.Deserialize<List<string>>(onnx.Metadata["symbols"])!;
        AssertAlike(
            printed,
            onnx.Answers(
                [[.. rows.Select(r => new long[] { symbols.IndexOf(r[1]) })]], [[.. rows.Select(r => new[] { (float)Number(r[2]) })]], "output"),
            1e-4);
    }

    [Fact]
    public void Weights_for_PyTorch_come_with_both_lists_and_the_scaling()
    {
        WriteRows();
        var config = _folder.Write(
            "c.yaml", $"task: classify\ndata: {{train: rows.csv, tokens: word, inputs: [x, y], target: label}}\nmodel: {{cell: lstm, hidden: 4, embedding: 3}}\n{Training}");
        Assert.Equal(0, Rnn.Run("train", config, "--set", "training.epochs=1", "--out", _folder.File("run"), "--quiet").Exit);

        using var trained = TrainedModel.Load(_folder.File("run"));
        var torch = TorchWeights.Of(trained.Model);
        Assert.Equal([16, 5], Assert.Single(torch.Tensors, t => t.Name == "weight_ih_l0").Shape);
        Assert.Equal("[\"x\",\"y\"]", torch.Metadata["inputs"]);
        Assert.Equal(["inputs", "scale", "shift", "symbols"], torch.Metadata.Keys.Intersect(["inputs", "symbols", "shift", "scale"]).Order());
    }

    [Fact]
    public void Without_inputs_columns_of_numbers_are_not_read()
    {
        WriteRows();
        var config = _folder.Write(
            "c.yaml", $"task: classify\ndata: {{train: rows.csv, tokens: word, target: label}}\nmodel: {{hidden: 4, embedding: 3}}\n{Training}");
        Assert.Equal(0, Rnn.Run("train", config, "--set", "training.epochs=1", "--out", _folder.File("run"), "--quiet").Exit);

        using var trained = TrainedModel.Load(_folder.File("run"));
        Assert.Empty(trained.Model.Schema.Inputs);
        Assert.Equal([4, 3], Assert.Single(trained.Model.Parameters, p => p.Name == "layer0.WxR").Shape);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Labels that neither symbols nor numbers tell alone.</summary>
    void WriteRows() => _folder.Write(
        "rows.csv",
        "seq,step,word,pos,x,y,tag,label,sum\n" + string.Concat(Enumerable.Range(0, 240).Select(n =>
        {
            var (s, t) = (n / 4, n % 4);
            var (word, y) = (n * 7 % 3, 20 + (n * 5 % 4));
            var (key, end) = (s * 5 % 3, (s % 2) + 7);
            var x = t == 3 ? end : n * 11 % 9;
            var tag = (word == 0) == (y % 4 < 2) ? "up" : "down";
            var label = (key == 0) == (end == 7) ? "even" : "odd";
            return $"s{s},{t},{(t == 0 ? $"k{key}" : $"w{word}")},P{n % 2},{x},{y},{tag},{label},{end + key}\n";
        })));

    string[][][] Sequences(params string[] columns)
    {
        string[] header = File.ReadLines(_folder.File("rows.csv")).First().Split(',');
        return [
            .. File.ReadLines(_folder.File("rows.csv")).Skip(1).Select(l => l.Split(',')).GroupBy(l => l[0])
            .Select(g => g.Select(l => columns.Select(c => l[Array.IndexOf(header, c)]).ToArray()).ToArray())];
    }

    void AssertSameByName(TrainedModel model, double[] printed)
    {
        string[] columns = ["word", "pos", "x", "y"];
        var rows = Sequences(columns).Select(IReadOnlyList<IReadOnlyDictionary<string, object?>> (s) =>
            [.. s.Select(row => columns.Zip(row).ToDictionary(p => p.First, object? (p) => p.Second))]);
        Assert.Equal(printed, model.Predict([.. rows]).SelectMany(p => p.Probabilities.Count > 0 ? p.Probabilities : p.Numbers));
    }

    void AssertExported(TrainedModel model, double[] printed, bool isPerStep)
    {
        var encoding = model.Model.Schema.Encoding!;
        var (symbols, numbers) = (Sequences([.. encoding.TokenColumns]), Rows(model));
        var compiled = new CompiledModel(CSharpFile.Of(model.Model, "both"));
        AssertAlike(printed, symbols.Zip(numbers).SelectMany(s => symbols[0][0].Length == 1
            ? compiled.Answers("Both", s.First.Zip(s.Second, (w, x) => (w[0], x)).ToArray())
            : compiled.Answers("Both", s.First.Zip(s.Second, (w, x) => (w, x)).ToArray())).SelectMany(a => a), 1e-9);

        using var onnx = new OnnxModel(OnnxFile.Of(model.Model));
        var names = encoding.WordVocabularies().Select(v => v.Names.ToList()).ToList();
        long[][][] places = [.. symbols.Select(s => s.Select(row => row.Select((w, c) => (long)names[c].IndexOf(w)).ToArray()).ToArray())];
        float[][][] given = [
            .. numbers.Select(s => s.Select(row => row.Where((_, k) => !IsIndicator(k)).Select(v => (float)v).ToArray()).ToArray())];
        var output = onnx.Outputs.Keys.First(k => k is "probabilities" or "output");
        AssertAlike(printed, onnx.Answers(places, given, output, isPerStep), 1e-4);

        bool IsIndicator(int k) => k >= encoding.Numbers.Count && k < encoding.Numbers.Count + encoding.Indicators.Count;
    }

    /// <summary>The numbers of each step as an exported file takes them: categories are 0 or 1, indicators are computed.</summary>
    double[][][] Rows(TrainedModel model)
    {
        var encoding = model.Model.Schema.Encoding!;
        var numbers = Sequences([.. encoding.Numbers]);
        var categories = Sequences([.. encoding.Categories.Select(c => c.Name)]);
        return [.. numbers.Zip(categories, (s, c) => s.Zip(c, (row, names) => (double[])
        [
            .. row.Select(Number), .. encoding.Indicators.Select(_ => 0.0),
            .. encoding.Categories.SelectMany((column, n) => column.Values.Select(v => v == names[n] ? 1.0 : 0)),
        ]).ToArray())];
    }

    static double Number(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);

    static void AssertAlike(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance)
    {
        var (a, b) = (expected.ToList(), actual.ToList());
        Assert.Equal(a.Count, b.Count);
        Assert.All(a.Zip(b), p => Assert.Equal(p.First, p.Second, tolerance * Math.Max(1, Math.Abs(p.First))));
    }
}
