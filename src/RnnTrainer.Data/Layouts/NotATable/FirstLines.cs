using System.Text;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Lines;

namespace RnnTrainer.Data.Layouts.NotATable;

/// <summary>The first lines of a file, which show whether it is a table.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Text">All of its text, without a byte order mark.</param>
/// <param name="Lines">The lines that are not blank, with their numbers; of a long line its beginning.</param>
/// <param name="AreAll">Whether the file has no further lines.</param>
/// <param name="HasHeader">Whether the first line is to name the columns.</param>
sealed record FirstLines(string File, ReadOnlyMemory<byte> Text, IReadOnlyList<(int Number, string Text)> Lines, bool AreAll,
    bool HasHeader)
{
    const int MostLines = 200, LongestLine = 20_000, MostBytes = 1 << 18;

    /// <summary>
    /// The lines that are here as a whole, without comments, and without one that names the separator. A line break in quotes does not end
    /// a row.
    /// </summary>
    public IReadOnlyList<(int Number, string Text)> Rows { get; } =
        Joined([.. Lines.Skip(CsvFile.NamesSeparator(Text.Span) ? 1 : 0).Where(l => l.Text[0] != '#' && l.Text.Length < LongestLine)]);

    /// <summary>The lines of a text.</summary>
    public static FirstLines Of(byte[] text, string file, bool hasHeader)
    {
        var lines = new List<(int, string)>();
        var line = new TextLine(text);
        var isMore = line.Next();
        for (; isMore && lines.Count < MostLines && line.Start < MostBytes; isMore = line.Next())
        {
            if (!line.IsBlank)
            {
                lines.Add((line.Number, Encoding.UTF8.GetString(line.Span[..Math.Min(line.Span.Length, LongestLine)])));
            }
        }

        var mark = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        return new FirstLines(file, text.AsMemory(mark), lines, !isMore, hasHeader);
    }

    /// <summary>The same lines if quotes are not closed at all.</summary>
    static IReadOnlyList<(int Number, string Text)> Joined(IReadOnlyList<(int Number, string Text)> lines)
    {
        var rows = new List<(int Number, string Text)>();
        var isOpen = false;
        foreach (var line in lines)
        {
            if (isOpen)
            {
                rows[^1] = (rows[^1].Number, $"{rows[^1].Text}\n{line.Text}");
            }
            else
            {
                rows.Add(line);
            }

            isOpen ^= line.Text.Count(c => c == '"') % 2 == 1;
        }

        return isOpen ? lines : rows;
    }

    /// <summary>The text from its first character that is no white space.</summary>
    public ReadOnlySpan<byte> Start => Text.Span.TrimStart(" \t\r\n"u8);
}
