using System.Text;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>A file in another encoding than UTF-8 is read in it, and the config says so.</summary>
public sealed class EncodingTests
{
    static readonly string Text = "date,größe\n" + string.Concat(
        Enumerable.Range(0, 60).Select(n => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd},{InitRun.Number(n)}\n"));

    [Theory]
    [InlineData("iso-8859-1", "latin-1")]
    [InlineData("windows-1252", "windows-1252")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16BE", "utf-16be")]
    public void The_config_names_the_encoding_that_the_bytes_look_like(string encoding, string written)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var text = written == "windows-1252" ? Text.Replace("größe", "größe €", StringComparison.Ordinal) : Text;
        using var run = InitRun.OfBytes("a.csv", bytes.GetBytes(text));

        Assert.Equal(("forecast", written), (run.Task, run.Columns.Encoding));
        Assert.Contains($"note: a.csv: read as {written}, which its bytes look like; --encoding names another", run.Error, StringComparison.Ordinal);
        Assert.Contains("größe", run.Target, StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_byte_order_mark_says_enough(string encoding)
    {
        var bytes = Encoding.GetEncoding(encoding);
        using var run = InitRun.OfBytes("a.csv", [.. bytes.GetPreamble(), .. bytes.GetBytes(Text)]);

        Assert.Equal(("größe", "utf-8"), (run.Target, run.Columns.Encoding));
    }

    [Fact]
    public void An_encoding_that_was_asked_for_is_not_guessed()
    {
        using var run = InitRun.OfBytes("a.csv", Encoding.Latin1.GetBytes(Text), "--encoding", "utf-8");

        Assert.Equal(3, run.Init.Exit);
        Assert.Contains("Set --encoding latin-1.", run.Error, StringComparison.Ordinal);
    }
}
