using System.Globalization;

namespace RnnTrainer.Data.Text;

/// <summary>The value of a step: a whole number, a number, a time or a time of day. It orders the rows of a sequence.</summary>
/// <param name="Key">The number, or the seconds since 1970 or since midnight.</param>
readonly record struct StepValue(StepKind Kind, double Key)
{
    /// <summary>Reads a cell.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, CellFormat format, out StepValue step)
    {
        cell = cell.Trim((byte)' ');
        if (System.Buffers.Text.Utf8Parser.TryParse(cell, out long whole, out var used) && used == cell.Length)
        {
            step = Of(whole, StepKind.Whole, format);
            return step.Kind == StepKind.Time || format.DateNumbers == DateFormat.Auto;
        }

        if (DateText.TryParse(cell, format.Dates, out var time))
        {
            step = At(time);
            return true;
        }

        if (ClockText.TryParse(cell, out var clock))
        {
            step = new StepValue(StepKind.Clock, clock.TotalSeconds);
            return true;
        }

        var isNumber = NumberText.TryReadPlain(cell, format, out var x);
        step = Of(x, x % 1 == 0 ? StepKind.Whole : StepKind.Number, format);
        return isNumber && (step.Kind == StepKind.Time || format.DateNumbers == DateFormat.Auto);
    }

    /// <summary>The step of a time.</summary>
    public static StepValue At(DateTime time) => new(StepKind.Time, UnixTime.Of(time));

    static StepValue Of(double x, StepKind kind, CellFormat format) =>
        format.DateNumbers == DateFormat.Auto && UnixTime.Is(x) ? new StepValue(StepKind.Time, UnixTime.Seconds(x))
        : format.DateNumbers != DateFormat.Auto && DateNumber.TryRead(x, format.DateNumbers, out var time) ? At(time)
        : new StepValue(kind, x);

    /// <summary>The value for a message: a time to the day, the second or the millisecond, whatever it needs.</summary>
    public override string ToString() => Kind switch
    {
        StepKind.Time => DateTime.UnixEpoch.AddSeconds(Key).ToString(TimeFormat, CultureInfo.InvariantCulture),
        StepKind.Clock => TimeSpan.FromSeconds(Key).ToString("c", CultureInfo.InvariantCulture),
        _ => Key.ToString(CultureInfo.InvariantCulture),
    };

    string TimeFormat => Key % 86400 == 0 ? "yyyy-MM-dd" : Key % 1 == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff";
}

/// <summary>What a step column holds.</summary>
enum StepKind : byte
{
    Whole,
    Number,
    Time,
    Clock,
}
