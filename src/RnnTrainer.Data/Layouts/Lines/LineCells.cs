using System.Text;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Lines;

/// <summary>The cells of the foreign formats, which have a line per sequence and no names.</summary>
sealed class LineCells(byte[] text, DataOptions options, ErrorLog errors)
{
    readonly MissingMarkers missing = new(options);
    readonly CellFormat form = CellFormat.Of(options);
    readonly StringPool pool = new();

    public bool IsMissing(Range cell) => missing.Has(Trimmed(cell));

    /// <summary>NaN if the cell may be missing; else 0, with the mistake recorded.</summary>
    public double Number(Range cell)
    {
        var span = Trimmed(cell);
        if (form.TryNumber(span, out var x) && !missing.IsNumber(span))
            return x;
        if (missing.Allowed && missing.Has(span))
            return double.NaN;
        if (errors.IsFull)
        {
            errors.Add(0, "", "");
            return 0;
        }

        var (message, hint) = NumberText.Explain(Encoding.UTF8.GetString(span), "", form);
        errors.Add(cell.Start.Value, message.Replace(" in column ''", "", StringComparison.Ordinal), hint);
        return 0;
    }

    /// <summary>With the label or the target that stands in the file.</summary>
    public Sequence Complete(Sequence sequence, Range cell) => options.TargetKind switch
    {
        TargetKind.None => sequence,
        TargetKind.Label => sequence with { Label = Label(cell) },
        _ => sequence with { Target = [Number(cell)] },
    };

    string Label(Range cell)
    {
        var span = Trimmed(cell);
        if (span.IsEmpty)
            errors.Add(cell.Start.Value, "the label is empty", "Give every row a label.");
        return pool.Of(span);
    }

    ReadOnlySpan<byte> Trimmed(Range cell) => text.AsSpan()[cell].Trim(" \t"u8);
}
