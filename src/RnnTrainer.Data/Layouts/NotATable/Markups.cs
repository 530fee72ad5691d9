using System.Text.RegularExpressions;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.NotATable;

/// <summary>Tables whose fields are not separated as in a CSV.</summary>
static partial class Markups
{
    const int FewestRows = 3, FewestWords = 10;
    const double Nearly = 0.9;

    /// <summary>A row of more numbers is a label and its sequence, as in older files of the UCR archive.</summary>
    const int LongRow = 20;

    /// <summary>A table of Markdown, or in a frame of lines.</summary>
    public static Refusal? Markdown(FirstLines lines) =>
        lines.Lines.Take(3).Any(l => Rule().IsMatch(l.Text)) && lines.Lines.Take(3).Any(l => l.Text.Count(c => c == '|') > 1)
            ? new Refusal(
                lines.Lines[0].Number, "it is a table with lines drawn around its cells, as in Markdown",
                "Remove the drawn lines, and put only separators between the cells: a,b,c.")
            : null;

    /// <summary>Each line in quotes as a whole: a CSV in a column of another.</summary>
    public static Refusal? QuotedLines(FirstLines lines)
    {
        if (lines.Rows.Count < FewestRows || !lines.Rows.All(l => l.Text.Trim() is ['"', .. var inner, '"'] && IsWhole(inner)))
        {
            return null;
        }

        var inner = Grid.Of([.. lines.Rows.Select(l => (l.Number, l.Text.Trim()[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)))]);
        return inner is not null && inner.Lines.All(l => l.Cells.Length == inner.Width)
            && (inner.Width > 2 || inner.ValueColumns(1).Length > 0)
            ? new Refusal(
                lines.Rows[0].Number, "each line is in quotes as a whole, so that it is one field",
                "Remove the quote at the beginning and at the end of each line, for example with "
                    + $"`sed 's/^\"//; s/\"$//; s/\"\"/\"/g' {Path.GetFileName(lines.File)} > table.csv`.")
            : null;
    }

    /// <summary>Values with spaces between them.</summary>
    public static Refusal? Spaces(FirstLines lines)
    {
        (int Number, string[] Cells)[] rows = [
            .. lines.Rows.Select(l => (l.Number, l.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
        if (rows.Length < FewestRows || Grid.Of(lines.Rows) is not null)
        {
            return null;
        }

        var below = rows[1..];
        var width = below.CountBy(r => r.Cells.Length).MaxBy(c => c.Value).Key;
        var regular = below.Where(r => r.Cells.Length == width && r.Cells.Count(CellLook.IsValue) >= Math.Max(2, width - 1)).ToList();
        var areMoments = lines.Rows.Skip(1).All(l => DateText.TryParse(l.Text.Trim(), DateOrder.DayFirst, out _)
            || DateText.TryParse(l.Text.Trim(), DateOrder.MonthFirst, out _));
        if (width < 2 || width > LongRow || regular.Count < Nearly * below.Length || areMoments)
        {
            return null;
        }

        var isNamed = !rows[0].Cells.Any(CellLook.IsValue);
        return new Refusal(
            rows[0].Number, $"{width} values in each line with spaces between them{(isNamed ? "" : ", and no line that names them")}",
            $"Put commas in place of the spaces, for example with `tr -s ' \\t' ',' < {Path.GetFileName(lines.File)} > table.csv`"
                + (isNamed ? "." : ", and write a first line that names the columns or set header: false."));
    }

    /// <summary>A word and its tags in each line, as in the files of the CoNLL tasks.</summary>
    public static Refusal? TaggedWords(FirstLines lines)
    {
        (int Number, string[] Cells)[] rows = [
            .. lines.Rows.Where(l => !l.Text.StartsWith("-DOCSTART-", StringComparison.Ordinal))
                .Select(l => (l.Number, l.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        return rows.Length >= FewestWords && rows[0].Cells.Length > 1
            && rows.All(r => r.Cells.Length == rows[0].Cells.Length && Tag().IsMatch(r.Cells[^1]))
            ? new Refusal(
                lines.Rows[0].Number, $"a word and {Words.Counted(rows[0].Cells.Length - 1, "tag")} in each line with spaces between " +
                    $"them, as in the CoNLL tasks",
                $"Put tabs in place of the spaces and write a first line that names the columns, for example with `(printf '"
                    + string.Join("\\t", Enumerable.Range(1, rows[0].Cells.Length - 1).Select(n => $"tag{n}").Prepend("word"))
                    + $"\\n'; tr ' ' '\\t' < {Path.GetFileName(lines.File)}) > table.tsv`; a blank line then begins a sentence " +
                        $"(blank_lines: split).")
            : null;
    }

    /// <summary>
    /// A word and its tag in each line with a space between them, blank lines between sentences, and a line of names above.
    /// </summary>
    public static Refusal? NamedWords(FirstLines lines)
    {
        (int Number, string[] Cells)[] rows = [
            .. lines.Rows.Select(l => (l.Number, l.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        var tags = rows.Skip(1).Select(r => r.Cells[^1]).ToHashSet(StringComparer.Ordinal);
        var sentences = rows.Zip(rows.Skip(1)).Count(p => p.Second.Number > p.First.Number + 1);
        return rows.Length > FewestWords && sentences > 0 && rows[0].Cells.Length > 1 && 2 * tags.Count < rows.Length
            && rows.All(r => r.Cells.Length == rows[0].Cells.Length) && rows[0].Cells.All(c => c.Any(char.IsLower))
            && tags.All(t => !t.Any(char.IsLower) || Tag().IsMatch(t)) && !tags.Any(CellLook.IsValue)
            ? new Refusal(
                rows[0].Number, $"a word and its tag in each line, below a line of names: '{string.Join(' ', rows[0].Cells)}'",
                $"Remove the names, for example with `tail -n +{rows[0].Number + 1} {Path.GetFileName(lines.File)} > words.conll`.")
            : null;
    }

    /// <summary>A file that is called CoNLL and has commas or semicolons between the word and its tags.</summary>
    public static Refusal? SeparatedWords(FirstLines lines) =>
        Path.GetExtension(lines.File).ToLowerInvariant() is ".conll" or ".conllu" or ".conllx"
            && lines.Rows.Count >= FewestRows && Grid.Of(lines.Rows) is { Separator: not '\t' } grid
            && grid.Lines.All(l => l.Cells.Length == grid.Width && !l.Cells.Any(c => c.Contains(' ', StringComparison.Ordinal)))
            ? new Refusal(
                lines.Rows[0].Number, $"'{grid.Separator}' is between a word and its tag, and in a CoNLL file a tab or a space",
                $"Put tabs in their place, for example with `tr '{grid.Separator}' '\\t' < {Path.GetFileName(lines.File)} > words.conll`.")
            : null;

    /// <summary>Whether quotes within a quoted line are doubled, so that it is one field.</summary>
    static bool IsWhole(string inner) => !inner.Replace("\"\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)+\|?|\+[-=]{2,}(\+[-=]{2,})+\+)\s*$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"^(O|[BIESLU]-\S+)$")]
    private static partial Regex Tag();
}
