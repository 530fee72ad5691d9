using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>
/// Reads date-times. With the year first they are unambiguous: <c>2016-07-01 13:05:59.5</c>, with T or a space, with / for -, with Z or an
/// offset (which is applied), without seconds, minutes, time or day. So are those with the English name of a month, <c>1-Jul-2016</c> or
/// <c>Jul 1, 2016 1:05 PM</c>, quarters, <c>2016-Q3</c>, and weeks, <c>2016-W26</c>, which are their first day. With points the day is
/// first, <c>31.7.2016 13:05</c>. With slashes or dashes, <c>31/7/2016</c>, the order has to be given. See <see cref="DateReader"/>.
/// </summary>
static class DateText
{
    const int Least = 5, Most = 48;

    /// <summary>Reads a time; it is in UTC if the text has an offset.</summary>
    /// <param name="order">What comes first in 01/02/2024.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, DateOrder order, out DateTime time)
    {
        if (TryIso(text, out time))
        {
            return true;
        }

        if (text.Length is < Least or > Most || text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            return false;
        }

        Span<byte> ascii = stackalloc byte[Most];
        return new DateReader(PlainSpaces.In(text, ascii), order).TryDateTime(out time);
    }

    /// <summary>Reads a time; it is in UTC if the text has an offset.</summary>
    public static bool TryParse(string text, DateOrder order, out DateTime time) => TryParse(Encoding.UTF8.GetBytes(text), order, out time);

    /// <summary>Whether the text ends in an offset from UTC of more than 14 hours, which is used nowhere.</summary>
    public static bool HasWideOffset(string text)
    {
        var reader = new DateReader(Encoding.UTF8.GetBytes(text), DateOrder.DayFirst);
        return !reader.TryDateTime(out _) && reader.IsOffsetWide;
    }

    /// <summary>Whether the text is a date such as 01/02/2016 or 1-2-16 5:00 PM, in which day and month may be confused.</summary>
    public static bool IsAmbiguous(string text) => IsAmbiguous(Encoding.UTF8.GetBytes(text));

    /// <summary>The same of a cell.</summary>
    public static bool IsAmbiguous(ReadOnlySpan<byte> text) =>
        !TryParse(text, DateOrder.YearFirst, out _)
        && (TryParse(text, DateOrder.DayFirst, out _) || TryParse(text, DateOrder.MonthFirst, out _));

    /// <summary>Writes a time as another is written, with the same separators, digits, names and offset from UTC.</summary>
    /// <param name="time">In UTC if <paramref name="like"/> has an offset.</param>
    /// <param name="like">A cell that <see cref="TryParse(string, DateOrder, out DateTime)"/> reads.</param>
    public static string Format(DateTime time, string like, DateOrder order) => Format(time, [like], order);

    /// <summary>
    /// Writes a time as the last of some cells is written. May is a shortened name if other months are, and 12 has no zeros before it if
    /// other numbers have none.
    /// </summary>
    public static string Format(DateTime time, IReadOnlyList<string> likes, DateOrder order)
    {
        var text = PlainSpaces.In(likes[^1]);
        var fields = FieldsOf(text, order, out var offset);
        foreach (var other in likes.Where(l => l.Length != likes[^1].Length).Select(PlainSpaces.In))
        {
            var others = FieldsOf(other, order, out _);
            if (others.Count == fields.Count)
            {
                fields = [.. fields.Zip(others, (f, o) => DateFields.Like(f, o, other))];
            }
        }

        return DateFields.Write(time + offset, text, fields);
    }

    static List<DateField> FieldsOf(string text, DateOrder order, out TimeSpan offset)
    {
        var fields = new List<DateField>();
        var reader = new DateReader(Encoding.ASCII.GetBytes(text), order, fields);
        reader.TryDateTime(out _);
        offset = reader.Offset;
        return fields;
    }

    /// <summary>Reads the usual form digit by digit, which is fast: yyyy-MM-dd, and HH:mm or HH:mm:ss after one character.</summary>
    public static bool TryIso(ReadOnlySpan<byte> s, out DateTime time)
    {
        time = default;
        if (s.Length is not (10 or 16 or 19) || s[4] != s[7] || s[4] is not ((byte)'-' or (byte)'/'))
        {
            return false;
        }

        if (!Digits(s[..4], out var year) || !Digits(s[5..7], out var month) || !Digits(s[8..10], out var day))
        {
            return false;
        }

        int hour = 0, minute = 0, second = 0;
        if (s.Length > 10 && !(s[10] is (byte)' ' or (byte)'T' && s[13] == ':' && Digits(s[11..13], out hour)
            && Digits(s[14..16], out minute) && (s.Length == 16 || (s[16] == ':' && Digits(s[17..19], out second)))))
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
