using System.Globalization;

namespace RnnTrainer.Data.Text;

/// <summary>The value of a step column: a whole number, a number or a time. It orders the rows of a sequence.</summary>
/// <param name="Key">The number, or the seconds since 1970.</param>
readonly record struct StepValue(StepKind Kind, double Key)
{
    /// <summary>Reads a cell; numbers with a fraction only if <paramref name="fractions"/> are allowed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, bool fractions, CellFormat format, out StepValue step)
    {
        if (System.Buffers.Text.Utf8Parser.TryParse(cell, out long whole, out var used) && used == cell.Length)
        {
            step = UnixTime.Is(whole) ? new StepValue(StepKind.Time, UnixTime.Seconds(whole)) : new StepValue(StepKind.Whole, whole);
            return true;
        }

        if (DateText.TryParse(cell, format.Dates, out var time))
        {
            step = new StepValue(StepKind.Time, (time - DateTime.UnixEpoch).TotalSeconds);
            return true;
        }

        var isNumber = fractions & NumberText.TryRead(cell, format, out var x);
        step = new StepValue(StepKind.Number, x);
        return isNumber;
    }

    /// <summary>The value for a message: a time to the day, the second or the millisecond, whatever it needs.</summary>
    public override string ToString() => Kind == StepKind.Time
        ? DateTime.UnixEpoch.AddSeconds(Key).ToString(TimeFormat, CultureInfo.InvariantCulture)
        : Key.ToString(CultureInfo.InvariantCulture);

    string TimeFormat => Key % 86400 == 0 ? "yyyy-MM-dd" : Key % 1 == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff";
}

/// <summary>What a step column holds.</summary>
enum StepKind
{
    Whole,
    Number,
    Time,
}
