namespace RnnTrainer.Data.Text;

/// <summary>Whole numbers that are seconds, or milliseconds, since 1970: from 2001 to 2096, and no step is counted so far.</summary>
static class UnixTime
{
    const double First = 1e9, Last = 4e9, Milli = 1000;

    public static bool Is(double x) => x is (>= First and < Last) or (>= First * Milli and < Last * Milli);

    /// <summary>Of such a number.</summary>
    public static double Seconds(double x) => x < Last ? x : x / Milli;
}
