using System.Text;
using RnnTrainer.Training;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Pages;

/// <summary>Draws a chart as SVG.</summary>
sealed class ChartPicture
{
    const int Top = 8;
    const int Right = 12;
    const int LineHeight = 16;
    const int TickLength = 5;

    // Between the labels of the ticks and the axis.
    const int LabelSpace = 8;
    const int LabelDrop = 16;

    // Where the baselines of the axis titles are.
    const int TitleX = 13;
    const int TitleBottom = 5;

    const int TiltedAngle = -40;
    const int MostLetters = 11;

    // Half the diagonal of the diamond that marks a point.
    const int MarkRadius = 5;

    readonly Chart chart;
    readonly DetailLevel detail;
    readonly Axis x;
    readonly Axis y;
    readonly bool isTilted;
    readonly (double Left, double Top, double Width, double Height) plot;
    readonly StringBuilder svg;

    ChartPicture(Chart chart, DetailLevel detail)
    {
        (this.chart, this.detail) = (chart, detail);
        (x, y) = (ChartAxes.Bottom(chart), ChartAxes.Left(chart));
        isTilted = ChartAxes.IsTilted(chart.XNames);
        var left = LabelSpace + Svg.TextWidth(Longest(y)) + (chart.Y.Length > 0 ? TitleX + TickLength : TickLength);
        var bottom = LabelSpace + LineHeight + (isTilted ? Svg.TextWidth(Longest(x)) * Math.Sin(-TiltedAngle * Math.PI / 180) : LineHeight - 2);
        plot = (left, Top, Svg.Width - left - Right, Svg.Height - Top - bottom);
        svg = new StringBuilder(Svg.Open(chart.Title));
    }

    /// <summary>The picture as markup.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="detail">How many points of a curve to draw at most.</param>
    public static string Of(Chart chart, DetailLevel detail) => new ChartPicture(chart, detail).Draw();

    string Draw()
    {
        DrawAxes();
        foreach (var band in chart.Bands)
        {
            Svg.Path(svg, Palette.Classes("band", band.Colour), Area(band));
        }

        foreach (var (index, curve) in chart.Curves.Index().Where(p => p.Item.Style != CurveStyle.Bars))
        {
            Svg.Path(svg, Palette.Classes(curve, index), curve.Style == CurveStyle.Dots || curve.Points.Count == 1 ? Dots(curve) : Line(curve));
        }

        foreach (var (curve, index, bars) in Bars.Stacked(chart))
        {
            Svg.Path(svg, Palette.Classes(curve, index), string.Concat(bars.Select(b => Rectangle(b.X - b.Half, b.From, b.X + b.Half, b.To))));
        }

        if (chart.Marked is { } marked)
        {
            DrawMark(marked.X);
        }

        return svg.Append("</svg>").ToString();
    }

    double X(double value) => plot.Left + (plot.Width * x.Position(value));

    double Y(double value) => plot.Top + (plot.Height * (1 - y.Position(value)));

    string At(double xValue, double yValue) => $"{Svg.Pixels(X(xValue))} {Svg.Pixels(Y(yValue))}";

    void DrawAxes()
    {
        var (right, bottom) = (plot.Left + plot.Width, plot.Top + plot.Height);
        Svg.Path(svg, "grid", string.Concat(x.Ticks.Select(t => $"M{Svg.Pixels(X(t.Value))} {Top}V{Svg.Pixels(bottom + TickLength)}"))
            + string.Concat(y.Ticks.Select(t => $"M{Svg.Pixels(right)} {Svg.Pixels(Y(t.Value))}H{Svg.Pixels(plot.Left - TickLength)}")));
        Svg.Path(svg, "axis", $"M{Svg.Pixels(plot.Left)} {Top}V{Svg.Pixels(bottom)}H{Svg.Pixels(right)}");
        foreach (var tick in x.Ticks)
        {
            if (isTilted)
            {
                Svg.TurnedText(svg, X(tick.Value) + 4, bottom + LabelDrop - 3, TiltedAngle, "end", tick.Label, MostLetters);
            }
            else
            {
                Svg.Text(svg, X(tick.Value), bottom + LabelDrop, "middle", tick.Label, MostLetters);
            }
        }

        foreach (var tick in y.Ticks)
        {
            Svg.Text(svg, plot.Left - LabelSpace, Y(tick.Value) + 4, "end", tick.Label, MostLetters);
        }

        Svg.Text(svg, plot.Left + (plot.Width / 2), Svg.Height - TitleBottom, "middle", chart.X);
        if (chart.Y.Length > 0)
        {
            Svg.TurnedText(svg, TitleX, plot.Top + (plot.Height / 2), -90, "middle", chart.Y);
        }
    }

    /// <summary>A line through the points, with a gap where y is not finite.</summary>
    string Line(Curve curve)
    {
        var path = new StringBuilder();
        var isDrawing = false;
        foreach (var (xValue, yValue) in curve.Style == CurveStyle.Stairs ? Stairs.Of(curve.Points) : Downsampled.Curve(curve.Points, detail.Points))
        {
            path.Append(double.IsFinite(yValue) ? (isDrawing ? " " : "M") + At(xValue, yValue) : "");
            isDrawing = double.IsFinite(yValue);
        }

        return path.ToString();
    }

    /// <summary>Lines of no length, whose round ends are dots.</summary>
    string Dots(Curve curve) =>
        string.Concat(Downsampled.Of(curve.Points, detail.Dots).Where(p => double.IsFinite(p.Y)).Select(p => $"M{At(p.X, p.Y)}h0"));

    /// <summary>The upper limits from left to right and the lower ones back.</summary>
    string Area(Band band)
    {
        var points = Downsampled.Of(band.Points, detail.Points / 2).Where(p => double.IsFinite(p.Low) && double.IsFinite(p.High)).ToList();
        return points.Count == 0 ? "" : $"M{string.Join(' ', points.Select(p => At(p.X, p.High)).Concat(points.AsEnumerable().Reverse().Select(p => At(p.X, p.Low))))}z";
    }

    string Rectangle(double left, double low, double right, double high) =>
        $"M{At(left, low)}V{Svg.Pixels(Y(high))}H{Svg.Pixels(X(right))}V{Svg.Pixels(Y(low))}z";

    void DrawMark(double at)
    {
        Svg.Path(svg, "marked", $"M{Svg.Pixels(X(at))} {Top}V{Svg.Pixels(plot.Top + plot.Height)}");
        Svg.Path(svg, "mark", string.Concat(chart.Curves.SelectMany(c => c.Points).Where(p => p.X == at && double.IsFinite(p.Y))
            .Select(p => $"M{At(p.X, p.Y)}m-{MarkRadius} 0l{MarkRadius}-{MarkRadius} {MarkRadius} {MarkRadius}-{MarkRadius} {MarkRadius}z")));
    }

    static int Longest(Axis axis) => axis.Ticks.Select(t => Math.Min(MostLetters, t.Label.Length)).DefaultIfEmpty(1).Max();
}
