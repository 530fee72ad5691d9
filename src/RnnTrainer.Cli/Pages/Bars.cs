namespace RnnTrainer.Cli.Pages;

/// <summary>Where the bars of a chart are.</summary>
static class Bars
{
    // Of the distance between two bars.
    const double Share = 0.8;

    /// <summary>Each curve of bars with its bars, stacked on those of the curves before: the middle, half the width, and the
    /// ends.</summary>
    public static IEnumerable<(Curve Curve, int Index, IReadOnlyList<(double X, double Half, double From, double To)> Bars)> Stacked(
        Chart chart)
    {
        var tops = new Dictionary<double, double>();
        foreach (var (index, curve) in chart.Curves.Index().Where(p => p.Item.Style == CurveStyle.Bars))
        {
            var half = HalfWidth(curve);
            var bars = new List<(double, double, double, double)>();
            foreach (var (x, y) in curve.Points)
            {
                var from = tops.GetValueOrDefault(x);
                tops[x] = from + y;
                bars.Add((x, half, from, from + y));
            }

            yield return (curve, index, bars);
        }
    }

    /// <summary>The left and the right edge of each bar.</summary>
    public static IEnumerable<double> Edges(Curve curve)
    {
        var half = HalfWidth(curve);
        return curve.Points.SelectMany(p => new[] { p.X - half, p.X + half });
    }

    static double HalfWidth(Curve curve) => Share / 2 * curve.Points.Zip(curve.Points.Skip(1), (a, b) => b.X - a.X).DefaultIfEmpty(1).Min();
}
