using System.Globalization;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Pages;

/// <summary>Chooses the axes of a chart from its data.</summary>
static class ChartAxes
{
    // Values that span more than this factor are shown on a logarithmic axis.
    const double WideRange = 10;

    // An axis of shares ends at 1 if the largest share is above this.
    const double NearOne = 0.8;

    // Beyond the ends of the data, so that a line there is drawn at its full width.
    const double Margin = 0.02;
    const double ShareMargin = 0.01;

    // Above the largest value of an axis that starts at zero.
    const double Headroom = 0.05;

    // More names than this do not fit under an axis; their positions are counted from 1 instead.
    const int MostNames = 24;

    // More or longer names than these are written at an angle.
    const int MostLevelNames = 8;
    const int MostLevelLetters = 6;

    const int MostYTicks = 6;
    const int MostXTicks = 8;

    /// <summary>Whether the names under a horizontal axis are written at an angle.</summary>
    public static bool IsTilted(IReadOnlyList<string> names) =>
        names.Count is > 0 and <= MostNames && (names.Count > MostLevelNames || names.Any(n => n.Length > MostLevelLetters));

    public static Axis Bottom(Chart chart)
    {
        if (chart.XNames.Count is > 0 and <= MostNames)
        {
            return Axis.Named(chart.XNames);
        }

        var values = XValues(chart).DefaultIfEmpty(0).ToList();
        var (low, high) = (values.Min(), values.Max());
        if (chart.XBase is { } b)
        {
            var factor = high > low ? Math.Pow(high / low, Margin) : 2;
            return Axis.Logarithmic(low / factor, high * factor, MostXTicks, b);
        }

        var margin = high > low ? Margin * (high - low) : 0.5;
        var axis = Axis.Linear(low - margin, high + margin, MostXTicks, isCounted: values.TrueForAll(x => x == Math.Floor(x)));
        return chart.XNames.Count == 0 ? axis
            : axis with { Ticks = [.. axis.Ticks.Select(t => t with { Label = (t.Value + 1).ToString(CultureInfo.InvariantCulture) })] };
    }

    public static Axis Left(Chart chart)
    {
        if (chart.YNames.Count > 0)
        {
            return Axis.Named(chart.YNames);
        }

        var values = YValues(chart).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (values.Min(), values.Max());
        if (low > 0 && (chart.YScale == AxisScale.Logarithmic || (chart.YScale == AxisScale.Auto && high > WideRange * low)))
        {
            var factor = high > low ? Math.Pow(high / low, Margin) : 2;
            return Axis.Logarithmic(low / factor, high * factor, MostYTicks);
        }

        var margin = high > low ? Margin * (high - low) : Math.Max(1, Math.Abs(high)) / 2;
        var (start, end) = (low - margin, high + margin);
        if (chart.YScale == AxisScale.FromZero || (high == low && low >= 0))
        {
            (start, end) = (0, high > 0 ? (1 + Headroom) * high : 1);
        }

        if (chart.YScale == AxisScale.Share && (high > NearOne || high == low))
        {
            end = 1 + (ShareMargin * (1 - start));
        }

        return Axis.Linear(start, end, MostYTicks);
    }

    static IEnumerable<double> XValues(Chart chart) =>
    [
        .. chart.Curves.SelectMany(XValues),
        .. chart.Bands.SelectMany(b => b.Points).Select(p => p.X),
    ];

    static IEnumerable<double> XValues(Curve curve) => curve.Style switch
    {
        CurveStyle.Bars => Bars.Edges(curve),
        CurveStyle.Stairs => curve.Points.SelectMany(p => new[] { p.X - Stairs.Half, p.X + Stairs.Half }),
        _ => curve.Points.Select(p => p.X),
    };

    static IEnumerable<double> YValues(Chart chart) =>
    [
        .. chart.Curves.Where(c => c.Style != CurveStyle.Bars).SelectMany(c => c.Points).Select(p => p.Y),
        .. Bars.Stacked(chart).SelectMany(b => b.Bars).Select(b => b.To),
        .. chart.Bands.SelectMany(b => b.Points).SelectMany(p => new[] { p.Low, p.High }),
    ];
}
