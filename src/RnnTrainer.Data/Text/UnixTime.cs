namespace RnnTrainer.Data.Text;

/// <summary>
/// Numbers that are seconds, or milli-, micro- or nanoseconds, since 1970: those of the years 2001 to 2096, which are too large to be step
/// counters.
/// </summary>
static class UnixTime
{
    /// <summary>The seconds from 1970 to a time.</summary>
    public static double Of(DateTime time) => (time - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>Whether a number is such a time.</summary>
    public static bool Is(double x) => x >= DateNumber.FirstSecond && DateNumber.UnitOf(x, DateFormat.Auto) > 0;

    /// <summary>The seconds since 1970 of such a number.</summary>
    public static double Seconds(double x) => x / DateNumber.UnitOf(x, DateFormat.Auto);
}
