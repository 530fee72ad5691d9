using CsvHelper;

namespace RnnTrainer.Data;

/// <summary>Reads the rows below the header into sequences. A mistake is recorded and reading goes on with the next cell or row.</summary>
sealed class LongRows(CsvReader reader, LongColumns columns, byte[] text, ErrorLog errors)
{
    readonly Dictionary<string, SequenceRows> byId = new(StringComparer.Ordinal);
    readonly List<SequenceRows> inOrder = [];
    byte[] currentId = [];
    SequenceRows? current;
    long balanced; // an offset up to which every quote is closed or has been reported
    bool complete = true; // false once a row had to be passed over: then a gap says nothing

    /// <summary>The sequences in the order in which the file first names them; <see cref="Sequence.Line"/> is still the offset.</summary>
    public IReadOnlyList<Sequence> ReadAll()
    {
        while (Next())
        {
            if (Sequence() is { } rows)
                ReadRow(rows);
            else
                complete = false;
        }

        foreach (var rows in inOrder)
            rows.Order(errors, complete);
        return [.. inOrder.Select(rows => rows.ToSequence())];
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

    void ReadRow(SequenceRows rows)
    {
        var x = rows.AddRow();
        for (var k = 0; k < x.Length; k++)
            x[k] = Number(columns.Inputs[k]);
        if (columns.Step >= 0)
            ReadStep(rows);
        if (columns.TargetKind == TargetKind.Label)
            ReadLabel(rows, columns.Targets[0]);
        else
            ReadTargets(rows);
    }

    /// <summary>0 where there is none: the mistake is recorded.</summary>
    double Number(int i)
    {
        if (NumberText.TryRead(reader, i, out var x))
            return x;
        if (errors.IsFull)
        {
            errors.Add(0, "", "");
            return 0;
        }

        var (message, hint) = NumberText.Explain(reader.GetString(i), columns.Header[i]);
        Report(i, message, hint);
        return 0;
    }

    void ReadStep(SequenceRows rows)
    {
        var good = reader.TryParse<long>(columns.Step, out var step) && !reader.GetRawSpan(columns.Step).Contains((byte)',');
        rows.AddStep(step, CsvFile.OffsetOf(reader, columns.Step), good);
        if (!good)
            Report(columns.Step, $"'{NumberText.Shorten(reader.GetString(columns.Step))}' is not a whole number in column '{columns.Header[columns.Step]}'", "Number the rows of a sequence 0, 1, 2, …");
    }

    void ReadLabel(SequenceRows rows, int i)
    {
        var label = reader.GetSpan(i);
        if (label.IsEmpty)
            Report(i, $"the label in column '{columns.Header[i]}' is empty", "Give every row the label of its sequence.");
        else if (!rows.Agrees(label))
            Report(i, $"sequence '{NumberText.Shorten(rows.Id)}' has the label '{NumberText.Shorten(reader.GetString(i))}' here but '{NumberText.Shorten(rows.Label!)}' in line {errors.LineOf(rows.Offset)}", "A sequence has one label, the same in all its rows.");
    }

    void ReadTargets(SequenceRows rows)
    {
        for (var n = 0; n < columns.Targets.Length; n++)
        {
            var i = columns.Targets[n];
            var value = Number(i);
            if (!rows.Agrees(n, value))
                Report(i, $"sequence '{NumberText.Shorten(rows.Id)}' has the target {NumberText.Shorten(reader.GetString(i))} here but another in line {errors.LineOf(rows.Offset)}", "A sequence has one target, the same in all its rows.");
        }
    }

    SequenceRows? Refuse(int i, string message, string hint)
    {
        Report(i, message, hint);
        return null;
    }

    void Report(int i, string message, string hint) => errors.Add(CsvFile.OffsetOf(reader, i), message, hint);

    string RaggedHint() => reader.Separator == ',' && reader.FieldCount > columns.Header.Length
        ? "A decimal sign is a point (2.5, not 2,5); a text with a comma in it needs quotes."
        : "Every row needs a field for every column; an empty one keeps its separator.";

    static string Fields(int count) => count == 1 ? "1 field" : $"{count} fields";
}
