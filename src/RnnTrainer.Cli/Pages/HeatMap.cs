using System.Globalization;
using System.Text;
using RnnTrainer.Autodiff.Sequences;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Pages;

/// <summary>Numbers by row and column as colours. Cells of one colour are one path, and cells beside one another one stroke of it: that keeps a picture of thousands of cells small.</summary>
/// <param name="X">What the columns are.</param>
/// <param name="Y">What the rows are.</param>
/// <param name="Values">[row][column].</param>
/// <param name="Tone">The class of a cell's colour; null: none is drawn.</param>
sealed record HeatMap(string Title, string X, string Y, IReadOnlyList<string> Columns, IReadOnlyList<string> Rows, IReadOnlyList<double[]> Values, Func<double, string?> Tone)
{
    const int Bottom = 36;
    const int MostLabels = 9;
    const int LineHeight = 14;

    // Of a letter of 12 pixels, on average; of the axis title with its space.
    const double LetterWidth = 6.8;
    const int TitleWidth = 26;
    const int MostLetters = 20;

    // An odd number, so that zero has a tone of its own.
    const int Tones = 11;

    public string Note { get; init; } = "";

    /// <summary>What the tones mean.</summary>
    public IReadOnlyList<(string Tone, string Meaning)> Legend { get; init; } = [];

    /// <summary>From −largest over 0 to largest.</summary>
    public static Func<double, string?> Diverging(double largest) =>
        value => double.IsFinite(value) ? $"d{(int)Math.Clamp(Math.Round((value / largest + 1) * (Tones - 1) / 2), 0, Tones - 1)}" : null;

    /// <summary>The legend of <see cref="Diverging"/>; without its lower half where no value is below zero.</summary>
    public static IReadOnlyList<(string Tone, string Meaning)> Ends(double largest, bool hasNegative) =>
        [.. hasNegative ? [("d0", Html.Number(-largest))] : Array.Empty<(string, string)>(), ("d5", "0"), ("d10", Html.Number(largest))];

    public string Picture()
    {
        var left = TitleWidth + (int)(LetterWidth * Math.Min(MostLetters, Rows.Max(r => r.Length)));
        var (width, height) = (Svg.Width - left - 8, Svg.Height - Bottom - 6);
        var (dx, dy) = ((double)width / Columns.Count, (double)height / Rows.Count);
        var text = new StringBuilder(Svg.Open(Title)).Append("font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<g shape-rendering=\"crispEdges\" transform=\"translate({left} 6) scale({dx:0.####} {dy:0.####})\">\n");
        foreach (var (tone, path) in Paths())
        {
            text.Append(CultureInfo.InvariantCulture, $"<path class=\"{tone}\" d=\"{path}\"/>\n");
        }

        text.Append("</g>\n");
        foreach (var c in Labelled(Columns.Count, MostLabels))
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{left + ((c + 0.5) * dx):0.#}\" y=\"{Svg.Height - Bottom + 14}\" text-anchor=\"middle\">{Html.Text(Columns[c])}</text>\n");
        }

        foreach (var r in Labelled(Rows.Count, Math.Min(MostLabels + 3, height / LineHeight)))
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{left - 6}\" y=\"{6 + ((r + 0.5) * dy) + 4:0.#}\" text-anchor=\"end\">{Label(Rows[r])}</text>\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"""
            <text x="{left + (width / 2)}" y="{Svg.Height - 5}" text-anchor="middle">{Html.Text(X)}</text>
            <text transform="translate(12 {6 + (height / 2)}) rotate(-90)" text-anchor="middle">{Html.Text(Y)}</text>
            </svg>
            """).ToString();
    }

    public string Table(DetailLevel detail)
    {
        var rows = Downsampled.Of([.. Rows.Zip(Values)], detail.Rows).Select(r => (string[])[r.First, .. r.Second.Select(v => double.IsFinite(v) ? v.ToString("0.##", CultureInfo.InvariantCulture) : "–")]);
        return Html.Table([[$"{Y} by {X}", .. Columns], .. rows]);
    }

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
                    (paths.TryGetValue(tone, out var path) ? path : paths[tone] = new StringBuilder()).Append(CultureInfo.InvariantCulture, $"M{c} {r}h{end - c}v1h-{end - c}z");
                }
            }
        }

        return paths;
    }

    /// <summary>A name that is too long is cut, and whole where the pointer rests.</summary>
    static string Label(string name)
    {
        var shown = Printable.Short(name, MostLetters);
        return shown == Printable.Line(name) ? Html.Text(shown) : $"{Html.Text(shown)}<title>{Html.Text(name)}</title>";
    }

    static IEnumerable<int> Labelled(int count, int most)
    {
        var every = Downsampled.Every(count, most);
        return Enumerable.Range(0, count).Where(n => n % every == 0);
    }
}
