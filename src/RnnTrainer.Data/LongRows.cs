using CsvHelper;

namespace RnnTrainer.Data;

/// <summary>Sorts the rows below the header into sequences. A mistake is recorded and reading goes on with the next row.</summary>
sealed class LongRows(CsvReader reader, LongColumns columns, byte[] text, ErrorLog errors, string seriesName)
{
    readonly Dictionary<string, SequenceRows> byId = new(StringComparer.Ordinal);
    readonly List<SequenceRows> inOrder = [];
    readonly RowCells cells = new(reader, columns, errors);
    byte[] currentId = [];
    SequenceRows? current;
    long balanced; // an offset up to which every quote is closed or has been reported
    bool complete = true; // false once a row had to be passed over: then a gap says nothing

    /// <summary>How many sequences had their rows put into another order.</summary>
    public int Reordered { get; private set; }

    /// <summary>The sequences in the order in which the file first names them; <see cref="Sequence.Line"/> is still the offset.</summary>
    public IReadOnlyList<Sequence> ReadAll()
    {
        while (Next())
        {
            if (Sequence() is { } rows)
                cells.ReadInto(rows);
            else
                complete = false;
        }

        foreach (var rows in inOrder)
        {
            Reordered += rows.Order(errors, complete) ? 1 : 0;
            if (rows.Length == 1 && columns.Options.TargetLevel == TargetLevel.Next && columns.TargetKind != TargetKind.None)
                errors.Add(rows.Offset, $"sequence '{NumberText.Shorten(rows.Id)}' has one row: nothing follows it", "Leave it out: each step is to predict the row after it.");
        }

        return errors.Total > 0 ? [] : [.. inOrder.Select(rows => rows.ToSequence())];
    }

    /// <summary>Goes to the next row, past those whose quoting is wrong.</summary>
    bool Next()
    {
        while (true)
        {
            try
            {
                if (!reader.Read())
                    return false;
                balanced = reader.ByteOffset;
                return true;
            }
            catch (CsvFormatException e)
            {
                complete = false;
                errors.Add(Quotes.Place(e, text, balanced), Quotes.Complaint(e), Quotes.Hint);
                if (e.ByteOffset < balanced)
                    return false; // no way forward
                var end = e.ByteOffset < text.Length ? text.AsSpan((int)e.ByteOffset).IndexOfAny("\r\n"u8) : -1;
                balanced = end < 0 ? text.Length + 1 : e.ByteOffset + end;
            }
        }
    }

    /// <summary>The sequence of this row; null, with the reason recorded, if the row cannot be read.</summary>
    SequenceRows? Sequence()
    {
        if (reader.FieldCount != columns.Header.Length)
            return Refuse(0, $"{Fields(reader.FieldCount)} in this row but {columns.Header.Length} in the header", RaggedHint());
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
        if (!byId.TryGetValue(id, out var rows))
        {
            rows = new SequenceRows(id, reader.ByteOffset, columns);
            byId.Add(id, rows);
            inOrder.Add(rows);
        }
        else if (columns.Step < 0)
        {
            Report(columns.Sequence, $"sequence '{NumberText.Shorten(id)}' goes on here after rows of another", "Put the rows of a sequence next to each other, or name the column that orders them (step:).");
        }

        return rows;
    }

    SequenceRows? Refuse(int i, string message, string hint)
    {
        Report(i, message, hint);
        return null;
    }

    void Report(int i, string message, string hint) => errors.Add(CsvFile.OffsetOf(reader, i), message, hint);

    string RaggedHint() => (reader.FieldCount - columns.Header.Length, reader.Separator) switch
    {
        (1, _) when long.TryParse(reader.GetString(0), out _) && !long.TryParse(columns.Header[0], out _) && inOrder.Count == 0 && reader.GetRawSpan(0).Contains((byte)'"') =>
            "If every row begins with its number, name that column too: put a name and a separator at the start of the header.",
        ( > 0, ',') => "A decimal sign is a point (2.5, not 2,5); a text with a comma in it needs quotes.",
        _ => "Every row needs a field for every column; an empty one keeps its separator.",
    };

    static string Fields(int count) => count == 1 ? "1 field" : $"{count} fields";
}
