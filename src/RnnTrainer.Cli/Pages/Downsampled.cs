using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Pages;

/// <summary>Fewer points for the same picture.</summary>
static class Downsampled
{
    /// <summary>Of each stretch the lowest and the highest point, so that no peak is lost; the last point stays. Where a stretch has no finite number, a gap.</summary>
    public static IReadOnlyList<(double X, double Y)> Curve(IReadOnlyList<(double X, double Y)> points, int most) => points.Count <= most ? points
        : [.. points.Chunk(Every(points.Count, most / 2)).SelectMany(Extremes), points[^1]];

    /// <summary>Every n-th, so that there are at most so many.</summary>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> all, int most)
    {
        var every = Every(all.Count, most);
        return all.Where((_, n) => n % every == 0);
    }

    /// <summary>The n of <see cref="Of"/>.</summary>
    public static int Every(int count, int most) => ((count - 1) / Math.Max(1, most)) + 1;

    static IEnumerable<(double X, double Y)> Extremes((double X, double Y)[] stretch)
    {
        var finite = stretch.Where(p => double.IsFinite(p.Y)).ToList();
        return finite.Count == 0 ? stretch[..1] : new[] { finite.MinBy(p => p.Y), finite.MaxBy(p => p.Y) }.Distinct().OrderBy(p => p.X);
    }
}
