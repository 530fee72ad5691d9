using System.Globalization;
using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>Reads the wide layout: a header, then a row per sequence. A row ends at its last filled cell.</summary>
sealed class WideCsv
{
    readonly CsvReader reader;
    readonly WideColumns columns;
    readonly DataOptions options;
    readonly ErrorLog errors;
    readonly MissingMarkers missing;
    readonly CellFormat form;
    readonly StringPool pool = new();

    WideCsv(CsvReader reader, WideColumns columns, DataOptions options, ErrorLog errors) =>
        (this.reader, this.columns, this.options, this.errors, missing, form) = (reader, columns, options, errors, new MissingMarkers(options), CellFormat.Of(options, reader.Separator));

    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = new ErrorLog(file, text);
        CsvFile.CheckText(text, errors);
        using var reader = CsvFile.Open(text);
        var columns = WideColumns.Find(HeaderNames.Read(reader, text, errors), options, errors);
        var wide = new WideCsv(reader, columns, options, errors);
        var sequences = wide.ReadAll(new CsvRows(reader, text, errors, options.Progress));
        if (sequences.Count == 0 && errors.Total == 0)
            errors.Add(0, "there is a header but no row below it", "Write a row for each sequence.");
        errors.ThrowIfAny();
        string[] targets = [.. columns.Targets.Select(i => columns.Header[i])];
        return new SequenceSet(file, [.. columns.Features.Select(f => f.Name)], targets, errors.WithLines(sequences))
        {
            IdColumn = columns.Sequence < 0 ? null : columns.Header[columns.Sequence],
            Notes = columns.Passed.Length == 0 ? [] : [$"passed over, as they number no step: {Words.FirstFew(columns.Passed, most: 5, shown: 4)}"],
        };
    }

    List<Sequence> ReadAll(CsvRows rows)
    {
        var sequences = new List<Sequence>();
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var n = 0; rows.Next(); n++)
        {
            if (MayBeRead(rows) && Read(n) is { } sequence)
            {
                if (!ids.TryAdd(sequence.Id, reader.ByteOffset))
                    Report(columns.Sequence, $"sequence '{Printable.Cell(sequence.Id)}' was already in line {errors.LineOf(ids[sequence.Id])}", "Give every row its own name.");
                sequences.Add(sequence);
            }
        }

        return sequences;
    }

    /// <summary>A row may lack its last steps, and nothing else.</summary>
    bool MayBeRead(CsvRows rows)
    {
        var needed = columns.Targets.Append(columns.Sequence).Max() + 1;
        if (reader.FieldCount >= needed && reader.FieldCount <= columns.Header.Length)
            return true;
        rows.ReportRagged(columns.Header.Length);
        return false;
    }

    Sequence? Read(int n)
    {
        var length = Length();
        if (length == 0)
        {
            Report(0, "this row has no value", "Remove it, or write the values of its steps.");
            return null;
        }

        var inputs = new double[length * columns.Features.Length];
        for (var t = 0; t < length; t++)
        {
            for (var k = 0; k < columns.Features.Length; k++)
                inputs[(t * columns.Features.Length) + k] = Number(columns.Features[k].Fields[t], missing.Allowed);
        }

        var id = columns.Sequence < 0 ? n.ToString(CultureInfo.InvariantCulture) : reader.GetString(columns.Sequence);
        return new Sequence(id, length, inputs, Label(), Targets()) { Line = (int)reader.ByteOffset };
    }

    int Length()
    {
        var length = columns.Steps;
        while (length > 0 && columns.Features.All(f => f.Fields[length - 1] >= reader.FieldCount || missing.Has(reader.GetSpan(f.Fields[length - 1]))))
            length--;
        return length;
    }

    string? Label()
    {
        if (options.TargetKind != TargetKind.Label)
            return null;
        var i = columns.Targets[0];
        if (reader.IsEmpty(i))
            Report(i, $"the label in column '{columns.Header[i]}' is empty", "Give every row a label.");
        return pool.Of(reader.GetSpan(i));
    }

    double[]? Targets() => options.TargetKind is TargetKind.Number or TargetKind.Binary ? Array.ConvertAll(columns.Targets, i => Number(i, mayMiss: false)) : null;

    double Number(int i, bool mayMiss)
    {
        var cell = i < reader.FieldCount ? reader.GetSpan(i) : [];
        if (form.TryNumber(cell, out var x) && !(mayMiss && missing.IsNumber(cell)))
            return x;
        if (mayMiss && missing.Has(cell))
            return double.NaN;
        if (errors.IsFull)
        {
            errors.Add(0, "", "");
            return 0;
        }

        var (message, hint) = NumberText.Explain(DataFile.Text(cell), columns.Header[i], form);
        Report(Math.Min(i, reader.FieldCount - 1), message, hint);
        return 0;
    }

    void Report(int i, string message, string hint) => errors.AddCell(reader, Math.Max(0, i), message, hint);
}
