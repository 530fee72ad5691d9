using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;

namespace RnnTrainer.Data.Layouts.NotATable;

/// <summary>Tables whose names are not in the first line, or not there alone.</summary>
static class Headers
{
    const int FewestRows = 3, MostHeaderLines = 6;

    /// <summary>Names in a comment above rows that have no names.</summary>
    public static Refusal? InComment(FirstLines lines)
    {
        var comments = lines.Lines.TakeWhile(l => l.Text[0] == '#').ToList();
        if (!lines.HasHeader || comments.Count == 0 || Grid.Of(lines.Rows) is not { } grid || grid.Lines.Count < FewestRows)
        {
            return null;
        }

        var (number, comment) = comments[^1];
        var names = Grid.Cells(comment.TrimStart('#', ' '), grid.Separator);
        return names.Length == grid.Width && !names.Any(CellLook.IsValue) && grid.Lines[0].Cells.Length == grid.Width
            && grid.ValueColumns(0) is { Length: > 0 } columns && columns.Any(i => CellLook.IsValue(grid.Lines[0].Cells[i]))
            ? new Refusal(
                number, $"the names of the columns are in a comment: '{Printable.Cell(comment)}'",
                $"Remove the # at the beginning of line {number}; or, to pass over the comment, set header: false.")
            : null;
    }

    /// <summary>Lines about the file above its header.</summary>
    public static Refusal? Preamble(FirstLines lines)
    {
        if (Grid.Of(lines.Rows) is not { } grid || Top(grid) is not (> 0 and var top) || grid.Lines.Count - top < FewestRows
            || grid.ValueColumns(top + 1).Length == 0)
        {
            return null;
        }

        var (first, header) = (grid.Lines[0].Number, grid.Lines[top].Number);
        var isNamed = grid.Lines[top].Cells.Count(CellLook.IsValue) * 2 < grid.Width;
        return new Refusal(
            first,
            $"{Words.Agree(top, "a line", "lines")} about the file before the table, which seems to begin at line {header}: " +
                $"'{Printable.Cell(string.Join(grid.Separator, grid.Lines[top].Cells))}'",
            $"Remove the lines before it, for example with `tail -n +{header} {Path.GetFileName(lines.File)} > table.csv`"
                + (isNamed ? "." : ", and set header: false if it has no names."));
    }

    /// <summary>Further lines of names or units below the names.</summary>
    public static Refusal? SeveralLines(FirstLines lines)
    {
        if (Grid.Of(lines.Rows) is not { } grid || grid.Lines[0].Cells.Length < 2)
        {
            return null;
        }

        var count = Enumerable.Range(0, Math.Min(grid.Lines.Count, MostHeaderLines + 1)).TakeWhile(n => !grid.HasValue(n)).Count();
        if (count is < 2 or > MostHeaderLines || grid.Lines.Count - count < FewestRows)
        {
            return null;
        }

        var values = grid.ValueColumns(count);
        var further = grid.Lines.Skip(1).Take(count - 1).ToList();
        var said = further
            .Select(l => values.Where(i => i < l.Cells.Length && !CellLook.IsMissing(l.Cells[i])).Select(i => l.Cells[i]).ToList())
            .FirstOrDefault(cells => cells.Count > 0);
        var isClear = values.Length > 1 || further.All(l => l.Cells.Where((_, i) => !values.Contains(i)).All(string.IsNullOrWhiteSpace));
        if (said is null || !isClear)
        {
            return null;
        }

        var (from, to) = (further[0].Number, further[^1].Number);
        var which = count == 2 ? $"line {from}" : $"lines {from} to {to}";
        return new Refusal(
            from, $"{which} {Words.Agree(count - 1, "is", "are")} neither names nor values but units or further names: "
                + $"'{Printable.Cell(string.Join(", ", said.Take(3)))}'",
            $"Keep one line of names: remove {which}, for example with `sed {(count == 2 ? $"{from}" : $"{from},{to}")}d "
                + $"{Path.GetFileName(lines.File)} > table.csv`; names that are then equal need the text of both lines.");
    }

    /// <summary>
    /// The line at which the table begins: the first that has as many fields as most, filled as far as in most. 0 if nothing is before it
    /// that is not a row.
    /// </summary>
    static int Top(Grid grid)
    {
        var usual = grid.Lines.Where(l => l.Cells.Length == grid.Width).CountBy(l => Filled(l.Cells)).MaxBy(c => c.Value).Key;
        var top = grid.Lines.ToList().FindIndex(l => l.Cells.Length >= grid.Width
            && (Filled(l.Cells) >= usual || (l.Cells[0].Length == 0 && Filled(l.Cells) >= usual - 1)));
        var before = grid.Lines.Take(Math.Max(0, top)).ToList();

        // R leaves the column of its row names without a name.
        var isHeader = top == 1 && before[0].Cells.Length == grid.Width - 1 && grid.HasValue(top);
        var isPadded = before.Exists(l => l.Cells.Length >= grid.Width);
        var hasRow = before.Exists(l => 2 * l.Cells.Count(CellLook.IsValue) > l.Cells.Length);
        return isHeader || hasRow || (isPadded && grid.HasValue(top)) ? 0 : top;
    }

    static int Filled(string[] cells) => cells.Count(c => c.Length > 0);
}
