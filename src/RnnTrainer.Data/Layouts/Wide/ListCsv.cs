using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>Reads the list layout: a header, then a row per sequence; the cell of an input holds its values at all steps.</summary>
sealed class ListCsv : RowReader
{
    const string ShortenedHint =
        "The list was shortened when it was written: in Python, write it with ' '.join(map(str, values)) instead of str(array).";

    readonly CsvReader _reader;
    readonly ListColumns _columns;
    readonly ErrorLog _errors;
    readonly byte _sign;
    readonly List<Range>[] _values;

    ListCsv(CsvReader reader, ListColumns columns, DataOptions options, ErrorLog errors) : base(reader, columns.Roles, options, errors)
    {
        (_reader, _columns, _errors) = (reader, columns, errors);
        _sign = CellFormat.Of(options).Sign;
        _values = new List<Range>[columns.Fields.Length];
    }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(TextSource text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        var columns = ListColumns.Find(text, options, errors);
        using var window = new TextWindow(text);
        using var reader = CsvFile.Open(text, window);
        CsvFile.SkipHeader(reader, options); // ListColumns has checked it
        var rows = new ListCsv(reader, columns, options, errors);
        var csv = new CsvRows(reader, window, errors, options.Progress);
        var sequences = rows.ReadAll(csv);
        return columns.Roles.Set(file, sequences, [.. columns.Names.Notes(csv.Longer), .. columns.Notes, .. rows.Notes]);
    }

    protected override int? Length()
    {
        for (var k = 0; k < _values.Length; k++)
        {
            var i = _columns.Fields[k];
            _values[k] = i < _reader.FieldCount ? ListCells.Split(_reader.GetSpan(i), _sign) : [];
            if (_values[k].Count != _values[0].Count)
            {
                Report(
                    i,
                    $"{Words.Counted(_values[k].Count, "value")} in column '{Name(k)}' but {_values[0].Count} in column '{Name(0)}'",
                    "The inputs of a sequence have the same number of values.");
                return null;
            }
        }

        return _values[0].Count;
    }

    protected override bool IsMissing(int feature, int step) => Numbers.Missing.Contains(Cell(feature, step));

    protected override double Value(int feature, int step, bool mayMiss)
    {
        var cell = Cell(feature, step);
        return Numbers.TryRead(cell, mayMiss, feature, out var x) ? x
            : mayMiss && Numbers.Missing.Contains(cell) ? double.NaN
            : Invalid(cell, feature, step);
    }

    protected override string[]? StepTexts(int first, int end) => null;

    double Invalid(ReadOnlySpan<byte> cell, int feature, int step)
    {
        Func<long> offset = () => OffsetOf(feature, step);
        if (!cell.SequenceEqual("..."u8))
        {
            return Numbers.Invalid(cell, Name(feature), offset);
        }

        _errors.Add(offset, $"'...' stands for values that are not there, in column '{Name(feature)}'", ShortenedHint);
        return 0;
    }

    string Name(int feature) => _columns.Roles.All[feature];

    ReadOnlySpan<byte> Cell(int feature, int step) => _reader.GetSpan(_columns.Fields[feature])[_values[feature][step]];

    /// <summary>The byte of a value; of a cell with doubled quotes, that of the cell.</summary>
    long OffsetOf(int feature, int step)
    {
        var i = _columns.Fields[feature];
        var inner = _reader.GetRawSpan(i).IndexOf(_reader.GetSpan(i));
        return CsvFile.OffsetOf(_reader, i) + (inner < 0 ? 0 : inner + _values[feature][step].Start.Value);
    }
}
