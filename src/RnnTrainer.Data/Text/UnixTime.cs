namespace RnnTrainer.Data.Text;

/// <summary>
/// Whole numbers that are seconds, or milliseconds, since 1970: those of the years 2001 to 2096, which are too large to be step counters.
/// </summary>
static class UnixTime
{
    const double First = 1e9, Last = 4e9, Milli = 1000;

    /// <summary>Whether a number is such a time.</summary>
    public static bool Is(double x) => x is (>= First and < Last) or (>= First * Milli and < Last * Milli);

    /// <summary>The seconds since 1970 of such a number.</summary>
    public static double Seconds(double x) => x < Last ? x : x / Milli;
}
