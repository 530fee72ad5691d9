using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Pages;

/// <summary>A chart as SVG.</summary>
static class ChartPicture
{
    const byte BandAlpha = 50;
    const double BarShare = 0.8;

    public static string Of(Chart chart, DetailLevel detail)
    {
        var model = new PlotModel { DefaultFontSize = 12, DefaultFont = "sans-serif", PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1), Padding = new OxyThickness(16, 8, 12, 8) };
        model.Axes.Add(ChartAxes.Bottom(chart));
        model.Axes.Add(ChartAxes.Left(chart));
        foreach (var band in chart.Bands)
        {
            model.Series.Add(Area(band, detail));
        }

        foreach (var (curve, n) in chart.Curves.Select((c, n) => (c, n)).Where(p => p.c.Style != CurveStyle.Bars))
        {
            model.Series.Add(Series(curve, Palette.Of(curve.Colour ?? n), detail));
        }

        foreach (var bars in Stacked(chart))
        {
            model.Series.Add(bars);
        }

        if (chart.Marked is { } marked)
        {
            Mark(model, chart, marked.X);
        }

        return Svg.Of(model, chart.Title);
    }

    static XYAxisSeries Series(Curve curve, OxyColor colour, DetailLevel detail)
    {
        if (curve.Style == CurveStyle.Dots)
        {
            var dots = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 2.5, MarkerFill = OxyColor.FromAColor(190, colour) };
            dots.Points.AddRange(Downsampled.Of(curve.Points, detail.Dots).Select(p => new ScatterPoint(p.X, p.Y)));
            return dots;
        }

        var line = curve.Style == CurveStyle.Stairs ? new StairStepSeries { VerticalStrokeThickness = 1 } : new LineSeries();
        (line.Color, line.MarkerFill, line.LineJoin) = (colour, colour, LineJoin.Round);
        line.StrokeThickness = curve.IsGuide ? 1 : 2;
        line.LineStyle = curve.Style == CurveStyle.Dashed ? LineStyle.Dash : LineStyle.Solid;
        line.MarkerType = curve.Points.Count == 1 ? MarkerType.Circle : MarkerType.None;
        line.Points.AddRange((curve.Style == CurveStyle.Stairs ? Level(curve.Points) : Downsampled.Curve(curve.Points, detail.Points)).Select(p => new DataPoint(p.X, double.IsFinite(p.Y) ? p.Y : double.NaN)));
        return line;
    }

    /// <summary>From half a place before a point to half a place after it.</summary>
    static IEnumerable<(double X, double Y)> Level(IReadOnlyList<(double X, double Y)> points) => [.. points.Select(p => (p.X - 0.5, p.Y)), (points[^1].X + 0.5, points[^1].Y)];

    static AreaSeries Area(Band band, DetailLevel detail)
    {
        var points = Downsampled.Of(band.Points, detail.Points / 2).ToList();
        var area = new AreaSeries { StrokeThickness = 0, Fill = OxyColor.FromAColor(BandAlpha, Palette.Of(band.Colour)), Color = OxyColors.Undefined, Color2 = OxyColors.Undefined };
        area.Points.AddRange(points.Select(p => new DataPoint(p.X, p.Low)));
        area.Points2.AddRange(points.Select(p => new DataPoint(p.X, p.High)));
        return area;
    }

    /// <summary>Bars that stand on one another.</summary>
    static IEnumerable<RectangleBarSeries> Stacked(Chart chart)
    {
        var tops = new Dictionary<double, double>();
        foreach (var (curve, n) in chart.Curves.Select((c, n) => (c, n)).Where(p => p.c.Style == CurveStyle.Bars))
        {
            var half = BarShare / 2 * curve.Points.Zip(curve.Points.Skip(1), (a, b) => b.X - a.X).DefaultIfEmpty(1).Min();
            var bars = new RectangleBarSeries { FillColor = Palette.Of(curve.Colour ?? n), StrokeThickness = 0 };
            foreach (var (x, y) in curve.Points)
            {
                var from = tops.GetValueOrDefault(x);
                tops[x] = from + y;
                bars.Items.Add(new RectangleBarItem(x - half, from, x + half, from + y));
            }

            yield return bars;
        }
    }

    static void Mark(PlotModel model, Chart chart, double x)
    {
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = x, Color = Palette.Grey, LineStyle = LineStyle.Dot, StrokeThickness = 1 });
        var places = new ScatterSeries { MarkerType = MarkerType.Diamond, MarkerSize = 5, MarkerFill = OxyColors.Black };
        places.Points.AddRange(chart.Curves.SelectMany(c => c.Points.Where(p => p.X == x && double.IsFinite(p.Y))).Select(p => new ScatterPoint(p.X, p.Y)));
        model.Series.Add(places);
    }
}
