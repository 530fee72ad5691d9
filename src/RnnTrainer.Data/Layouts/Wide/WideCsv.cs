using System.Globalization;
using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>Reads the wide layout: a header, then a row per sequence. A row ends at its last filled cell.</summary>
sealed class WideCsv
{
    readonly CsvReader _reader;
    readonly WideColumns _columns;
    readonly DataOptions _options;
    readonly ErrorLog _errors;
    readonly NumberCells _numbers;
    readonly StringPool _pool = new();

    WideCsv(CsvReader reader, WideColumns columns, DataOptions options, ErrorLog errors)
    {
        (_reader, _columns, _options, _errors) = (reader, columns, options, errors);
        _numbers = new NumberCells(options, CellFormat.Of(options, reader.Separator), errors);
    }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        using var reader = CsvFile.Open(text);
        var columns = WideColumns.Find(HeaderNames.Read(reader, text, errors), options, errors);
        var wide = new WideCsv(reader, columns, options, errors);
        var sequences = wide.ReadAll(new CsvRows(reader, text, errors, options.Progress));
        if (sequences.Count == 0 && errors.Total == 0)
        {
            errors.Add(0, "there is a header but no row below it", "Write a row for each sequence.");
        }

        errors.ThrowIfAny();
        string[] targets = [.. columns.Targets.Select(i => columns.Header[i])];
        return new SequenceSet(file, [.. columns.Features.Select(f => f.Name)], targets, errors.WithLines(sequences))
        {
            IdColumns = [.. columns.Keys.Select(i => columns.Header[i])],
            Notes = columns.Ignored.Length == 0 ? []
            : [$"ignored, since they number no step: {Words.FirstFew(columns.Ignored, most: 5, shown: 4)}"],
        };
    }

    List<Sequence> ReadAll(CsvRows rows)
    {
        var sequences = new List<Sequence>();
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var n = 0; rows.Next(); n++)
        {
            if (HasFields(rows) && Read(n) is { } sequence)
            {
                if (!ids.TryAdd(sequence.Id, _reader.ByteOffset))
                {
                    Report(
                        _columns.Keys[0],
                        $"sequence '{Printable.Cell(sequence.Id)}' was already in line {_errors.LineOf(ids[sequence.Id])}",
                        "Give every row its own name.");
                }

                sequences.Add(sequence);
            }
        }

        return sequences;
    }

    /// <summary>Whether the row has its fields; only its last steps may be absent.</summary>
    bool HasFields(CsvRows rows)
    {
        var needed = _columns.Targets.Concat(_columns.Keys).Append(-1).Max() + 1;
        if (_reader.FieldCount >= needed && _reader.FieldCount <= _columns.Header.Length)
        {
            return true;
        }

        rows.ReportFieldCount(_columns.Header.Length);
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

        var K = _columns.Features.Length;
        var inputs = new double[length * K];
        for (var t = 0; t < length; t++)
        {
            for (var k = 0; k < K; k++)
            {
                inputs[(t * K) + k] = Number(_columns.Features[k].Fields[t], _numbers.Missing.AreAllowed);
            }
        }

        var id = _columns.Keys.Length == 0 ? n.ToString(CultureInfo.InvariantCulture)
            : SequenceKey.Join([.. _columns.Keys.Select(_reader.GetString)]);
        return new Sequence(id, length, inputs, Label(), Targets()) { Line = (int)_reader.ByteOffset };
    }

    int Length()
    {
        var length = _columns.Steps;
        while (length > 0 && _columns.Features.All(f => IsAbsent(f.Fields[length - 1])))
        {
            length--;
        }

        return length;
    }

    bool IsAbsent(int i) => i >= _reader.FieldCount || _numbers.Missing.Contains(_reader.GetSpan(i));

    string? Label()
    {
        if (_options.TargetKind != TargetKind.Label)
        {
            return null;
        }

        var i = _columns.Targets[0];
        if (_reader.IsEmpty(i))
        {
            Report(i, $"the label in column '{_columns.Header[i]}' is empty", "Give every row a label, or leave out the rows without one.");
        }

        return _pool.Of(_reader.GetSpan(i));
    }

    double[]? Targets() =>
        _options.TargetKind is TargetKind.Number or TargetKind.Binary ? Array.ConvertAll(_columns.Targets, Target) : null;

    double Target(int i) => _numbers.Target(_reader.GetSpan(i), mayMiss: false, _columns.Header[i], () => CsvFile.OffsetOf(_reader, i));

    double Number(int i, bool mayMiss)
    {
        var cell = i < _reader.FieldCount ? _reader.GetSpan(i) : [];
        return _numbers.TryRead(cell, mayMiss, out var x) ? x
            : mayMiss && _numbers.Missing.Contains(cell) ? double.NaN
            : Invalid(i);
    }

    double Invalid(int i) => _numbers.Invalid(
        i < _reader.FieldCount ? _reader.GetSpan(i) : [], _columns.Header[i], () =>
            CsvFile.OffsetOf(_reader, Math.Min(i, _reader.FieldCount - 1)));

    void Report(int i, string message, string hint) => _errors.AddCell(_reader, Math.Max(0, i), message, hint);
}
