using RnnTrainer.Common;

namespace RnnTrainer.Tests.Common;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "step", "0 steps")]
    [InlineData(1, "step", "1 step")]
    [InlineData(2000, "step", "2,000 steps")]
    [InlineData(3, "class", "3 classes")]
    public void A_noun_goes_with_its_number(long count, string noun, string text) => Assert.Equal(text, Words.Counted(count, noun));

    [Fact]
    public void A_long_list_is_cut_and_counted()
    {
        Assert.Equal("a, b, c", Words.FirstFew(["a", "b", "c"], most: 3));
        Assert.Equal("a, b, … (3 in all)", Words.FirstFew(["a", "b", "c"], most: 2));
        Assert.Equal("a, … (3 in all)", Words.FirstFew(["a", "b", "c"], most: 2, shown: 1));
    }

    [Theory]
    [InlineData("plain", "plain", "plain")]
    [InlineData("a,b", "\"a,b\"", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"", "\"say \"\"x\"\"\"")]
    [InlineData("", "", "\"\"")]
    [InlineData(" padded", " padded", "\" padded\"")]
    [InlineData("#1", "#1", "\"#1\"")]
    [InlineData("a;b", "a;b", "\"a;b\"")]
    public void A_cell_is_quoted_where_a_reader_needs_it(string text, string byTheRfc, string forReading)
    {
        Assert.Equal(byTheRfc, CsvText.Quoted(text));
        Assert.Equal(forReading, CsvText.QuotedForReading(text));
    }
}
