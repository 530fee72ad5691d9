namespace RnnTrainer.Cli.Pages;

/// <summary>Fewer points that look the same.</summary>
static class Downsampled
{
    /// <summary>
    /// The lowest and the highest point of each interval, so that no peak is lost, and the last point.
    /// An interval without a finite y leaves a gap.
    /// </summary>
    public static IReadOnlyList<(double X, double Y)> Curve(IReadOnlyList<(double X, double Y)> points, int most) => points.Count <= most
        ? points
        : [.. points.Chunk(Every(points.Count, most / 2)).SelectMany(Extremes), points[^1]];

    /// <summary>Every n-th element, the first among them: at most <paramref name="most"/>.</summary>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> all, int most)
    {
        var every = Every(all.Count, most);
        return all.Where((_, n) => n % every == 0);
    }

    /// <summary>The n of <see cref="Of"/>.</summary>
    public static int Every(int count, int most) => ((count - 1) / Math.Max(1, most)) + 1;

    static IEnumerable<(double X, double Y)> Extremes((double X, double Y)[] interval)
    {
        var finite = interval.Where(p => double.IsFinite(p.Y)).ToList();
        return finite.Count == 0 ? interval[..1] : new[] { finite.MinBy(p => p.Y), finite.MaxBy(p => p.Y) }.Distinct().OrderBy(p => p.X);
    }
}
