using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using RnnTrainer.Common;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Pages;

/// <summary>The axes of a chart.</summary>
static class ChartAxes
{
    // Axes whose values span more than this are logarithmic.
    const double WideRange = 10;

    // An axis of shares whose largest is above this ends at 1.
    const double NearOne = 0.8;

    // Above 1, so that a line at 1 is drawn whole.
    const double Margin = 0.01;

    // Of an axis that begins at zero, above the largest value.
    const double Headroom = 0.05;

    /// <summary>More names than this do not fit beneath an axis, and their places are counted from 1.</summary>
    public const int MostNames = 24;

    const int NamesBesideOneAnother = 8;
    const int MostLetters = 11;

    public static Axis Bottom(Chart chart)
    {
        Axis axis = chart.XBase is { } b ? new LogarithmicAxis { Base = b, MinimumPadding = 0.02, MaximumPadding = 0.02 }
            : chart.XNames.Count is > 0 and <= MostNames ? Named(chart.XNames, chart.XNames.Count > NamesBesideOneAnother || chart.XNames.Any(n => n.Length > 6) ? -40 : 0)
            : chart.XNames.Count > 0 ? new LinearAxis { MinimumMajorStep = 1, LabelFormatter = x => string.Create(CultureInfo.InvariantCulture, $"{x + 1}") }
            : new LinearAxis { MinimumMajorStep = IsCounted(chart) ? 1 : 0, MinimumPadding = 0.02, MaximumPadding = 0.02 };
        axis.Title = Printable.Line(chart.X);
        return Styled(axis, AxisPosition.Bottom);
    }

    public static Axis Left(Chart chart)
    {
        double[] values = [.. chart.Curves.SelectMany(c => c.Points).Select(p => p.Y).Concat(chart.Bands.SelectMany(b => b.Points).SelectMany(p => new[] { p.Low, p.High })).Where(double.IsFinite)];
        Axis axis = chart.YNames.Count > 0 ? Named(chart.YNames, 0)
            : IsLogarithmic(chart.YScale, values) ? new LogarithmicAxis { UseSuperExponentialFormat = false }
            : new LinearAxis();
        if (axis is LinearAxis and not CategoryAxis && values.Length > 0 && (chart.YScale == AxisScale.FromZero || (values.Max() == values.Min() && values.Min() >= 0)))
        {
            (axis.Minimum, axis.MaximumPadding) = (0, Headroom);
            axis.Maximum = values.Max() > 0 ? double.NaN : 1;
        }

        if (chart.YScale == AxisScale.Share && values.Length > 0 && (values.Max() > NearOne || values.Max() == values.Min()))
        {
            axis.Maximum = 1 + Margin;
        }

        if (chart.Y.Length > 0)
        {
            axis.Title = Printable.Line(chart.Y);
        }

        return Styled(axis, AxisPosition.Left);
    }

    static bool IsLogarithmic(AxisScale scale, double[] values) => values.Length > 0 && values.Min() > 0
        && (scale == AxisScale.Logarithmic || (scale == AxisScale.AsFits && values.Max() > WideRange * values.Min()));

    static bool IsCounted(Chart chart) => chart.Curves.SelectMany(c => c.Points).All(p => p.X == Math.Floor(p.X));

    static CategoryAxis Named(IReadOnlyList<string> names, double angle)
    {
        var axis = new CategoryAxis { Angle = angle, GapWidth = 0 };
        axis.Labels.AddRange(names.Select(n => Printable.Short(n, MostLetters)));
        return axis;
    }

    static Axis Styled(Axis axis, AxisPosition position)
    {
        axis.Position = position;
        (axis.MajorGridlineStyle, axis.MajorGridlineColor, axis.MinorTickSize) = (LineStyle.Solid, OxyColor.FromAColor(60, Palette.Grey), 0);
        axis.AxisTitleDistance = position == AxisPosition.Left ? 20 : 8;
        (axis.TicklineColor, axis.TitleFontSize) = (Palette.Grey, 12);
        return axis;
    }
}
