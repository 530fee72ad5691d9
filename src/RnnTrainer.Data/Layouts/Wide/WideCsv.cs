using CsvHelper;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>Reads the wide layout: a header, then a row per sequence with a cell for each step.</summary>
sealed class WideCsv : RowReader
{
    readonly CsvReader _reader;
    readonly WideColumns _columns;

    WideCsv(CsvReader reader, WideColumns columns, DataOptions options, ErrorLog errors) : base(reader, columns.Roles, options, errors) =>
        (_reader, _columns) = (reader, columns);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(TextSource text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        using var window = new TextWindow(text);
        using var reader = CsvFile.Open(text, window);
        var names = HeaderNames.Read(reader, text, errors, options);
        var columns = WideColumns.Find(names, options, errors);
        var rows = new WideCsv(reader, columns, options, errors);
        var csv = new CsvRows(reader, window, errors, options.Progress);
        var sequences = rows.ReadAll(csv);
        return columns.Roles.Set(file, sequences, [.. names.Notes(csv.Longer), .. columns.Notes, .. rows.Notes]);
    }

    protected override int? Length() => _columns.Steps;

    protected override bool IsMissing(int feature, int step) =>
        _columns.Features[feature].Fields[step] is var i && (i >= _reader.FieldCount || Numbers.Missing.Contains(_reader.GetSpan(i)));

    protected override double Value(int feature, int step, bool mayMiss) =>
        Number(feature, _columns.Features[feature].Fields[step], mayMiss);

    protected override string[]? StepTexts(int first, int end) => _columns.Features[0].Texts[first..end];
}
