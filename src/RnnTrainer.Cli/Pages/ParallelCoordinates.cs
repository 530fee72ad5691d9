using System.Text;

namespace RnnTrainer.Cli.Pages;

/// <summary>An axis of parallel coordinates.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Ticks">In ascending order: where each lies, 0 at the bottom and 1 at the top.</param>
sealed record CoordinateAxis(string Name, IReadOnlyList<Tick> Ticks);

/// <summary>A line through all axes.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Values">Its value on each axis, as the table shows it.</param>
/// <param name="Heights">Where that is, 0 to 1; NaN where it has none, which leaves a gap.</param>
sealed record CoordinateLine(string Name, IReadOnlyList<string> Values, IReadOnlyList<double> Heights);

/// <summary>Many values of each of some things: an axis for each value, side by side, and a line through them for each thing.</summary>
/// <param name="Title">The caption.</param>
/// <param name="Lines">The first <paramref name="Marked"/> are coloured.</param>
sealed record ParallelCoordinates(string Title, IReadOnlyList<CoordinateAxis> Axes, IReadOnlyList<CoordinateLine> Lines, int Marked)
{
    const int Top = 26;
    const int Bottom = 12;
    const int Side = 44;
    const int NameHeight = 14;
    const int MostLetters = 9;
    const int LabelSpace = 4;

    /// <summary>A sentence under the caption.</summary>
    public string Note { get; init; } = "";

    /// <summary>The picture as markup.</summary>
    public string Picture(DetailLevel detail)
    {
        var svg = new StringBuilder(Svg.Open(Title));

        // What is coloured lies above the rest, and names above all lines.
        foreach (var (n, line) in Lines.Index().Take(Math.Max(Marked, detail.Dots)).Reverse())
        {
            Svg.Path(svg, n < Marked ? Palette.Classes("line", n) : "line guide faint", Path(line));
        }

        svg.Append("<g class=\"over\">\n");
        for (var a = 0; a < Axes.Count; a++)
        {
            Draw(svg, a);
        }

        return svg.Append("</g>\n</svg>").ToString();
    }

    /// <summary>The values as a table.</summary>
    public string Table(DetailLevel detail) => Html.Table(
    [
        ["", .. Axes.Select(a => a.Name)],
        .. Lines.Take(detail.Rows).Select(l => (string[])[l.Name, .. l.Values]),
    ]);

    void Draw(StringBuilder svg, int a)
    {
        Svg.Path(svg, "axis", $"M{Svg.Pixels(X(a))} {Top}V{Svg.Height - Bottom}");
        var anchor = a == 0 ? "start" : a == Axes.Count - 1 ? "end" : "middle";
        var shift = a == 0 ? -Side + LabelSpace : a == Axes.Count - 1 ? Side - LabelSpace : 0;
        Svg.Text(svg, X(a) + shift, NameHeight, anchor, Axes[a].Name, Axes.Count <= 4 ? 2 * MostLetters : MostLetters);
        foreach (var tick in Axes[a].Ticks)
        {
            Svg.Text(svg, X(a) - LabelSpace, Y(tick.Value) + LabelSpace, "end", tick.Label, MostLetters - 2);
        }
    }

    string Path(CoordinateLine line)
    {
        var path = new StringBuilder();
        var isDrawing = false;
        foreach (var (a, height) in line.Heights.Index())
        {
            path.Append(double.IsFinite(height) ? $"{(isDrawing ? " " : "M")}{Svg.Pixels(X(a))} {Svg.Pixels(Y(height))}" : "");
            isDrawing = double.IsFinite(height);
        }

        return path.ToString();
    }

    double X(int axis) => Side + ((Svg.Width - (2 * Side)) * (Axes.Count == 1 ? 0.5 : axis / (Axes.Count - 1.0)));

    static double Y(double height) => Top + ((Svg.Height - Top - Bottom) * (1 - height));
}
