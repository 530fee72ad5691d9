using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>Reads times of day: <c>13:05</c>, <c>13:05:59.5</c>, <c>13.05.59</c>, <c>1:05 PM</c>.</summary>
static class ClockText
{
    const int Least = 4, Most = 20;

    /// <summary>Reads a time of day.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TimeSpan time)
    {
        time = default;
        if (text.Length is < Least or > Most || text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            return false;
        }

        Span<byte> ascii = stackalloc byte[Most];
        return new DateReader(PlainSpaces.In(text, ascii), DateOrder.YearFirst).TryClock(out time);
    }

    /// <summary>Reads a time of day.</summary>
    public static bool TryParse(string text, out TimeSpan time) => TryParse(Encoding.UTF8.GetBytes(text), out time);

    /// <summary>Writes the time of day of a date as another is written.</summary>
    /// <param name="like">A cell that <see cref="TryParse(string, out TimeSpan)"/> reads.</param>
    public static string Format(DateTime time, string like)
    {
        var text = PlainSpaces.In(like);
        var fields = new List<DateField>();
        new DateReader(Encoding.ASCII.GetBytes(text), DateOrder.YearFirst, fields).TryClock(out _);
        return DateFields.Write(time, text, fields);
    }
}
