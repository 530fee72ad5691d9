using System.Globalization;

namespace RnnTrainer.Tests.Cli;

/// <summary>A series per row is trained, scored, predicted, reported and exported as a long file is.</summary>
public sealed class WideForecastTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("date_order: month-first", "1/24/20,1,1/25/20", "1/24/20,2,1/26/20")]
    [InlineData("missing: error", "2020-01-24,1,2020-01-25", "2020-01-24,2,2020-01-26")]
    public void Predicted_times_continue_the_columns(string key, string first, string second)
    {
        Write("country", n => $"1/{n + 1}/20");
        Train($"sequence: country, {key}");

        Assert.Equal(["country,origin,step,time", $"s0,{first}", $"s0,{second}"], Predicted(3));
    }

    [Fact]
    public void Predicted_numbers_continue_those_of_the_columns()
    {
        Write("id", n => $"V{n + 1}");
        Train("sequence: id");

        Assert.Equal(["id,origin,step,time", "s0,24,1,25", "s0,24,2,26"], Predicted(3));
    }

    [Fact]
    public void A_model_of_a_wide_file_is_scored_reported_and_exported()
    {
        Write("page", n => $"2021-01-{n + 1:00}");
        Train("sequence: page");

        Assert.Contains("mase", Rnn.Run("eval", _folder.File("run")).Output);
        Assert.Equal(0, Rnn.Run("report", _folder.File("run"), "--out", _folder.File("r.html")).Exit);
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "--format", "csharp", "--out", _folder.File("M.cs")).Exit);
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "--format", "onnx", "--out", _folder.File("m.onnx")).Exit);
    }

    public void Dispose() => _folder.Dispose();

    void Write(string id, Func<int, string> name) => _folder.Write(
        "x.csv",
        $"{id},{string.Join(',', Enumerable.Range(0, 24).Select(name))}\n" + string.Concat(Enumerable.Range(0, 4).Select(Row)));

    static string Row(int s) =>
        $"s{s},{string.Join(',', Enumerable.Range(0, 24).Select(n => (s + (n % 5 / 2.0)).ToString(CultureInfo.InvariantCulture)))}\n";

    void Train(string keys)
    {
        _folder.Write(
            "c.yaml",
            $"task: forecast\ndata: {{train: x.csv, layout: wide, {keys}, window: 4, horizon: 2, split: {{validation: 3, test: 3}}}}\n"
            + "model: {hidden: 2}\ntraining: {epochs: 1}\n");
        Assert.Equal("", Rnn.Run("train", _folder.File("c.yaml"), "--out", _folder.File("run"), "--quiet").Error);
    }

    /// <summary>The first rows, without the numbers that are predicted.</summary>
    string[] Predicted(int rows) =>
    [
        .. Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("x.csv")).Output.Split('\n')[..rows]
            .Select(row => row[..row.LastIndexOf(',')]),
    ];
}
