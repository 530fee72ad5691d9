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
            DatePart.Month => Digits(time.Month, field.Length),
            DatePart.MonthName => DateNames.Like(DateNames.Months[time.Month - 1], Old(field)),
            DatePart.Week => Digits(ISOWeek.GetWeekOfYear(time), field.Length),
            DatePart.WeekDay => Digits(((int)time.DayOfWeek + 6) % 7 + 1, field.Length),
            DatePart.DayName => DateNames.Like(DateNames.Days[(int)time.DayOfWeek], Old(field)),
            DatePart.Day => Digits(time.Day, field.Length),
            DatePart.Ordinal => DateNames.Like(Ordinal(time.Day), Old(field)),
            DatePart.Hour => Digits(hasHalfDay ? ((time.Hour + 11) % 12) + 1 : time.Hour, field.Length),
            DatePart.Minute => Digits(time.Minute, field.Length),
            DatePart.Second => Digits(time.Second, field.Length),
            DatePart.Fraction => time.ToString("fffffff", CultureInfo.InvariantCulture).PadRight(field.Length, '0')[..field.Length],
            _ => DateNames.Like(time.Hour < 12 ? "A" : "P", Old(field)),
        };

        string Old(DateField field) => like.Substring(field.Start, field.Length);
    }

    static string Digits(int number, int least) => number.ToString(CultureInfo.InvariantCulture).PadLeft(least, '0');

    static string Ordinal(int day) => day is >= 11 and <= 13 ? "th" : (day % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
}
