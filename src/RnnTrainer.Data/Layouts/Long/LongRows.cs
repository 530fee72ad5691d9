using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Sorts the rows below the header into sequences. A mistake is recorded and reading goes on with the next row.</summary>
sealed class LongRows(CsvReader reader, LongColumns columns, byte[] text, ErrorLog errors, string seriesName)
{
    readonly Dictionary<string, SequenceRows> byId = new(StringComparer.Ordinal);
    readonly List<SequenceRows> inOrder = [];
    readonly RowCells cells = new(reader, columns, errors);
    byte[] currentId = [];
    SequenceRows? current;
    readonly CsvRows rows = new(reader, text, errors, columns.Options.Progress);
    bool complete = true; // false once a row had to be passed over: then a gap says nothing

    /// <summary>How many sequences had their rows put into another order.</summary>
    public int Reordered { get; private set; }

    /// <summary>The sequences in the order in which the file first names them; <see cref="Sequence.Line"/> is still the offset.</summary>
    public IReadOnlyList<Sequence> ReadAll()
    {
        while (rows.Next())
        {
            if (Sequence() is { } sequence)
                cells.ReadInto(sequence);
            else
                complete = false;
        }

        complete &= !rows.Skipped;
        foreach (var sequence in inOrder)
        {
            Reordered += sequence.Order(errors, complete) ? 1 : 0;
            if (sequence.Length == 1 && columns.Options.TargetLevel == TargetLevel.Next && columns.TargetKind != TargetKind.None)
                errors.Add(sequence.Offset, $"sequence '{Printable.Cell(sequence.Id)}' has one row: nothing follows it", "Leave it out: each step is to predict the row after it.");
        }

        return errors.Total > 0 ? [] : [.. inOrder.Select(r => r.ToSequence())];
    }

    /// <summary>The sequence of this row; null, with the reason recorded, if the row cannot be read.</summary>
    SequenceRows? Sequence()
    {
        if (reader.FieldCount != columns.Header.Length)
        {
            rows.ReportRagged(columns.Header.Length);
            return null;
        }

        if (columns.IsSeries)
            return current ??= Enter(seriesName);
        var id = reader.GetSpan(columns.Sequence);
        if (id.IsEmpty)
            return Refuse(columns.Sequence, $"the cell in column '{columns.Header[columns.Sequence]}' is empty", "Name the sequence in every row.");
        if (current is null || !id.SequenceEqual(currentId))
        {
            currentId = id.ToArray();
            current = Enter(reader.GetString(columns.Sequence));
        }

        return current;
    }

    SequenceRows Enter(string id)
    {
        if (!byId.TryGetValue(id, out var sequence))
        {
            sequence = new SequenceRows(id, reader.ByteOffset, columns);
            byId.Add(id, sequence);
            inOrder.Add(sequence);
        }
        else if (columns.Step < 0)
        {
            Report(columns.Sequence, $"sequence '{Printable.Cell(id)}' goes on here after rows of another", "Put the rows of a sequence next to each other, or name the column that orders them (step:).");
        }

        return sequence;
    }

    SequenceRows? Refuse(int i, string message, string hint)
    {
        Report(i, message, hint);
        return null;
    }

    void Report(int i, string message, string hint) => errors.AddCell(reader, i, message, hint);
}
