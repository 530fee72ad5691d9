namespace RnnTrainer.Data.Checks;

/// <summary>
/// Finds numbers that probably stand for a missing value, such as -999, -200 or 1e20: the smallest or the largest of a column, repeated,
/// and far from all others.
/// </summary>
static class Sentinels
{
    /// <summary>The most sentinels of a column.</summary>
    public const int Most = 4;

    const int FewestTimes = 3, FewestOthers = 2, ManyOthers = 20, FarTimes = 5;

    /// <summary>A number whose size says that it is none: no quantity is measured in this size.</summary>
    const double Huge = 1e15;

    /// <summary>What programs write: the limits of integers, and nines.</summary>
    static readonly double[] Usual =
    [
        99, 999, 9999, 99999, 999999, 9999999, 99999999, 999999999, 99.9, 99.99, 999.9, 999.99, 9999.9, 9999.99, 32767, 32768, 65535,
        2147483647, 2147483648, 4294967295,
    ];

    /// <summary>The sentinels of a column, ascending.</summary>
    /// <param name="sorted">Its values, or a sample of them, ascending, without NaN.</param>
    public static IReadOnlyList<Sentinel> Of(ReadOnlySpan<double> sorted)
    {
        var found = new List<Sentinel>();
        while (found.Count < Most && (OfLowEnd(sorted) ?? OfHighEnd(sorted)) is { } next)
        {
            found.Add(next);
            sorted = next.Value < next.Least ? sorted[next.Count..] : sorted[..^next.Count];
        }

        // The rest became smaller with each.
        var (least, most) = found is [.., var last] ? (last.Least, last.Most) : default;
        return [.. found.OrderBy(s => s.Value).Select(s => s with { Least = least, Most = most })];
    }

    static Sentinel? OfLowEnd(ReadOnlySpan<double> sorted)
    {
        var count = 1;
        while (count < sorted.Length && sorted[count] == sorted[0])
        {
            count++;
        }

        return sorted.Length == 0 ? null : Judged(sorted[0], count, sorted[count..]);
    }

    static Sentinel? OfHighEnd(ReadOnlySpan<double> sorted)
    {
        var count = 1;
        while (count < sorted.Length && sorted[^(count + 1)] == sorted[^1])
        {
            count++;
        }

        return sorted.Length == 0 ? null : Judged(sorted[^1], count, sorted[..^count]);
    }

    /// <summary>The value as a sentinel; null if it is an ordinary number.</summary>
    static Sentinel? Judged(double value, int count, ReadOnlySpan<double> others)
    {
        if (others.Length == 0 || Math.Abs(value) < 9 || (count < FewestTimes && !IsClear(value, others)))
        {
            return null;
        }

        var runs = RunsOf(others);
        if (runs.Distinct < FewestOthers)
        {
            return null;
        }

        var (least, most) = (others[0], others[^1]);
        var distance = value < least ? least - value : value - most;
        var isUsual = Math.Abs(value) >= Huge || Array.IndexOf(Usual, Math.Abs(value)) >= 0;
        var isFar = distance > most - least;

        // The middle nine tenths: a few outliers among the others may lie on both sides of the value.
        var usual = others[others.Length * 19 / 20] - others[others.Length / 20];
        var isOnlyNegative = value < 0 && least >= 0;
        var isSentinel = isUsual ? isFar || isOnlyNegative || distance > 2 * usual
            : value == Math.Floor(value) && (isFar || (isOnlyNegative && count > runs.Longest && IsRound(value)));
        return isSentinel ? new Sentinel(value, count, least, most) { IsUsual = isUsual } : null;
    }

    /// <summary>Whether a number says by itself that it stands for none: -999 and the like, far below many that are above 0.</summary>
    static bool IsClear(double value, ReadOnlySpan<double> others) =>
        value <= -99 && Array.IndexOf(Usual, -value) >= 0 && others.Length >= ManyOthers && others[0] >= 0
        && others[0] - value > FarTimes * (others[^1] - others[0]);

    // -9, -100, -200, -500.
    static bool IsRound(double value) => value == -9 || value % 100 == 0;

    static (int Distinct, int Longest) RunsOf(ReadOnlySpan<double> sorted)
    {
        var (distinct, longest, run) = (0, 0, 0);
        for (var n = 0; n < sorted.Length; n++)
        {
            var isNew = n == 0 || sorted[n] != sorted[n - 1];
            (distinct, run) = isNew ? (distinct + 1, 1) : (distinct, run + 1);
            longest = Math.Max(longest, run);
        }

        return (distinct, longest);
    }
}

/// <summary>A number that probably stands for a missing value.</summary>
/// <param name="Count">How often it occurs.</param>
/// <param name="Least">The smallest of all other values.</param>
/// <param name="Most">The largest of all other values.</param>
readonly record struct Sentinel(double Value, int Count, double Least, double Most)
{
    /// <summary>Whether programs usually write this number: nines, the limits of integers, 1e20.</summary>
    public bool IsUsual { get; init; }
}
