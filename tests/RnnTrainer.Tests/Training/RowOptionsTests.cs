using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Training;

/// <summary>How rows form sequences in training holds for a new file, and not for rows that a program gives.</summary>
public sealed class RowOptionsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_new_file_with_the_newest_row_first_is_reversed_and_given_rows_are_not()
    {
        double[] prices = [.. Enumerable.Range(0, 40).Select(t => (t % 5) + (0.5 * t))];
        _folder.Write("x.csv", "price\n" + string.Concat(prices.Reverse().Select(p => FormattableString.Invariant($"{p}\n"))));
        using var model = Trained("forecast", "layout: series, order: falling, target: price, window: 4");

        var predicted = model.Predict(_folder.File("x.csv"))[0].Numbers;

        Assert.Equal(predicted, model.Predict([prices.Select(p => new[] { p }).ToArray()])[0].Numbers);
        Assert.Equal(predicted, model.Predict([prices.Select(p => Row(("price", p))).ToArray()])[0].Numbers);
    }

    [Fact]
    public void A_countdown_is_sorted_in_given_rows_too()
    {
        _folder.Write(
            "x.csv", "seq,left,x,y\n" + string.Concat(
                Enumerable.Range(0, 60).Select(n => $"s{n / 6},{n % 6},{n * 7 % 11}.5,{n / 6}\n")));
        using var model = Trained("regress", "sequence: seq, step: left, order: falling, inputs: x, target: y");

        var predicted = model.Predict(_folder.File("x.csv"));
        var rows = Enumerable.Range(0, 6).Select(n => Row(("left", n), ("x", (n * 7 % 11) + 0.5))).ToArray();

        Assert.Equal(predicted[0].Numbers, model.Predict([rows])[0].Numbers);
        Assert.Equal(
            predicted[0].Numbers, model.Predict([rows.Reverse().Select(r => new[] { (double)r["x"]! }).ToArray()])[0].Numbers);
    }

    [Theory]
    [InlineData("word,tag\na,X\nb,Y\n\nc,X\n", "layout: long, blank_lines: split, ")]
    [InlineData("s,word,tag\n1,a,X\n,b,Y\n2,c,X\n", "sequence: s, fill_sequence: true, ")]
    [InlineData("a X\nb Y\n\nc X\n", "layout: conll, ")]
    public void A_new_file_has_the_sentences_that_given_rows_have(string text, string data)
    {
        _folder.Write("x.csv", text);
        using var model = Trained("tag", data + "tokens: word, target: tag");

        var predicted = model.Predict(_folder.File("x.csv"));

        Assert.Equal([0, 1, 0], predicted.Select(p => p.Step!.Value));
        Assert.Equal(
            predicted.SelectMany(p => p.Probabilities),
            model.Predict([[Row(("word", "a")), Row(("word", "b"))], [Row(("word", "c"))]]).SelectMany(p => p.Probabilities));
    }

    [Fact]
    public void A_file_of_words_without_tags_is_tagged()
    {
        _folder.Write("x.csv", "a X\nb Y\n\nc X\n");
        using var model = Trained("tag", "layout: conll, tokens: word, target: tag");

        Assert.Equal(["0", "0", "1"], model.Predict(_folder.Write("new.txt", "b\na\n\nc\n")).Select(p => p.Sequence));
    }

    [Fact]
    public void A_prediction_has_the_cells_of_all_keys()
    {
        _folder.Write(
            "x.csv", "store,item,x,label\n" + string.Concat(
                Enumerable.Range(0, 24).Select(n => $"s/{n / 12},{n / 3 % 4},{n % 5},{"uv"[n / 3 % 2]}\n")));
        using var model = Trained("classify", "sequence: [store, item], inputs: x, target: label");

        var predicted = model.Predict(_folder.File("x.csv"));

        Assert.Equal((@"s\/0/1", "s/0", "1"), (predicted[1].Sequence, predicted[1].Key[0], predicted[1].Key[1]));
        Assert.Equal(["0"], model.Predict([new[] { new[] { 1.0 } }])[0].Key);
    }

    public void Dispose() => _folder.Dispose();

    static IReadOnlyDictionary<string, object?> Row(params (string Name, object? Value)[] cells) =>
        cells.ToDictionary(c => c.Name, c => c.Value);

    TrainedModel Trained(string task, string data)
    {
        var config = _folder.Write(
            "c.yaml", $"task: {task}\ndata: {{train: x.csv, {data}}}\nmodel: {{hidden: 3}}\ntraining: {{epochs: 1}}\n");
        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--force", "--quiet");
        Assert.True(train.Exit == 0, train.Error);
        return TrainedModel.Load(_folder.File("run"));
    }
}
