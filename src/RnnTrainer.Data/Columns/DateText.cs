using System.Globalization;
using System.Text;

namespace RnnTrainer.Data;

/// <summary>
/// Date-times whose order nobody can mistake: the year first. <c>2016-07-01 13:05:59.5</c>, with T or a space, with / for -, with Z or an offset
/// (which is applied), without seconds, time or day.
/// </summary>
public static class DateText
{
    static readonly string[] Formats =
    [
        "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-d H:m:s", "yyyy-M-d H:m", "yyyy-M-d", "yyyy-M",
        "yyyy-M-d H:m:s.FFFFFFFK", "yyyy-M-d H:m:sK", "yyyy-M-d H:mK", "yyyyMMddTHHmmss",
    ];

    /// <summary>The moment, in UTC where the text has an offset.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime time)
    {
        time = default;
        if (text.Length is < 6 or > 40 || !char.IsAsciiDigit((char)text[0]) || text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0)
            return false;
        if (TryIso(text, out time))
            return true;
        Span<char> chars = stackalloc char[text.Length];
        for (var n = 0; n < chars.Length; n++)
            chars[n] = text[n] == '/' ? '-' : text[n] == 'T' && n > 8 ? ' ' : (char)text[n];
        return DateTime.TryParseExact(chars, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out time)
            || DateTime.TryParseExact(Encoding.ASCII.GetString(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out time);
    }

    public static bool TryParse(string text, out DateTime time) => TryParse(Encoding.UTF8.GetBytes(text), out time);

    /// <summary>Looks like 01/02/2016 or 1.2.2016: a date in which day and month may be confused.</summary>
    public static bool IsAmbiguous(string text)
    {
        var parts = text.Split(' ')[0].Split('/', '.', '-');
        return parts.Length == 3 && parts[0].Length is 1 or 2 && parts[2].Length is 2 or 4
            && parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit));
    }

    /// <summary>The usual form, digit by digit: yyyy-MM-dd, and HH:mm:ss after one character.</summary>
    static bool TryIso(ReadOnlySpan<byte> s, out DateTime time)
    {
        time = default;
        if (s.Length is not (10 or 19) || s[4] != s[7] || s[4] is not ((byte)'-' or (byte)'/'))
            return false;
        if (!Digits(s[..4], out var year) || !Digits(s[5..7], out var month) || !Digits(s[8..10], out var day))
            return false;
        int hour = 0, minute = 0, second = 0;
        if (s.Length == 19 && !(s[10] is (byte)' ' or (byte)'T' && s[13] == ':' && s[16] == ':'
            && Digits(s[11..13], out hour) && Digits(s[14..16], out minute) && Digits(s[17..19], out second)))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        return true;
    }

    static bool Digits(ReadOnlySpan<byte> s, out int value)
    {
        value = 0;
        foreach (var b in s)
        {
            if (b is < (byte)'0' or > (byte)'9')
                return false;
            value = (10 * value) + b - '0';
        }

        return true;
    }
}
