using System.Globalization;
using System.Text;

namespace RnnTrainer.Cli.Pages;

/// <summary>
/// Numbers by row and column as colours. All cells of a colour are one path, and neighbours in a row are one rectangle of it,
/// which keeps a picture of thousands of cells small.
/// </summary>
/// <param name="Title">The caption.</param>
/// <param name="X">What the columns are.</param>
/// <param name="Y">What the rows are.</param>
/// <param name="Columns">Their names.</param>
/// <param name="Rows">Their names, from top to bottom.</param>
/// <param name="Values">[row][column].</param>
/// <param name="Tone">The class of <c>report.css</c> that colours a value; null draws nothing.</param>
sealed record HeatMap(
    string Title, string X, string Y, IReadOnlyList<string> Columns, IReadOnlyList<string> Rows, IReadOnlyList<double[]> Values,
    Func<double, string?> Tone)
{
    const int Top = 6;
    const int Right = 8;
    const int Bottom = 36;
    const int TitleWidth = 26;
    const int TitleX = 12;
    const int LabelSpace = 6;
    const int LineHeight = 14;
    const int MostColumnLabels = 9;
    const int MostRowLabels = 12;
    const int MostLetters = 20;

    // An odd number, so that zero has a tone of its own.
    const int Tones = 11;

    /// <summary>A sentence under the caption.</summary>
    public string Note { get; init; } = "";

    /// <summary>What the tones mean.</summary>
    public IReadOnlyList<(string Tone, string Meaning)> Legend { get; init; } = [];

    /// <summary>Tones from −largest over 0 to largest.</summary>
    public static Func<double, string?> Diverging(double largest) => value => double.IsFinite(value)
        ? $"d{(int)Math.Clamp(Math.Round((value / largest + 1) * (Tones - 1) / 2), 0, Tones - 1)}"
        : null;

    /// <summary>The legend of <see cref="Diverging"/>; without its lower half where no value is negative.</summary>
    public static IReadOnlyList<(string Tone, string Meaning)> Ends(double largest, bool hasNegative) =>
        [.. hasNegative ? [("d0", Html.Number(-largest))] : Array.Empty<(string, string)>(), ("d5", "0"), ("d10", Html.Number(largest))];

    /// <summary>The picture as markup.</summary>
    public string Picture()
    {
        var left = TitleWidth + Math.Ceiling(Svg.TextWidth(Math.Min(MostLetters, Rows.Max(r => r.Length))));
        var (width, height) = (Svg.Width - left - Right, Svg.Height - Bottom - Top);
        var (dx, dy) = (width / Columns.Count, (double)height / Rows.Count);
        var svg = new StringBuilder(Svg.Open(Title));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<g shape-rendering=\"crispEdges\" transform=\"translate({left} {Top}) scale({dx:0.####} {dy:0.####})\">\n");
        foreach (var (tone, path) in Paths())
        {
            Svg.Path(svg, tone, path.ToString());
        }

        svg.Append("</g>\n");
        foreach (var c in Labelled(Columns.Count, MostColumnLabels))
        {
            Svg.Text(svg, left + ((c + 0.5) * dx), Svg.Height - Bottom + LineHeight, "middle", Columns[c]);
        }

        foreach (var r in Labelled(Rows.Count, Math.Min(MostRowLabels, height / LineHeight)))
        {
            Svg.Text(svg, left - LabelSpace, Top + ((r + 0.5) * dy) + 4, "end", Rows[r], MostLetters);
        }

        Svg.Text(svg, left + (width / 2), Svg.Height - 5, "middle", X);
        Svg.TurnedText(svg, TitleX, Top + (height / 2), -90, "middle", Y);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The values as a table.</summary>
    public string Table(DetailLevel detail)
    {
        var rows = Downsampled.Of([.. Rows.Zip(Values)], detail.Rows).Select(r => (string[])[r.First, .. r.Second.Select(Value)]);
        return Html.Table([[$"{Y} by {X}", .. Columns], .. rows]);
    }

    static string Value(double value) => double.IsFinite(value) ? value.ToString("0.##", CultureInfo.InvariantCulture) : "–";

    /// <summary>For each tone the rectangles that have it, in units of a cell.</summary>
    Dictionary<string, StringBuilder> Paths()
    {
        var paths = new Dictionary<string, StringBuilder>();
        for (var r = 0; r < Values.Count; r++)
        {
            for (var (c, end) = (0, 0); c < Columns.Count; c = end)
            {
                var tone = Tone(Values[r][c]);
                for (end = c + 1; end < Columns.Count && Tone(Values[r][end]) == tone; end++)
                {
                }

                if (tone is not null)
                {
                    var path = paths.TryGetValue(tone, out var known) ? known : paths[tone] = new StringBuilder();
                    path.Append(CultureInfo.InvariantCulture, $"M{c} {r}h{end - c}v1h-{end - c}z");
                }
            }
        }

        return paths;
    }

    static IEnumerable<int> Labelled(int count, int most)
    {
        var every = Downsampled.Every(count, most);
        return Enumerable.Range(0, count).Where(n => n % every == 0);
    }
}
