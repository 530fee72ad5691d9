using System.Text;
using CsvHelper;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>
/// Looks for the column that names the sequence of each row if it has none of the usual names. It is a column called patient, station_id or
/// similar whose values occur more than once; or a column whose values form blocks of rows in which the target is constant, or in which a
/// time rises that starts again with the next block.
/// </summary>
sealed class SequenceDetection
{
    const int MostNames = 100_000, FewestRows = 3, MostTargets = 20; // rows of a block that show whether a column rises in it

    static readonly string[] Names =
    [
        "seq", "sequence", "id", "series", "patient", "subject", "user", "person", "customer", "session", "trial", "case", "unit",
            "episode", "recording", "sentence", "sentence #",
        "document", "doc", "game", "store", "station", "sensor", "device", "machine", "engine", "vehicle", "ticker", "stock", "country",
        "city", "region", "item", "product",
    ];

    readonly string[] _header;
    readonly Column[] _columns;
    readonly Column _target; // the column with a usual name for targets, otherwise the last
    HashSet<HashSet<int>> _timeFalls = [];
    int _rows;

    SequenceDetection(string[] header, DataOptions options)
    {
        (_header, _columns) = (header, [.. header.Select(_ => new Column())]);
        var named = options.Target.Count > 0 ? options.Target : TaskDetection.LabelNames;
        _target = _columns[
            Array.FindIndex(header, name => named.Contains(name, StringComparer.OrdinalIgnoreCase)) is >= 0 and var i ? i : ^1];
    }

    /// <summary>The possible columns, the best first; empty if there is none.</summary>
    public static IReadOnlyList<SequenceColumn> Of(byte[] text, string[] header, DataOptions options)
    {
        var guess = new SequenceDetection(header, options);
        using var reader = CsvFile.Open(text);
        try
        {
            reader.Read();
            for (var form = CellFormat.Of(options, reader.Separator); reader.Read();)
            {
                guess.Add(reader, form);
            }
        }
        catch (CsvFormatException)
        {
            return []; // reported when the file is read
        }

        guess._timeFalls = guess._columns.Where(c => c.Rises && c.Falls.Count > 0).Select(c => c.Falls)
            .ToHashSet(HashSet<int>.CreateSetComparer());
        return
        [
            .. Enumerable.Range(0, header.Length)
                .Where(i => !options.Target.Contains(header[i]) && !ColumnSample.IsTime(header[i]) && guess.Groups(i))
                .OrderBy(guess.Rank).ThenByDescending(i => guess.HasConstantTarget(i) ? guess._columns[i].Count : 0).ThenBy(guess.NameRank)
                    .Select(i => new SequenceColumn(header[i], guess._columns[i].Count)),
        ];
    }

    void Add(CsvReader reader, CellFormat form)
    {
        if (reader.FieldCount != _header.Length)
        {
            return;
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Add(reader.GetSpan(i), form, _rows);
        }

        _rows++;
    }

    bool Groups(int i) =>
        _columns[i].Count >= 2 && !_columns[i].HasFractions
        && (Named(i) ? _rows >= 2 * _columns[i].Count : InBlocks(i) || HasConstantTarget(i));

    /// <summary>
    /// Whether a time falls at the borders of the blocks and nowhere else. It is another column: this one is constant in a block.
    /// </summary>
    bool InBlocks(int i) =>
        _columns[i].Runs == _columns[i].Count && _rows >= FewestRows * _columns[i].Count && _timeFalls.Contains(_columns[i].Borders);

    /// <summary>
    /// Whether the target changes at the borders of the blocks only, and each of its values occurs in several blocks, or there are many.
    /// </summary>
    bool HasConstantTarget(int i) =>
        _columns[i] != _target && _columns[i].Runs == _columns[i].Count && _rows >= FewestRows * _columns[i].Count
        && _target.Count > 1 && _columns[i].Count >= Math.Min(2 * _target.Count, MostTargets)
            && _target.Borders.IsSubsetOf(_columns[i].Borders);

    bool Named(int i)
    {
        var name = _header[i].ToLowerInvariant();
        return Names.Contains(name) || name.EndsWith("_id", StringComparison.Ordinal) || name.EndsWith(" id", StringComparison.Ordinal)
            || _header[i].EndsWith("Id", StringComparison.Ordinal) || _header[i].EndsWith("ID", StringComparison.Ordinal);
    }

    /// <summary>Columns with a constant target come first, then those in blocks, then others.</summary>
    int Rank(int i) => HasConstantTarget(i) ? 0 : InBlocks(i) ? 1 : _columns[i].Runs == _columns[i].Count ? 2 : 3;

    int NameRank(int i) => Array.IndexOf(Names, _header[i].ToLowerInvariant()) is >= 0 and var known ? known : Names.Length;

    /// <summary>Statistics of one column.</summary>
    sealed class Column
    {
        readonly HashSet<string> _names = new(StringComparer.Ordinal);
        byte[] _last = [];
        double _lastTime = double.NaN;

        public int Count => _names.Count;

        /// <summary>The number of runs of equal cells.</summary>
        public int Runs { get; private set; }

        public bool HasFractions { get; private set; }

        /// <summary>Whether the column holds numbers or times of which no two neighbours are equal.</summary>
        public bool Rises { get; private set; } = true;

        /// <summary>The rows whose cell is below that of the row before.</summary>
        public HashSet<int> Falls { get; } = [];

        public HashSet<int> Borders { get; } = [];

        public void Add(ReadOnlySpan<byte> cell, CellFormat form, int row)
        {
            var isNumber = NumberText.TryRead(cell, form, out var x);
            HasFractions |= isNumber && x != Math.Floor(x);
            var time = isNumber ? x : DateText.TryParse(cell, form.Dates, out var moment) ? moment.Ticks : double.NaN;
            Rises &= !double.IsNaN(time) && time != _lastTime;
            if (Rises && time < _lastTime && Falls.Count < MostNames)
            {
                Falls.Add(row);
            }

            _lastTime = time;
            if (row > 0 && cell.SequenceEqual(_last))
            {
                return;
            }

            Runs++;
            _last = cell.ToArray();
            if (row > 0 && Borders.Count < MostNames)
            {
                Borders.Add(row);
            }

            if (_names.Count < MostNames)
            {
                _names.Add(Encoding.UTF8.GetString(cell));
            }
        }
    }
}

/// <summary>A column that may name sequences.</summary>
/// <param name="Count">The number of sequences.</param>
sealed record SequenceColumn(string Name, int Count);
