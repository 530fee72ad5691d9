using CsvHelper;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>What the first rows say about each column.</summary>
sealed class ColumnSample
{
    /// <summary>How many rows decide whether a column holds numbers.</summary>
    const int Rows = 100;

    static readonly string[] TimeNames = ["time", "date", "datetime", "timestamp", "year", "month", "day", "hour", "t", "timestep", "time_step", "frame", "tick", "cycle", "zeit", "zeitstempel", "datum", "jahr"];
    static readonly string[] IndexNames = ["rownames", "index", "row", "no", "nr", "unnamed: 0", "idx", "id"];

    readonly int[] numbers; // votes: each filled cell counts for or against
    readonly int[] moments;
    readonly int[] rises; // how often a number was above that of the row before
    readonly int[] ones; // how often by exactly 1
    readonly double[] before;
    int rows;

    /// <param name="reader">Stands on the header.</param>
    /// <param name="form">How the file writes numbers and dates.</param>
    public ColumnSample(CsvReader reader, int columns, CellFormat form)
    {
        (numbers, moments, rises, ones, before) = (new int[columns], new int[columns], new int[columns], new int[columns], new double[columns]);
        for (; rows < Rows && TryRead(reader); rows++)
        {
            for (var i = 0; i < Math.Min(columns, reader.FieldCount); i++)
                Look(i, reader.GetSpan(i), form);
        }
    }

    /// <summary>The columns that have no other part and where at least half of the filled cells look like numbers.</summary>
    public int[] Numeric(string[] header, IReadOnlySet<int> taken) =>
        // A column of empty cells has no votes either way: as an input, its cells are reported.
        [.. Enumerable.Range(0, header.Length).Where(i => numbers[i] >= 0 && !taken.Contains(i) && !Counts(header[i], i))];

    /// <summary>The first column of date-times, or one of that name, or of seconds since 1970, whose numbers rise in every row; −1 without one.</summary>
    public int Time(string[] header, IReadOnlySet<string> inputs)
    {
        var free = Enumerable.Range(0, header.Length).Where(i => !inputs.Contains(header[i])).ToList();
        var dated = free.FindIndex(i => moments[i] > 0);
        return dated >= 0 ? free[dated] : free.FirstOrDefault(i => Rises(i) && (IsTime(header[i]) || UnixTime.Is(before[i])), -1);
    }

    bool Rises(int i) => rows > 1 && rises[i] == rows - 1;

    /// <summary>A row index: it would only tell the model how late it is.</summary>
    bool Counts(string name, int i) => rows > 1 && ones[i] == rows - 1 && IsOneOf(IndexNames, name);

    /// <summary>Whether a column of that name says when a row was.</summary>
    public static bool IsTime(string name) => IsOneOf(TimeNames, name);

    /// <summary>Whether a column of that name may number the rows.</summary>
    public static bool IsIndex(string name) => IsOneOf(IndexNames, name) || name == HeaderNames.RowNumber;

    static bool IsOneOf(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    void Look(int i, ReadOnlySpan<byte> cell, CellFormat form)
    {
        if (cell.IsEmpty)
            return;
        numbers[i] += NumberText.Resembles(cell, form) ? 1 : -1;
        moments[i] += form.TryDate(cell, out _) ? 1 : -1;
        if (!form.TryNumber(cell, out var x))
            return;
        rises[i] += rows > 0 && x > before[i] ? 1 : 0;
        ones[i] += rows > 0 && x - before[i] == 1 ? 1 : 0;
        before[i] = x;
    }

    /// <summary>A row that cannot be read ends the sample; it is reported when all rows are read.</summary>
    static bool TryRead(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException)
        {
            return false;
        }
    }
}
