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

    readonly string[] header;
    readonly Column[] columns;
    readonly Column target; // the column with a usual name for targets, otherwise the last
    HashSet<HashSet<int>> timeFalls = [];
    int rows;

    SequenceDetection(string[] header, DataOptions options)
    {
        (this.header, columns) = (header, [.. header.Select(_ => new Column())]);
        var named = options.Target.Count > 0 ? options.Target : TaskDetection.LabelNames;
        target = columns[
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

        guess.timeFalls = guess.columns.Where(c => c.Rises && c.Falls.Count > 0).Select(c => c.Falls)
            .ToHashSet(HashSet<int>.CreateSetComparer());
        return
        [
            .. Enumerable.Range(0, header.Length)
                .Where(i => !options.Target.Contains(header[i]) && !ColumnSample.IsTime(header[i]) && guess.Groups(i))
                .OrderBy(guess.Rank).ThenByDescending(i => guess.HasConstantTarget(i) ? guess.columns[i].Count : 0).ThenBy(guess.NameRank)
                    .Select(i => new SequenceColumn(header[i], guess.columns[i].Count)),
        ];
    }

    void Add(CsvReader reader, CellFormat form)
    {
        if (reader.FieldCount != header.Length)
        {
            return;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].Add(reader.GetSpan(i), form, rows);
        }

        rows++;
    }

    bool Groups(int i) =>
        columns[i].Count >= 2 && !columns[i].HasFractions
        && (Named(i) ? rows >= 2 * columns[i].Count : InBlocks(i) || HasConstantTarget(i));

    /// <summary>
    /// Whether a time falls at the borders of the blocks and nowhere else. It is another column: this one is constant in a block.
    /// </summary>
    bool InBlocks(int i) =>
        columns[i].Runs == columns[i].Count && rows >= FewestRows * columns[i].Count && timeFalls.Contains(columns[i].Borders);

    /// <summary>
    /// Whether the target changes at the borders of the blocks only, and each of its values occurs in several blocks, or there are many.
    /// </summary>
    bool HasConstantTarget(int i) => columns[i] != target && columns[i].Runs == columns[i].Count && rows >= FewestRows * columns[i].Count
        && target.Count > 1 && columns[i].Count >= Math.Min(2 * target.Count, MostTargets) && target.Borders.IsSubsetOf(columns[i].Borders);

    bool Named(int i)
    {
        var name = header[i].ToLowerInvariant();
        return Names.Contains(name) || name.EndsWith("_id", StringComparison.Ordinal) || name.EndsWith(" id", StringComparison.Ordinal)
            || header[i].EndsWith("Id", StringComparison.Ordinal) || header[i].EndsWith("ID", StringComparison.Ordinal);
    }

    /// <summary>Columns with a constant target come first, then those in blocks, then others.</summary>
    int Rank(int i) => HasConstantTarget(i) ? 0 : InBlocks(i) ? 1 : columns[i].Runs == columns[i].Count ? 2 : 3;

    int NameRank(int i) => Array.IndexOf(Names, header[i].ToLowerInvariant()) is >= 0 and var known ? known : Names.Length;

    /// <summary>Statistics of one column.</summary>
    sealed class Column
    {
        readonly HashSet<string> names = new(StringComparer.Ordinal);
        byte[] last = [];
        double lastTime = double.NaN;

        public int Count => names.Count;

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
            Rises &= !double.IsNaN(time) && time != lastTime;
            if (Rises && time < lastTime && Falls.Count < MostNames)
            {
                Falls.Add(row);
            }

            lastTime = time;
            if (row > 0 && cell.SequenceEqual(last))
            {
                return;
            }

            Runs++;
            last = cell.ToArray();
            if (row > 0 && Borders.Count < MostNames)
            {
                Borders.Add(row);
            }

            if (names.Count < MostNames)
            {
                names.Add(Encoding.UTF8.GetString(cell));
            }
        }
    }
}

/// <summary>A column that may name sequences.</summary>
/// <param name="Count">The number of sequences.</param>
sealed record SequenceColumn(string Name, int Count);
