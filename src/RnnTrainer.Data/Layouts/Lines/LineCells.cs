using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Lines;

/// <summary>Reads the cells of formats that have a line per sequence and no column names.</summary>
sealed class LineCells(byte[] text, DataOptions options, ErrorLog errors)
{
    readonly NumberCells _numbers = new(options, CellFormat.Of(options), errors);
    readonly StringPool _pool = new();

    /// <summary>The first number that was read without its unit or groups; empty if there is none.</summary>
    public IReadOnlyList<string> Notes => [.. _numbers.Reinterpreted.Values];

    /// <summary>Whether a cell is a missing-value marker.</summary>
    public bool IsMissing(Range cell) => _numbers.Missing.Contains(Trimmed(cell));

    /// <summary>The number in a cell; NaN if it is missing and may be; otherwise 0, with the error recorded.</summary>
    public double Number(Range cell)
    {
        var span = Trimmed(cell);
        return _numbers.TryRead(span, mayMiss: true, column: 0, out var x) ? x
            : _numbers.Missing.AreAllowed && _numbers.Missing.Contains(span) ? double.NaN
            : Invalid(cell);
    }

    /// <summary>The sequence with the label or target in a cell.</summary>
    public Sequence WithTarget(Sequence sequence, Range cell) => options.TargetKind switch
    {
        TargetKind.None => sequence,
        TargetKind.Label => sequence with { Label = Label(cell) },
        _ => sequence with { Target = [_numbers.Target(Trimmed(cell), mayMiss: false, 0, column: null, () => cell.Start.Value)] },
    };

    string Label(Range cell)
    {
        var span = Trimmed(cell);
        if (span.IsEmpty)
        {
            errors.Add(cell.Start.Value, "the label is empty", "Give every row a label, or leave out the rows without one.");
        }

        return _pool.Of(span);
    }

    double Invalid(Range cell) => _numbers.Invalid(Trimmed(cell), column: null, () => cell.Start.Value);

    ReadOnlySpan<byte> Trimmed(Range cell) => text.AsSpan()[cell].Trim(" \t"u8);
}
