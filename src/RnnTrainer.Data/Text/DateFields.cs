using System.Globalization;
using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>Writes times in the fields of a text.</summary>
static class DateFields
{
    /// <summary>Replaces the fields of a text by those of a time; the characters between them stay.</summary>
    public static string Write(DateTime time, string like, IReadOnlyList<DateField> fields)
    {
        var hasWeek = fields.Any(f => f.Part == DatePart.Week);
        var hasHalfDay = fields.Any(f => f.Part == DatePart.HalfDay);
        var text = new StringBuilder();
        var at = 0;
        foreach (var field in fields)
        {
            text.Append(like, at, field.Start - at).Append(Value(field));
            at = field.Start + field.Length;
        }

        return text.Append(like, at, like.Length - at).ToString();

        string Value(DateField field) => field.Part switch
        {
            DatePart.Year when field.Length == 2 => Digits(time.Year % 100, 2),
            DatePart.Year => Digits(hasWeek ? ISOWeek.GetYear(time) : time.Year, field.Length),
            DatePart.Quarter => Digits((time.Month + 2) / 3, field.Length),
            DatePart.Month => Digits(time.Month, field.Width),
            DatePart.MonthName => DateNames.Like(DateNames.Months[time.Month - 1], Old(field), field.Width),
            DatePart.Week => Digits(ISOWeek.GetWeekOfYear(time), field.Width),
            DatePart.WeekDay => Digits(((int)time.DayOfWeek + 6) % 7 + 1, field.Length),
            DatePart.DayName => DateNames.Like(DateNames.Days[(int)time.DayOfWeek], Old(field), field.Width),
            DatePart.Day => Digits(time.Day, field.Width),
            DatePart.Ordinal => DateNames.Like(Ordinal(time.Day), Old(field), field.Width),
            DatePart.Hour => Digits(hasHalfDay ? ((time.Hour + 11) % 12) + 1 : time.Hour, field.Width),
            DatePart.Minute => Digits(time.Minute, field.Width),
            DatePart.Second => Digits(time.Second, field.Width),
            DatePart.Fraction => time.ToString("fffffff", CultureInfo.InvariantCulture).PadRight(field.Length, '0')[..field.Length],
            _ => DateNames.Like(time.Hour < 12 ? "A" : "P", Old(field), field.Width),
        };

        string Old(DateField field) => like.Substring(field.Start, field.Length);
    }

    /// <summary>The field with the width of the same one in another text of the column.</summary>
    public static DateField Like(DateField field, DateField other, string text) => field.Part switch
    {
        DatePart.Month or DatePart.Day or DatePart.Hour or DatePart.Minute or DatePart.Second or DatePart.Week =>
            field with { Width = Math.Min(field.Width, other.Width) },
        DatePart.MonthName when DateNames.Months.Any(m => m.Length > DateNames.Short && m.Length == other.Length
            && text.AsSpan(other.Start, other.Length).Equals(m, StringComparison.OrdinalIgnoreCase)) =>
            field with { Width = Math.Max(field.Width, other.Width) },
        _ => field,
    };

    static string Digits(int number, int least) => number.ToString(CultureInfo.InvariantCulture).PadLeft(least, '0');

    static string Ordinal(int day) => day is >= 11 and <= 13 ? "th" : (day % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
}
