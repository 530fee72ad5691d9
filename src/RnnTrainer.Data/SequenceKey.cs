using System.Text;

namespace RnnTrainer.Data;

/// <summary>
/// The id of a sequence that several columns name together: their cells joined by <c>/</c>, such as <c>1/17</c>. Inside a cell, <c>\</c>
/// comes before <c>/</c> and <c>\</c>, so that no cell is lost.
/// </summary>
public static class SequenceKey
{
    const char Separator = '/', Escape = '\\';

    /// <summary>The id; a single cell is its own id.</summary>
    public static string Join(params IReadOnlyList<string> cells) =>
        cells.Count == 1 ? cells[0] : string.Join(Separator, cells.Select(Escaped));

    /// <summary>The cells of an id.</summary>
    /// <param name="columns">The number of columns that name a sequence.</param>
    public static IReadOnlyList<string> Split(string id, int columns)
    {
        if (columns < 2)
        {
            return [id];
        }

        var cells = new List<string>(columns);
        var cell = new StringBuilder();
        for (var i = 0; i < id.Length; i++)
        {
            if (id[i] == Separator)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                i += id[i] == Escape && i + 1 < id.Length ? 1 : 0;
                cell.Append(id[i]);
            }
        }

        return [.. cells, cell.ToString()];
    }

    /// <summary>
    /// The names of the id columns in a table with other columns: as in the file, <c>seq</c> where it has none or the name is taken.
    /// </summary>
    internal static IReadOnlyList<string> Names(IReadOnlyList<string> columns, IReadOnlyList<string> others) => columns.Count < 2
        ? [columns is [var id] && !others.Contains(id) ? id : "seq"]
        : [.. columns.Select(name => others.Contains(name) ? $"seq_{name}" : name)];

    static string Escaped(string cell) => cell.AsSpan().IndexOfAny(Separator, Escape) < 0 ? cell
        : cell.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("/", @"\/", StringComparison.Ordinal);
}
