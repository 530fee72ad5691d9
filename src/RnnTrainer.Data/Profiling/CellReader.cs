using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Profiling;

/// <summary>Reads a cell as everything that it can be.</summary>
sealed class CellReader(DataOptions options, CellFormat format)
{
    readonly MissingMarkers _missing = new(options);

    public CellReading Read(ReadOnlySpan<byte> cell)
    {
        if (NumberText.TryRead(cell, format, out var x))
        {
            return _missing.IsNumber(x) ? new CellReading(CellKind.Marker, double.NaN, double.NaN, "")
                : new CellReading(CellKind.Number, x, double.NaN, "") { IsPadded = cell is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..] };
        }

        if (cell.IsEmpty || _missing.Contains(cell))
        {
            return new CellReading(cell.IsEmpty ? CellKind.Missing : CellKind.Marker, double.NaN, double.NaN, "");
        }

        if (cell.Length is > 2 and < 40 && Date(cell) is { } date)
        {
            return date;
        }

        return cell.Length < 40
            && NumberUnit.TryRead(cell, format, out x, out var unit) ? new CellReading(CellKind.Unit, x, double.NaN, unit)
            : NumberError.IsInOtherFormat(cell, format) ? new CellReading(CellKind.OtherNumber, double.NaN, double.NaN, "")
            : new CellReading(CellKind.Word, double.NaN, double.NaN, "");
    }

    /// <summary>Whether the cell has groups of digits.</summary>
    public bool HasGroups(ReadOnlySpan<byte> cell) => NumberText.HasGroups(cell, format);

    static CellReading? Date(ReadOnlySpan<byte> cell)
    {
        if (!cell.ContainsAnyInRange((byte)'0', (byte)'9'))
        {
            return null;
        }

        if (ClockText.TryParse(cell, out var clock))
        {
            return new CellReading(CellKind.Clock, clock.TotalSeconds, double.NaN, "");
        }

        if (DateText.TryParse(cell, DateOrder.YearFirst, out var time))
        {
            return new CellReading(CellKind.Date, UnixTime.Of(time), UnixTime.Of(time), "");
        }

        var isDate = DateText.TryParse(cell, DateOrder.DayFirst, out var day);
        var isMonthFirst = DateText.TryParse(cell, DateOrder.MonthFirst, out var month);
        return isDate || isMonthFirst
            ? new CellReading(CellKind.Date, isDate ? UnixTime.Of(day) : double.NaN, isMonthFirst ? UnixTime.Of(month) : double.NaN, "")
            : null;
    }
}
