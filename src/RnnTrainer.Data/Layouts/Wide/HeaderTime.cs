using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>A column's name that holds a date.</summary>
/// <param name="Field">The column.</param>
/// <param name="Name">The feature.</param>
/// <param name="Text">The date in it.</param>
sealed record DatedName(int Field, string Name, string Text, DateTime Time);

/// <summary>A column's name that holds a time of day, a month or a weekday.</summary>
/// <param name="Field">The column.</param>
/// <param name="Name">The feature.</param>
/// <param name="Text">The time in it.</param>
/// <param name="Key">It orders the times.</param>
/// <param name="Period">After it the times come again.</param>
sealed record RecurringName(int Field, string Name, string Text, long Key, long Period);

/// <summary>Reads the time in a column's name, and its feature: <c>load_2021-01-01</c>, <c>X1.22.20</c>, <c>2021-01 load</c>.</summary>
static partial class HeaderTime
{
    /// <summary>No spelling of a time has more characters, spelled-out names and an offset included.</summary>
    const int LongestTime = 64;

    static readonly SearchValues<char> Separators = SearchValues.Create("_.- :/");

    /// <summary>Whether a name holds any time.</summary>
    public static bool Any(string name) =>
        Date(0, name, DateOrder.MonthFirst) is not null || Date(0, name, DateOrder.DayFirst) is not null || Recurring(0, name) is not null;

    /// <summary>The date in a column's name; null if there is none, or only digits, which number the step.</summary>
    public static DatedName? Date(int field, string name, DateOrder order)
    {
        foreach (var (part, text) in Parts(name))
        {
            var feature = name.AsSpan()[part];
            var date = feature is "X" ? Unmangled(text)
                : feature.Length == 0 || Underscored().IsMatch(text) ? text.Replace('_', '-')
                : text;
            if (date.AsSpan().ContainsAnyExceptInRange('0', '9') && DateText.TryParse(date, order, out var time))
            {
                return new DatedName(field, Feature(name[part]), date, time);
            }
        }

        return null;
    }

    /// <summary>The time of day, month or weekday in a column's name; null if there is none.</summary>
    public static RecurringName? Recurring(int field, string name)
    {
        foreach (var (part, text) in Parts(name))
        {
            if (Turn(text) is var (key, period))
            {
                return new RecurringName(field, Feature(name[part]), text, key, period);
            }
        }

        return null;
    }

    static string Feature(string name) => name is "" or "X" ? WideHeader.Unnamed : name;

    /// <summary>R puts X before a name that begins with a digit and points for other characters: X1.22.20, X2021.01.31.</summary>
    static string Unmangled(string text) => text.Replace('.', text.IndexOf('.', StringComparison.Ordinal) == 4 ? '-' : '/');

    /// <summary>The ways to take a name apart into a feature, which has letters, and a time: the longest time first.</summary>
    static IEnumerable<(Range Feature, string Time)> Parts(string name)
    {
        yield return (..0, name.Length <= LongestTime ? name : "");
        for (var at = Math.Max(1, name.Length - LongestTime); at < name.Length; at++)
        {
            var isStart = Separators.Contains(name[at - 1]) || (char.IsLetter(name[at - 1]) && char.IsAsciiDigit(name[at]));
            if (isStart && HasLetter(name.AsSpan(0, at)))
            {
                yield return (..name.AsSpan(0, at).TrimEnd("_.- :/").Length, name[at..]);
            }
        }

        for (var at = Math.Min(name.Length - 1, LongestTime); at > 0; at--)
        {
            if (Separators.Contains(name[at]) && HasLetter(name.AsSpan(at + 1)))
            {
                yield return ((at + 1).., name[..at]);
            }
        }
    }

    static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    static (long Key, long Period)? Turn(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var isClock = ClockText.TryParse(bytes, out var time) && text.AsSpan().ContainsAny(':', 'm', 'M'); // 1.05 is a number
        return text is "24:00" or "24:00:00" ? (TimeSpan.TicksPerDay, TimeSpan.TicksPerDay)
            : isClock ? (time.Ticks, TimeSpan.TicksPerDay)
            : DateNames.Find(bytes, DateNames.Months) is >= 0 and var month ? (month, DateNames.Months.Length)
            : DateNames.Find(bytes, DateNames.Days) is >= 0 and var day ? (day, DateNames.Days.Length)
            : null;
    }

    [GeneratedRegex("^[0-9]{4}_[0-9]{2}(_[0-9]{2})?$")]
    private static partial Regex Underscored();
}
