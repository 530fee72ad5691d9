using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Profiling;

/// <summary>What the columns of a CSV hold, after one pass over it.</summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Columns">Their profiles, in the file's order.</param>
/// <param name="Rows">The number of rows below the header.</param>
/// <param name="Format">How the file writes numbers.</param>
sealed record TableProfile(string[] Header, ColumnProfile[] Columns, long Rows, CellFormat Format)
{
    /// <summary>The most rows, and the most cells, that are kept.</summary>
    const int MostRows = 200_000, MostCells = 20_000_000;

    /// <summary>The rows that follow a blank line, or a row of empty cells.</summary>
    public IReadOnlyList<int> Breaks { get; private init; } = [];

    /// <summary>The number of rows of which every cell is known.</summary>
    public int Kept => Columns.Length == 0 ? 0 : Columns[0].Rows.Length;

    /// <summary>Reads the whole text once. Cells that a row lacks count as empty: reading reports them.</summary>
    /// <exception cref="DataException">There is no header that can be understood, or a column that the options name is absent.</exception>
    public static TableProfile Of(TextSource text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        using var window = new TextWindow(text);
        using var reader = CsvFile.Open(text, window);
        var names = HeaderNames.Read(reader, text, errors, options);
        var format = CellFormat.Of(options, reader.Separator);
        var cells = new CellReader(options, format);
        ColumnProfile[] columns = [.. names.Header.Select(name => new ColumnProfile(name))];
        foreach (var name in options.Target.Concat(options.Sequence).Concat(options.Step))
        {
            names.Find(name);
        }

        errors.ThrowIfAny();
        var (count, most) = (0L, Math.Min(MostRows, MostCells / Math.Max(1, columns.Length)));
        options.Progress?.Begin(text.Head.Length);
        var breaks = new List<int>();
        for (var rows = new CsvRows(reader, window, errors, options.Progress, RowGaps.Of(reader, text, window)); rows.Next(); count++)
        {
            if (rows.FollowsBlankLine)
            {
                breaks.Add((int)count);
            }

            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Add(i < reader.FieldCount ? reader.GetSpan(i) : [], cells, count < most);
            }
        }

        return new TableProfile(names.Header, columns, count, format) { Breaks = breaks };
    }
}
