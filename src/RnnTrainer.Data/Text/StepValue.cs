using System.Globalization;

namespace RnnTrainer.Data.Text;

/// <summary>What orders the rows of a sequence: a whole number, a number, or a moment.</summary>
readonly record struct StepValue(StepKind Kind, double Key)
{
    /// <summary>Reads a cell; numbers with a fraction only where <paramref name="fractions"/> are allowed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, bool fractions, CellFormat form, out StepValue step)
    {
        if (System.Buffers.Text.Utf8Parser.TryParse(cell, out long whole, out var used) && used == cell.Length)
        {
            step = UnixTime.Is(whole) ? new StepValue(StepKind.Time, UnixTime.Seconds(whole)) : new StepValue(StepKind.Whole, whole);
            return true;
        }

        if (form.TryDate(cell, out var time))
        {
            step = new StepValue(StepKind.Time, (time - DateTime.UnixEpoch).TotalSeconds);
            return true;
        }

        var good = fractions & form.TryNumber(cell, out var x);
        step = new StepValue(StepKind.Number, x);
        return good;
    }

    public override string ToString() => Kind == StepKind.Time
        ? DateTime.UnixEpoch.AddSeconds(Key).ToString(Key % 86400 == 0 ? "yyyy-MM-dd" : Key % 1 == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
        : Key.ToString(CultureInfo.InvariantCulture);
}

enum StepKind
{
    Whole,
    Number,
    Time,
}
