using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using RnnTrainer.Common;
using RnnTrainer.Tests.Hostile;

namespace RnnTrainer.Tests.Common;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain, c:\\new \"text\" 名 😀 \u200d", "plain, c:\\new \"text\" 名 😀 \u200d")]
    [InlineData("a\nb\r\tc", @"a\nb\r\tc")]
    [InlineData("\u001b[2J\u0000\u007f\u009b", @"\u001b[2J\u0000\u007f\u009b")]
    [InlineData("\u202e\u2066\u200f\ufeff\u2028\u2029\u0085", @"\u202e\u2066\u200f\ufeff\u2028\u2029\u0085")]
    [InlineData("\U000E0041", @"\udb40\udc41")]
    public void What_would_be_obeyed_is_shown(string text, string shown) => Assert.Equal(shown, Printable.Line(text));

    [Fact]
    public void Nothing_hides_in_a_line_and_what_can_be_seen_stays() => HostileTexts.Any.Sample(text =>
    {
        var line = Printable.Line(text);
        Assert.DoesNotContain(line, HostileTexts.Hides);
        Assert.Equal(line, Printable.Line(line));
        Assert.Equal(text.Any(c => HostileTexts.Hides(c) || char.IsSurrogate(c)) ? line : text, line);
        Assert.DoesNotContain(Printable.Lines(text), c => c != '\n' && HostileTexts.Hides(c));
    });

    [Fact]
    public void A_shortened_line_is_not_longer_and_does_not_end_within_a_character() => HostileTexts.Any.Sample(text =>
    {
        var line = Printable.Short(text, 7);
        Assert.InRange(line.Length, 0, 7);
        Assert.DoesNotContain(line, HostileTexts.Hides);
    });

    [Fact]
    public void Json_is_the_same_document() => HostileTexts.Whole.Sample(text =>
    {
        var document = new JsonObject { [text] = new JsonArray(text) };
        var printed = Printable.Json(document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        Assert.True(JsonNode.DeepEquals(document, JsonNode.Parse(printed)));
        Assert.DoesNotContain(printed, c => c != '\n' && HostileTexts.Hides(c));
    });
}
