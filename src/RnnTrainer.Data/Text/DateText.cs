using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RnnTrainer.Data.Text;

/// <summary>
/// Reads date-times. With the year first they are unambiguous: <c>2016-07-01 13:05:59.5</c>, with T or a space, with / for -, with Z or an
/// offset (which is applied), without seconds, time or day. With points the day is first, <c>31.7.2016 13:05</c>. With slashes or dashes,
/// <c>31/7/2016</c>, the order has to be given.
/// </summary>
static partial class DateText
{
    static readonly string[] Formats =
    [
        "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-d H:m:s", "yyyy-M-d H:m", "yyyy-M-d", "yyyy-M",
        "yyyy-M-d H:m:s.FFFFFFFK", "yyyy-M-d H:m:sK", "yyyy-M-d H:mK", "yyyyMMddTHHmmss",
    ];

    static readonly string[] Times = ["", " H:m", " H:m:s", " H:m:s.FFFFFFF"];
    static readonly string[] DayFirst = [.. Times.SelectMany(t => new[] { $"d.M.yyyy{t}", $"d.M.yy{t}" })];
    static readonly string[] MonthFirst = [.. Times.Select(t => $"M.d.yyyy{t}")];

    /// <summary>Reads a time; it is in UTC if the text has an offset.</summary>
    /// <param name="order">What comes first in 01/02/2024.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, DateOrder order, out DateTime time)
    {
        time = default;
        if (text.Length is < 6 or > 40 || !char.IsAsciiDigit((char)text[0]) || text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0)
        {
            return false;
        }

        if (TryIso(text, out time))
        {
            return true;
        }

        if (Separator(text) is not '\0' and var separator)
        {
            return TryYearLast(text, separator, order, out time);
        }

        Span<char> chars = stackalloc char[text.Length];
        for (var n = 0; n < chars.Length; n++)
        {
            chars[n] = text[n] == '/' ? '-' : text[n] == 'T' && n > 8 ? ' ' : (char)text[n];
        }

        return HasPossibleOffset(text)
            && (DateTime.TryParseExact(
                chars, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out time)
            || DateTime.TryParseExact(
                Encoding.ASCII.GetString(text), Formats, CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out time));
    }

    /// <summary>Reads a time; it is in UTC if the text has an offset.</summary>
    public static bool TryParse(string text, DateOrder order, out DateTime time) => TryParse(Encoding.UTF8.GetBytes(text), order, out time);

    /// <summary>Whether the text ends in an offset from UTC of more than 14 hours, which is used nowhere.</summary>
    public static bool HasWideOffset(string text) =>
        Zone().IsMatch(text) && !HasPossibleOffset(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether the text is a date such as 01/02/2016 or 1-2-2016, in which day and month may be confused.</summary>
    public static bool IsAmbiguous(string text) =>
        Separator(Encoding.UTF8.GetBytes(text)) is '/' or '-' && text.Split(' ')[0].Split('/', '-') is { Length: 3 } parts
        && parts[2].Length is 2 or 4 && parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit));

    /// <summary>Writes a time as another is written, with the same separators, digits and offset from UTC.</summary>
    /// <param name="time">In UTC if <paramref name="like"/> has an offset.</param>
    /// <param name="like">A cell that <see cref="TryParse(string, DateOrder, out DateTime)"/> reads.</param>
    public static string Format(DateTime time, string like, DateOrder order)
    {
        var zone = Zone().Match(like);
        var offset = zone.Success && zone.Groups[1].Success
            ? TimeSpan.ParseExact(zone.Groups[1].Value, @"hh\:mm", CultureInfo.InvariantCulture) * (
                zone.Value.Contains('-', StringComparison.Ordinal) ? -1 : 1)
            : TimeSpan.Zero;
        var separator = Separator(Encoding.UTF8.GetBytes(like));
        string[] parts = separator == '\0' ? ["y", "M", "d", "H", "m", "s", "f"]
            : order == DateOrder.MonthFirst && separator != '.' ? ["M", "d", "y", "H", "m", "s", "f"]
            : ["d", "M", "y", "H", "m", "s", "f"];
        var n = 0;
        var pattern = Runs()
            .Replace(
                zone.Success ? like[..zone.Index] : like, run => char.IsAsciiDigit(run.Value[0]) ? Field(run.Length) : $"'{run.Value}'");
        return (time + offset).ToString(pattern, CultureInfo.InvariantCulture) + zone.Value;

        // Days and clocks may be written without separators: yyyyMMdd, HHmmss.
        string Field(int digits) => digits switch
        {
            8 when n == 0 => Taken(3, "yyyyMMdd"),
            6 when n == 3 => Taken(3, "HHmmss"),
            _ when n >= parts.Length => "",
            _ => string.Concat(Enumerable.Repeat(parts[n++], digits)),
        };

        string Taken(int fields, string pattern)
        {
            n += fields;
            return pattern;
        }
    }

    [GeneratedRegex(@"(?<=:[0-9.]+) ?(?:Z|[+-]([0-9]{2}:[0-9]{2}))$")]
    private static partial Regex Zone();

    [GeneratedRegex("[0-9]+|[^0-9]+")]
    private static partial Regex Runs();

    /// <summary>The separator of a date that does not begin with the year; otherwise '\0'.</summary>
    static char Separator(ReadOnlySpan<byte> text)
    {
        var at = text.Length < 6 ? -1 : text[..3].IndexOfAny("./-"u8);
        return at > 0 && text[(at + 1)..(at + 4)].IndexOf(text[at]) > 0 ? (char)text[at] : '\0';
    }

    /// <summary>
    /// Whether the offset, if there is one, is at most 14 hours; .NET reads +25:00. The digits of an offset follow a sign after the date.
    /// </summary>
    static bool HasPossibleOffset(ReadOnlySpan<byte> text)
    {
        var sign = text.LastIndexOfAny("+-"u8);
        if (sign < 10 || sign + 3 > text.Length || !Digits(text[(sign + 1)..(sign + 3)], out var hours))
        {
            return true;
        }

        return !Digits(text[^2..], out var minutes) || hours < 14 || (hours == 14 && (sign + 3 == text.Length || minutes == 0));
    }

    static bool TryYearLast(ReadOnlySpan<byte> text, char separator, DateOrder order, out DateTime time)
    {
        time = default;
        if (separator != '.' && order == DateOrder.YearFirst)
        {
            return false;
        }

        var form = separator == '.' || order == DateOrder.DayFirst ? DayFirst : MonthFirst;
        return DateTime.TryParseExact(
            Encoding.ASCII.GetString(text).Replace(separator, '.'), form, CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>Reads the usual form digit by digit, which is fast: yyyy-MM-dd, and HH:mm:ss after one character.</summary>
    static bool TryIso(ReadOnlySpan<byte> s, out DateTime time)
    {
        time = default;
        if (s.Length is not (10 or 19) || s[4] != s[7] || s[4] is not ((byte)'-' or (byte)'/'))
        {
            return false;
        }

        if (!Digits(s[..4], out var year) || !Digits(s[5..7], out var month) || !Digits(s[8..10], out var day))
        {
            return false;
        }

        int hour = 0, minute = 0, second = 0;
        if (s.Length == 19 && !(s[10] is (byte)' ' or (byte)'T' && s[13] == ':' && s[16] == ':'
            && Digits(s[11..13], out hour) && Digits(s[14..16], out minute) && Digits(s[17..19], out second)))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59
            || second > 59)
        {
            return false;
        }

        time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        return true;
    }

    static bool Digits(ReadOnlySpan<byte> s, out int value)
    {
        value = 0;
        foreach (var b in s)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (10 * value) + b - '0';
        }

        return true;
    }
}
