using System.Globalization;
using System.Text;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>
/// Joins the cells of several columns to one moment: a date and a time of day or an hour; or a year, a month and, as far as there are
/// columns, day, hour, minute and second.
/// </summary>
static class StepJoin
{
    /// <summary>What the columns after the year hold, with the least and the greatest number. An hour may count from 0 or to 24.</summary>
    static readonly (string Name, int Least, int Most)[] Parts =
        [("month", 1, 12), ("day", 1, 31), ("hour", 0, 24), ("minute", 0, 59), ("second", 0, 59)];

    const int Month = 0, Day = 1, Hour = 2;

    /// <summary>The largest number of columns.</summary>
    public static int Most => Parts.Length + 1;

    /// <summary>Reads the moment.</summary>
    /// <param name="fault">The cell that cannot be read; −1 if all can.</param>
    /// <param name="expected">What that cell has to be, such as "a month".</param>
    public static bool TryRead(IReadOnlyList<string> cells, CellFormat format, out DateTime time, out int fault, out string expected)
    {
        (fault, expected) = (0, "a date or a year");
        var numbers = new int[] { 1, 1, 0, 0, 0 };
        var first = Hour;
        if (!TryDate(cells[0], format, out time))
        {
            if (!TryWhole(cells[0], out var year) || year is < 1000 or > 2999)
            {
                return false;
            }

            (time, first) = (new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc), Month);
        }

        var clock = TimeSpan.Zero;
        for (var (n, part) = (1, first); n < cells.Count; n++, part++)
        {
            (fault, expected) = (n, part < Parts.Length ? $"{(part == Hour ? "an" : "a")} {Parts[part].Name}" : "needed");
            if (part == Hour && TryClock(cells[n], out clock))
            {
                part = Parts.Length - 1;
            }
            else if (part >= Parts.Length || !TryPart(cells[n], part, out numbers[part]))
            {
                expected = part == Hour ? "a time of day or an hour" : expected;
                return false;
            }
        }

        var isDay = first == Hour || numbers[Day] <= DateTime.DaysInMonth(time.Year, numbers[Month]);
        (fault, expected) = isDay ? (-1, "") : (Day + 1, "a day of its month");
        if (!isDay)
        {
            return false;
        }

        var (hour, minute, second) = (numbers[Hour], numbers[Hour + 1], numbers[Hour + 2]);
        time = time.AddMonths(numbers[Month] - 1).AddDays(numbers[Day] - 1) + new TimeSpan(hour, minute, second) + clock;
        return true;
    }

    /// <summary>
    /// The moment as one text that <see cref="DateText"/> reads: the cells of the date and the time of day with a space between them if
    /// that can be read, otherwise with the year first.
    /// </summary>
    public static string Text(IReadOnlyList<string> cells, DateTime time, CellFormat format)
    {
        var isYear = TryWhole(cells[0], out var year) && year < 10_000;
        var joined = string.Join(' ', cells);
        var isRead = DateText.TryParse(joined, format.Dates, out var read) && read == time;
        return !isYear && isRead && cells.Count == 2 && ClockText.TryParse(cells[1], out _) ? joined
            : time.ToString(
                isYear && cells.Count == Month + 2 ? "yyyy-MM"
                : isYear && cells.Count == Day + 2 ? "yyyy-MM-dd"
                : time.TimeOfDay.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-dd HH:mm"
                : time.TimeOfDay.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fffffff",
                CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a date as text or number; eight digits are one whatever the format of the other numbers.</summary>
    static bool TryDate(string cell, CellFormat format, out DateTime date)
    {
        var text = Encoding.UTF8.GetBytes(cell);
        const int Digits = 8;
        return DateText.TryParse(text, format.Dates, out date)
            || (NumberText.TryReadPlain(text, format, out var x)
                && ((format.DateNumbers != DateFormat.Auto && DateNumber.TryRead(x, format.DateNumbers, out date))
                    || (cell.Length == Digits && DateNumber.TryRead(x, DateFormat.Yyyymmdd, out date))));
    }

    static bool TryClock(string cell, out TimeSpan clock)
    {
        var isMidnight = cell is "24:00" or "24:00:00";
        clock = TimeSpan.FromDays(1);
        return isMidnight || ClockText.TryParse(cell, out clock);
    }

    static bool TryPart(string cell, int part, out int number)
    {
        if (part == Month && DateNames.Find(Encoding.UTF8.GetBytes(cell), DateNames.Months) is >= 0 and var month)
        {
            number = month + 1;
            return true;
        }

        return TryWhole(cell, out number) && number >= Parts[part].Least && number <= Parts[part].Most;
    }

    /// <summary>Reads a whole number, also as 5.0, which programs write for whole numbers in a column with empty cells.</summary>
    static bool TryWhole(string cell, out int number)
    {
        var isNumber = double.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var x);
        number = isNumber && x % 1 == 0 && x < int.MaxValue ? (int)x : -1;
        return number >= 0;
    }
}
