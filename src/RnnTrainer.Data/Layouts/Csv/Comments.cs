using RnnTrainer.Common;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>Lines that begin with # between the rows of a CSV file, which its reader passes over.</summary>
static class Comments
{
    /// <summary>Says how many there are; null: none.</summary>
    public static string? Note(ReadOnlySpan<byte> text)
    {
        var (count, quotes, at) = (text.StartsWith("#"u8) ? 1 : 0, 0, 0);
        while (text[at..].IndexOf("\n#"u8) is >= 0 and var next)
        {
            // In quotes it is part of a cell.
            quotes += text.Slice(at, next).Count((byte)'"');
            count += quotes % 2 == 0 ? 1 : 0;
            at += next + 1;
        }

        return count == 0 ? null
            : $"{Words.Counted(count, "line")} that {Words.Agree(count, "begins", "begin")} with # "
                + $"{Words.Agree(count, "is a comment", "are comments")} and passed over";
    }
}
