using System.Globalization;
using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Cli.Pages;

/// <summary>The elements of a picture. Colours, line widths and fonts are in <c>report.css</c>, so that light and dark pages fit.</summary>
static class Svg
{
    public const int Width = 420;
    public const int Height = 240;

    // The average width of a letter at the font size of 12 pixels.
    const double LetterWidth = 6.6;

    /// <summary>The start tag of a picture.</summary>
    /// <param name="title">What a screen reader reads out.</param>
    public static string Open(string title) => $"<svg role=\"img\" aria-label=\"{Html.Text(title)}\" viewBox=\"0 0 {Width} {Height}\">\n";

    /// <summary>A length in pixels, to a tenth.</summary>
    public static string Pixels(double length) => Math.Round(length, 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>The width of a text in pixels, roughly.</summary>
    public static double TextWidth(int letters) => LetterWidth * letters;

    /// <summary>A text whose baseline is at y.</summary>
    /// <param name="text">The canvas.</param>
    /// <param name="x">In pixels.</param>
    /// <param name="y">In pixels.</param>
    /// <param name="anchor">start, middle or end: what is at x.</param>
    /// <param name="label">Plain text.</param>
    /// <param name="most">Letters after which it is cut; the whole text is shown under the pointer.</param>
    public static void Text(StringBuilder text, double x, double y, string anchor, string label, int most = int.MaxValue) =>
        text.Append($"<text x=\"{Pixels(x)}\" y=\"{Pixels(y)}\" text-anchor=\"{anchor}\">{Cut(label, most)}</text>\n");

    /// <summary>A text around (x, y), turned by an angle in degrees.</summary>
    public static void TurnedText(
        StringBuilder text, double x, double y, int angle, string anchor, string label, int most = int.MaxValue) =>
        text.Append(
            $"<text transform=\"translate({Pixels(x)} {Pixels(y)}) rotate({angle})\" text-anchor=\"{anchor}\">{Cut(label, most)}</text>\n");

    /// <summary>A path with a class of <c>report.css</c>.</summary>
    public static void Path(StringBuilder text, string css, string d)
    {
        if (d.Length > 0)
        {
            text.Append($"<path class=\"{css}\" d=\"{d}\"/>\n");
        }
    }

    static string Cut(string label, int most)
    {
        var shown = Printable.Short(label, most);
        return shown == Printable.Line(label) ? Html.Text(shown) : $"{Html.Text(shown)}<title>{Html.Text(label)}</title>";
    }
}
