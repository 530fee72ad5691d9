using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace RnnTrainer.Cli;

/// <summary>Pictures as SVG that stands in a page: black becomes the colour of the page's text, and there is no background, so that light and dark pages fit.</summary>
static partial class Figures
{
    const int Width = 520;
    const int Height = 280;

    // Axes whose values span more than this are logarithmic.
    const double WideRange = 100;

    static readonly OxyColor Grid = OxyColor.FromRgb(128, 128, 128);

    // Middle tones, told apart by those who see few colours, and seen on white and on black.
    static readonly OxyColor[] Colours = [OxyColor.FromRgb(0x2f, 0x86, 0xd6), OxyColor.FromRgb(0xe0, 0x7b, 0x1a), OxyColor.FromRgb(0x2a, 0xa3, 0x76), OxyColor.FromRgb(0xc0, 0x5c, 0xa8)];

    /// <summary>Curves over epochs.</summary>
    /// <param name="marked">An epoch that is marked as the best; null: none.</param>
    public static string OverEpochs(string title, IReadOnlyList<Curve> curves, int? marked = null)
    {
        double[] values = [.. curves.SelectMany(c => c.Points).Select(p => p.Y).Where(double.IsFinite)];
        var isLogarithmic = values.Length > 0 && values.Min() > 0 && values.Max() > WideRange * values.Min();
        var model = Model(title, "epoch", isLogarithmic
            ? Styled(new LogarithmicAxis { Position = AxisPosition.Left })
            : Styled(new LinearAxis { Position = AxisPosition.Left }));
        foreach (var (curve, n) in curves.Select((c, n) => (c, n)))
        {
            var line = new LineSeries { Title = curve.Name, Color = Colours[n % Colours.Length], StrokeThickness = 2, MarkerType = curve.Points.Count == 1 ? MarkerType.Circle : MarkerType.None, MarkerFill = Colours[n % Colours.Length] };
            line.Points.AddRange(curve.Points.Select(p => new DataPoint(p.X, double.IsFinite(p.Y) ? p.Y : double.NaN)));
            model.Series.Add(line);
        }

        if (marked is { } epoch)
        {
            var best = new ScatterSeries { Title = "best epoch", MarkerType = MarkerType.Diamond, MarkerSize = 6, MarkerFill = OxyColors.Black };
            best.Points.AddRange(curves.SelectMany(c => c.Points).Where(p => p.X == epoch && double.IsFinite(p.Y)).Select(p => new ScatterPoint(p.X, p.Y)));
            model.Series.Add(best);
        }

        return Svg(model);
    }

    /// <summary>Answers over truth, and the line on which they would be equal.</summary>
    public static string AnswersOverTruth(string title, IReadOnlyList<(double Truth, double Answer)> points)
    {
        var model = Model(title, "truth", Styled(new LinearAxis { Position = AxisPosition.Left, Title = "answer" }));
        var (low, high) = (points.Min(p => p.Truth), points.Max(p => p.Truth));
        var equal = new LineSeries { Title = "equal", Color = Grid, StrokeThickness = 1, LineStyle = LineStyle.Dash };
        equal.Points.AddRange([new DataPoint(low, low), new DataPoint(high, high)]);
        model.Series.Add(equal);
        var series = new ScatterSeries { Title = "answers", MarkerType = MarkerType.Circle, MarkerSize = 2.5, MarkerFill = OxyColor.FromAColor(160, Colours[0]) };
        series.Points.AddRange(points.Select(p => new ScatterPoint(p.Truth, p.Answer)));
        model.Series.Add(series);
        return Svg(model);
    }

    static PlotModel Model(string title, string x, Axis left)
    {
        var model = new PlotModel { Title = title, TitleFontSize = 14, DefaultFontSize = 12, DefaultFont = "sans-serif", PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1), Padding = new OxyThickness(20, 4, 8, 4) };
        model.Axes.Add(Styled(new LinearAxis { Position = AxisPosition.Bottom, Title = x, MinimumMajorStep = x == "epoch" ? 1 : 0 }));
        model.Axes.Add(left);
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomCenter, LegendOrientation = LegendOrientation.Horizontal });
        return model;
    }

    static Axis Styled(Axis axis)
    {
        (axis.MajorGridlineStyle, axis.MajorGridlineColor, axis.AxisTitleDistance, axis.MinorTickSize) = (LineStyle.Solid, OxyColor.FromAColor(60, Grid), axis.Position == AxisPosition.Left ? 24 : 8, 0);
        return axis;
    }

    static string Svg(PlotModel model)
    {
        // Without the workaround viewers cut vertical titles. Clips are left out: they cut legends, whose width is only guessed, and nothing reaches beyond its axes.
        var svg = new SvgExporter { Width = Width, Height = Height, IsDocument = false, UseVerticalTextAlignmentWorkaround = true }.ExportToString(model);
        svg = Black().Replace(Clips().Replace(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..], ""), "currentColor");
        return Start().Replace(svg, $"<svg role=\"img\" aria-label=\"{System.Net.WebUtility.HtmlEncode(model.Title)}\" viewBox=\"0 0 {Width} {Height}\" ", 1);
    }

    [GeneratedRegex(@"\s*<defs>.*?</defs>| clip-path=""[^""]*""", RegexOptions.Singleline)]
    private static partial Regex Clips();

    [GeneratedRegex(@"#000000\b|rgb\(0,0,0\)|\bblack\b")]
    private static partial Regex Black();

    [GeneratedRegex(@"<svg (width=""[^""]*"" height=""[^""]*"" )?")]
    private static partial Regex Start();
}
