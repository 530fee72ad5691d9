using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>Lines that begin with # between the rows of a CSV file, which its reader passes over.</summary>
static class Comments
{
    /// <summary>Says how many there are; null: none.</summary>
    public static string? Note(long count) => count == 0 ? null
        : $"{Words.Counted(count, "line")} that {Words.Agree(count, "begins", "begin")} with # "
            + $"{Words.Agree(count, "is a comment", "are comments")} and passed over";

    /// <summary>How many there are.</summary>
    public static long Count(TextSource text)
    {
        var (count, isQuoted, isLineStart) = (0L, false, true);
        foreach (var (_, bytes) in text.Blocks())
        {
            count += CountIn(bytes.Span, ref isQuoted, ref isLineStart);
        }

        return count;
    }

    /// <summary>How many there are in rows without quotes.</summary>
    public static long CountIn(ReadOnlySpan<byte> rows)
    {
        var (isQuoted, isLineStart) = (false, true);
        return rows.Contains((byte)'#') ? CountIn(rows, ref isQuoted, ref isLineStart) : 0;
    }

    /// <param name="isQuoted">Whether the bytes begin, and then whether they end, in quotes: there it is part of a cell.</param>
    /// <param name="isLineStart">Whether they begin, and then whether what follows them begins, a line.</param>
    static long CountIn(ReadOnlySpan<byte> bytes, ref bool isQuoted, ref bool isLineStart)
    {
        var count = isLineStart && !isQuoted && bytes is [(byte)'#', ..] ? 1L : 0;
        isLineStart = bytes is [.., (byte)'\n'];
        while (bytes.IndexOf("\n#"u8) is >= 0 and var next)
        {
            isQuoted ^= bytes[..next].Count((byte)'"') % 2 == 1;
            count += isQuoted ? 0 : 1;
            bytes = bytes[(next + 1)..];
        }

        isQuoted ^= bytes.Count((byte)'"') % 2 == 1;
        return count;
    }
}
