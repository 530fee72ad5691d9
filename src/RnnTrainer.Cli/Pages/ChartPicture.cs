using System.Text;

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

    readonly Chart _chart;
    readonly DetailLevel _detail;
    readonly Axis _x;
    readonly Axis _y;
    readonly bool _isTilted;
    readonly (double Left, double Top, double Width, double Height) _plot;
    readonly StringBuilder _svg;

    ChartPicture(Chart chart, DetailLevel detail)
    {
        (_chart, _detail) = (chart, detail);
        (_x, _y) = (ChartAxes.Bottom(chart), ChartAxes.Left(chart));
        _isTilted = ChartAxes.IsTilted(chart.XNames);
        var left = LabelSpace + Svg.TextWidth(Longest(_y)) + (chart.Y.Length > 0 ? TitleX + TickLength : TickLength);
        var bottom = LabelSpace + LineHeight
            + (_isTilted ? Svg.TextWidth(Longest(_x)) * Math.Sin(-TiltedAngle * Math.PI / 180) : LineHeight - 2);
        _plot = (left, Top, Svg.Width - left - Right, Svg.Height - Top - bottom);
        _svg = new StringBuilder(Svg.Open(chart.Title));
    }

    /// <summary>The picture as markup.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="detail">How many points of a curve to draw at most.</param>
    public static string Of(Chart chart, DetailLevel detail) => new ChartPicture(chart, detail).Draw();

    string Draw()
    {
        DrawAxes();
        foreach (var band in _chart.Bands)
        {
            Svg.Path(_svg, Palette.Classes("band", band.Colour), Area(band));
        }

        foreach (var (index, curve) in _chart.Curves.Index().Where(p => p.Item.Style != CurveStyle.Bars))
        {
            Svg.Path(
                _svg, Palette.Classes(curve, index), curve.Style == CurveStyle.Dots || curve.Points.Count == 1 ? Dots(curve) : Line(curve));
        }

        foreach (var (curve, index, bars) in Bars.Stacked(_chart))
        {
            Svg.Path(
                _svg, Palette.Classes(curve, index), string.Concat(bars.Select(b => Rectangle(b.X - b.Half, b.From, b.X + b.Half, b.To))));
        }

        if (_chart.Marked is { } marked)
        {
            DrawMark(marked.X);
        }

        return _svg.Append("</svg>").ToString();
    }

    double X(double value) => _plot.Left + (_plot.Width * _x.Position(value));

    double Y(double value) => _plot.Top + (_plot.Height * (1 - _y.Position(value)));

    string At(double xValue, double yValue) => $"{Svg.Pixels(X(xValue))} {Svg.Pixels(Y(yValue))}";

    void DrawAxes()
    {
        var (right, bottom) = (_plot.Left + _plot.Width, _plot.Top + _plot.Height);
        Svg.Path(_svg, "grid", string.Concat(_x.Ticks.Select(t => $"M{Svg.Pixels(X(t.Value))} {Top}V{Svg.Pixels(bottom + TickLength)}"))
            + string.Concat(_y.Ticks.Select(t => $"M{Svg.Pixels(right)} {Svg.Pixels(Y(t.Value))}H{Svg.Pixels(_plot.Left - TickLength)}")));
        Svg.Path(_svg, "axis", $"M{Svg.Pixels(_plot.Left)} {Top}V{Svg.Pixels(bottom)}H{Svg.Pixels(right)}");
        foreach (var tick in _x.Ticks)
        {
            if (_isTilted)
            {
                Svg.TurnedText(_svg, X(tick.Value) + 4, bottom + LabelDrop - 3, TiltedAngle, "end", tick.Label, MostLetters);
            }
            else
            {
                Svg.Text(_svg, X(tick.Value), bottom + LabelDrop, "middle", tick.Label, MostLetters);
            }
        }

        foreach (var tick in _y.Ticks)
        {
            Svg.Text(_svg, _plot.Left - LabelSpace, Y(tick.Value) + 4, "end", tick.Label, MostLetters);
        }

        Svg.Text(_svg, _plot.Left + (_plot.Width / 2), Svg.Height - TitleBottom, "middle", _chart.X);
        if (_chart.Y.Length > 0)
        {
            Svg.TurnedText(_svg, TitleX, _plot.Top + (_plot.Height / 2), -90, "middle", _chart.Y);
        }
    }

    /// <summary>A line through the points, with a gap where y is not finite.</summary>
    string Line(Curve curve)
    {
        var path = new StringBuilder();
        var isDrawing = false;
        foreach (var (xValue, yValue) in curve.Style == CurveStyle.Stairs ? Stairs.Of(curve.Points)
            : Downsampled.Curve(curve.Points, _detail.Points))
        {
            path.Append(double.IsFinite(yValue) ? (isDrawing ? " " : "M") + At(xValue, yValue) : "");
            isDrawing = double.IsFinite(yValue);
        }

        return path.ToString();
    }

    /// <summary>Lines of no length, whose round ends are dots.</summary>
    string Dots(Curve curve) =>
        string.Concat(Downsampled.Of(curve.Points, _detail.Dots).Where(p => double.IsFinite(p.Y)).Select(p => $"M{At(p.X, p.Y)}h0"));

    /// <summary>The upper limits from left to right and the lower ones back.</summary>
    string Area(Band band)
    {
        var points = Downsampled.Of(band.Points, _detail.Points / 2).Where(p => double.IsFinite(p.Low) && double.IsFinite(p.High)).ToList();
        string[] outline = [.. points.Select(p => At(p.X, p.High)), .. points.AsEnumerable().Reverse().Select(p => At(p.X, p.Low))];
        return outline.Length == 0 ? "" : $"M{string.Join(' ', outline)}z";
    }

    string Rectangle(double left, double low, double right, double high) =>
        $"M{At(left, low)}V{Svg.Pixels(Y(high))}H{Svg.Pixels(X(right))}V{Svg.Pixels(Y(low))}z";

    void DrawMark(double at)
    {
        Svg.Path(_svg, "marked", $"M{Svg.Pixels(X(at))} {Top}V{Svg.Pixels(_plot.Top + _plot.Height)}");
        Svg.Path(_svg, "mark", string.Concat(_chart.Curves.SelectMany(c => c.Points).Where(p => p.X == at && double.IsFinite(p.Y))
            .Select(
                p => $"M{At(p.X, p.Y)}m-{MarkRadius} 0l{MarkRadius}-{MarkRadius} {MarkRadius} {MarkRadius}-{MarkRadius} {MarkRadius}z")));
    }

    static int Longest(Axis axis) => axis.Ticks.Select(t => Math.Min(MostLetters, t.Label.Length)).DefaultIfEmpty(1).Max();
}
