using System.Globalization;
using System.Text.Json;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Export.Onnx;

namespace RnnTrainer.Tests.Training;

/// <summary>Several columns of symbols at each step: a vocabulary each, and the sum of their vectors.</summary>
public sealed class TokenColumnsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("tag", "", "[word, pos]")]
    [InlineData("tag", "min_count: 2, ", "[pos, word, size]")]
    [InlineData("classify", "unknown: false, ", "[word, pos]")]
    public void A_label_that_needs_all_columns_is_learned_predicted_and_exported(string task, string keys, string tokens)
    {
        var isTag = task == "tag";
        WriteRows("rows.csv", 240, isTag);
        var config = _folder.Write("c.yaml", $$"""
            task: {{task}}
            data: {train: rows.csv, tokens: {{tokens}}, {{keys}}target: label, split: {test: 0.2} }
            model: {hidden: 8, embedding: 5}
            training: {epochs: 60, batch: 8, optimizer: adamw, learning_rate: 0.03, precision: float64, threads: 1}
            """);
        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--json");
        Assert.True(train.Exit == 0, train.Error);
        var accuracy = (double)train.Json["metrics"]!["train"]!["accuracy"]!;
        Assert.True(accuracy > 0.95, $"{accuracy}");
        Assert.Contains($" symbols, {tokens.Split(',').Length} at each step", train.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("gradcheck", config).Exit);
        Assert.Equal(0, Rnn.Run("report", _folder.File("run")).Exit);

        var predict = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("rows.csv"), "--proba");
        double[] printed = [
            .. predict.Output.TrimEnd('\n').Split('\n').Skip(1).SelectMany(l => l.Split(',')[^2..])
            .Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
        string[] columns = [.. tokens.Trim('[', ']').Split(", ")];
        string[] header = File.ReadLines(_folder.File("rows.csv")).First().Split(',');
        string[][][] sequences = [
            .. File.ReadLines(_folder.File("rows.csv")).Skip(1).Select(l => l.Split(',')).GroupBy(l => l[0])
            .Select(g => g.Select(l => columns.Select(c => l[Array.IndexOf(header, c)]).ToArray()).ToArray())];
        using var model = TrainedModel.Load(_folder.File("run"));

        var compiled = new CompiledModel(CSharpFile.Of(model.Model, "columns"));
        AssertAlike(printed, sequences.SelectMany(s => compiled.Answers("ModelColumns", s)).SelectMany(a => a), 1e-9);
        using var onnx = new OnnxModel(OnnxFile.Of(model.Model));
        Assert.Equal(columns, JsonSerializer.Deserialize<string[]>(onnx.Metadata["tokens"])!);
        var names = JsonSerializer.Deserialize<List<string>[]>(onnx.Metadata["symbols"])!;
        long[][][] numbers = [
            .. sequences.Select(s => s.Select(row => row.Select((w, c) => Math.Max(0L, names[c].IndexOf(w))).ToArray()).ToArray())];
        AssertAlike(printed, onnx.Answers(numbers, "probabilities", isTag), 1e-4);
    }

    [Fact]
    public void Unseen_values_are_counted_by_column_and_an_export_refuses_what_it_does_not_know()
    {
        WriteRows("rows.csv", 60, isTag: true);
        var config = _folder.Write(
            "c.yaml", "task: tag\ndata: {train: rows.csv, tokens: [word, pos], unknown: false, target: label}\nmodel: {hidden: 4, embedding: 3}\ntraining: {epochs: 1}\n");
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("strict"), "--quiet").Exit);
        Assert.Equal(0, Rnn.Run("train", config, "--set", "data.unknown=true", "--out", _folder.File("run"), "--quiet").Exit);
        _folder.Write("new.csv", "seq,step,word,pos\na,0,w0,P9\na,1,w77,P1\na,2,w78,P1\n");

        var predict = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("new.csv"));
        Assert.Contains("in column 'pos' holds values that training never saw, such as 'P9'", predict.Error, StringComparison.Ordinal);
        Assert.Contains("such as 'w77', 'w78'", predict.Error, StringComparison.Ordinal);
        Assert.Equal(3, Rnn.Run("predict", _folder.File("strict"), "--data", _folder.File("new.csv")).Exit);

        using var model = TrainedModel.Load(_folder.File("strict"));
        var compiled = new CompiledModel(CSharpFile.Of(model.Model, "strict"));
        var refused = Assert.Throws<System.Reflection.TargetInvocationException>(() => compiled.Answers("Strict", (string[][])[["w0", "P9"]]));
        Assert.Contains("'P9' never occurs", refused.InnerException!.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The label is "up" where the word's number and its part of speech are both even or both odd.</summary>
    void WriteRows(string file, int rows, bool isTag) => _folder.Write(
        file,
        "seq,step,word,pos,size,label\n" + string.Concat(Enumerable.Range(0, rows).Select(n =>
        {
            var (s, t) = (n / 4, n % 4);
            var (word, pos) = isTag ? (n * 7 % 5, n * 3 % 4) : (s * 7, s / 2);
            return $"s{s},{t},w{word % 6},P{pos % 4},z{n % 2},{(((word % 6) + (pos % 4)) % 2 == 0 ? "up" : "down")}\n";
        })));

    static void AssertAlike(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance)
    {
        var (a, b) = (expected.ToList(), actual.ToList());
        Assert.Equal(a.Count, b.Count);
        Assert.All(a.Zip(b), p => Assert.Equal(p.First, p.Second, tolerance));
    }
}
