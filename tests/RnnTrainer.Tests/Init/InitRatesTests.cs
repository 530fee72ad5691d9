using RnnTrainer.Tests.Docs;

namespace RnnTrainer.Tests.Init;

/// <summary>Files that are made from known contents: <c>rnn init</c> finds them, or says what is ambiguous.</summary>
public sealed class InitRatesTests
{
    const int Files = 200;

    static readonly Lazy<InitRates> Rates = new(() => InitRates.Of(seed: 1, Files));

    [Fact]
    public void No_file_is_misread_in_silence() =>
        Assert.Equal("", string.Join('\n', Rates.Value.Verdicts.Where(v => v.Understood == Understood.Wrong)));

    [Fact]
    public void Nothing_is_left_out_or_sorted_without_a_line() =>
        Assert.Equal("", string.Join('\n', Rates.Value.Verdicts.Where(v => v.Silent.Count > 0)));

    [Fact]
    public void The_page_shows_the_rates()
    {
        var page = File.ReadAllText(RepositoryFolder.File("docs", "init.md"));
        var (first, printed) = Parted(Rates.Value.Table());
        var start = page.IndexOf(first, StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/init.md has no line {first}");
        var (_, shown) = Parted(page[start..page.IndexOf("\n\n", start, StringComparison.Ordinal)]);

        Documents.Shows("init.md", first, shown, printed, text => text);
    }

    /// <summary>The first line, and the others.</summary>
    static (string First, string Others) Parted(string table) =>
        table.TrimEnd().IndexOf('\n', StringComparison.Ordinal) is var end ? (table[..end], table.TrimEnd()[(end + 1)..]) : default;
}
