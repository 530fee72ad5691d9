namespace RnnTrainer.Data.Layouts.NotATable;

/// <summary>Lines, cut at the separator that most of them have equally often.</summary>
/// <param name="Separator">The separator.</param>
/// <param name="Width">The number of fields that most lines have; at least 2.</param>
/// <param name="Lines">Each line's number and its fields.</param>
sealed record Grid(char Separator, int Width, IReadOnlyList<(int Number, string[] Cells)> Lines)
{
    const double Most = 0.6; // the share of the lines that have the same number of fields

    /// <summary>The share of the rows that have to be values for a column of values.</summary>
    const double Values = 0.8;

    /// <summary>The grid of lines; null if no separator cuts most of them equally.</summary>
    public static Grid? Of(IReadOnlyList<(int Number, string Text)> lines)
    {
        Grid? best = null;
        foreach (var separator in ",;\t|") // a comma may also be within numbers
        {
            (int Number, string[] Cells)[] cut = [.. lines.Select(l => (l.Number, Cells(l.Text, separator)))];
            var (width, count) = cut.CountBy(l => l.Cells.Length).OrderByDescending(c => c.Value).ThenByDescending(c => c.Key)
                .FirstOrDefault();
            var grid = new Grid(separator, width, cut);
            if (width > 1 && count >= Most * cut.Length && (best is null || grid.IsBetterThan(best)))
            {
                best = grid;
            }
        }

        return best;
    }

    /// <summary>Whether the first line has all fields, as names do, and that of the other grid has not; or it has more fields.</summary>
    bool IsBetterThan(Grid other) =>
        HasNames != other.HasNames ? HasNames : Width >= other.Width;

    bool HasNames => Lines[0].Cells.Length == Width && !Lines[0].Cells.Any(Csv.CellLook.IsValue);

    /// <summary>The columns of which nearly all filled cells are values, in the lines from one on.</summary>
    public int[] ValueColumns(int from)
    {
        var rows = Lines.Skip(from).Where(l => l.Cells.Length == Width).ToList();
        return [.. Enumerable.Range(0, Width).Where(i =>
        {
            var filled = rows.Where(r => !Csv.CellLook.IsMissing(r.Cells[i])).ToList();
            return filled.Count > 0 && 2 * filled.Count >= rows.Count
                && filled.Count(r => Csv.CellLook.IsValue(r.Cells[i])) >= Values * filled.Count;
        })];
    }

    /// <summary>Whether a line has a value at all.</summary>
    public bool HasValue(int line) => Lines[line].Cells.Any(Csv.CellLook.IsValue);

    /// <summary>The fields of a line; separators in double quotes do not count.</summary>
    public static string[] Cells(string line, char separator)
    {
        var cells = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < line.Length; at++)
        {
            isQuoted ^= line[at] == '"';
            if (line[at] == separator && !isQuoted)
            {
                cells.Add(line[start..at].Trim().Trim('"'));
                start = at + 1;
            }
        }

        cells.Add(line[start..].Trim().Trim('"'));
        return [.. cells];
    }
}
