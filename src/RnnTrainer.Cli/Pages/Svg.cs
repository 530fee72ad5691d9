using System.Globalization;
using System.Text.RegularExpressions;
using OxyPlot;
using RnnTrainer.Training;

namespace RnnTrainer.Cli.Pages;

/// <summary>A plot as SVG that stands in a page: black becomes the colour of the page's text, and there is no background, so that light and dark pages fit.</summary>
static partial class Svg
{
    public const int Width = 420;
    public const int Height = 240;

    public static string Of(PlotModel model, string title)
    {
        // Without the workaround viewers cut vertical titles. Clips are left out: nothing reaches beyond its axes.
        var svg = new SvgExporter { Width = Width, Height = Height, IsDocument = false, UseVerticalTextAlignmentWorkaround = true }.ExportToString(model);
        svg = Clips().Replace(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..], "");
        svg = Parts().Replace(svg, part => part.Value[0] == '<'
            ? Places().Replace(Black().Replace(part.Value, "currentColor"), m => Fractions().Replace(m.Value, Rounded))
            : part.Value.Replace("\"", "&quot;", StringComparison.Ordinal));
        return Start().Replace(svg, Open(title), 1);
    }

    /// <summary>The tag with which a picture begins.</summary>
    public static string Open(string title) => $"<svg role=\"img\" aria-label=\"{Html.Text(title)}\" viewBox=\"0 0 {Width} {Height}\" ";

    static string Rounded(Match number) => Math.Round(double.Parse(number.Value, CultureInfo.InvariantCulture), 1).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s*<defs>.*?</defs>| clip-path=""[^""]*""", RegexOptions.Singleline)]
    private static partial Regex Clips();

    // Tags, and the texts between them, which may be a user's and are left as they are; a quote in one must not look like that of an attribute.
    [GeneratedRegex(@"<[^>]*>|[^<]+")]
    private static partial Regex Parts();

    [GeneratedRegex(@"#000000\b|rgb\(0,0,0\)|\bblack\b")]
    private static partial Regex Black();

    [GeneratedRegex(@" (points|d|[xyr][12xy]?|c[xy]|width|height|transform)=""[^""]*""")]
    private static partial Regex Places();

    [GeneratedRegex(@"-?\d+\.\d\d+")]
    private static partial Regex Fractions();

    [GeneratedRegex(@"<svg (width=""[^""]*"" height=""[^""]*"" )?")]
    private static partial Regex Start();
}
