namespace RnnTrainer.Data.Text;

/// <summary>
/// Calendar features of a date-time: sin 2πf and cos 2πf, where f is the fraction of the day, week or year that has passed.
/// </summary>
static class CalendarColumns
{
    static readonly CalendarFeatures[] All = [CalendarFeatures.Hour, CalendarFeatures.Weekday, CalendarFeatures.Month];

    /// <summary>The names of the inputs: <c>date:hour.sin</c>, <c>date:hour.cos</c>, …</summary>
    public static IEnumerable<string> Names(string column, CalendarFeatures features) =>
        All.Where(f => features.HasFlag(f)).SelectMany(f => new[] { Name(column, f, "sin"), Name(column, f, "cos") });

    /// <summary>Whether a name is that of a calendar feature.</summary>
    public static bool IsFeature(string name) =>
        All.Any(
            f => name.EndsWith(Name("", f, "sin"), StringComparison.Ordinal)
            || name.EndsWith(Name("", f, "cos"), StringComparison.Ordinal));

    /// <summary>The number of inputs that a date column becomes.</summary>
    public static int Count(CalendarFeatures features) => 2 * All.Count(f => features.HasFlag(f));

    /// <summary>Writes the features of a time into <paramref name="x"/>.</summary>
    public static void Write(DateTime time, CalendarFeatures features, Span<double> x)
    {
        var n = 0;
        foreach (var feature in All)
        {
            if (features.HasFlag(feature))
            {
                (x[n++], x[n++]) = Math.SinCos(2 * Math.PI * Fraction(time, feature));
            }
        }
    }

    static double Fraction(DateTime time, CalendarFeatures feature) => feature switch
    {
        CalendarFeatures.Hour => time.TimeOfDay.TotalDays,
        CalendarFeatures.Weekday => ((int)time.DayOfWeek + 6) % 7 / 7.0, // Monday is 0
        _ => (time.Month - 1) / 12.0,
    };

    static string Name(string column, CalendarFeatures feature, string part) => $"{column}:{feature.ToString().ToLowerInvariant()}.{part}";
}
