using System.Text;

namespace RnnTrainer.Tests.Init;

/// <summary>What a column of a drawn table is for.</summary>
enum ColumnUse
{
    Key,
    Time,
    Target,

    /// <summary>An input, which may be predicted as well.</summary>
    Other,
    Input,

    /// <summary>Follows from the time, so it may be an input but is not predicted.</summary>
    Calendar,
    Unused,
}

/// <summary>A column of a drawn table.</summary>
sealed record DrawnColumn(string Name, ColumnUse Use, string[] Cells)
{
    /// <summary>Whether all of its cells are in quotes.</summary>
    public bool IsQuoted { get; init; }
}

/// <summary>A table before it is written.</summary>
sealed class DrawnTable
{
    public List<DrawnColumn> Columns { get; init; } = [];

    public int Rows => Columns[0].Cells.Length;

    public string[] Names(params ColumnUse[] uses) => [.. Columns.Where(c => uses.Contains(c.Use)).Select(c => c.Name)];

    public void Add(string name, ColumnUse use, IEnumerable<string> cells) => Columns.Add(new DrawnColumn(name, use, [.. cells]));

    /// <summary>The same rows in another order.</summary>
    public DrawnTable Reordered(int[] rows) =>
        new() { Columns = [.. Columns.Select(c => c with { Cells = [.. rows.Select(r => c.Cells[r])] })] };

    /// <summary>The same columns with other names.</summary>
    public DrawnTable Renamed(Func<DrawnColumn, int, string> name) =>
        new() { Columns = [.. Columns.Select((c, i) => c with { Name = name(c, i) })] };

    /// <summary>As a file.</summary>
    public string Write(char separator, string newLine)
    {
        var text = new StringBuilder();
        text.AppendJoin(separator, Columns.Select(c => Cell(c.Name, separator, isQuoted: false))).Append(newLine);
        for (var row = 0; row < Rows; row++)
        {
            text.AppendJoin(separator, Columns.Select(c => Cell(c.Cells[row], separator, c.IsQuoted))).Append(newLine);
        }

        return text.ToString();
    }

    static string Cell(string text, char separator, bool isQuoted) =>
        isQuoted || text.Contains(separator, StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal)
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
