using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>
/// Reads a large long CSV in two halves at once, cut where one sequence ends and the next begins. Whatever is not plain, a quote, a mistake, a sequence in both halves, is
/// left to <see cref="LongCsv"/>, which reads row by row and says what is wrong: where this answers, both answer the same.
/// </summary>
static class LongHalves
{
    /// <summary>Below so many bytes it is not worth the trouble.</summary>
    public const int Least = 4_000_000;

    /// <summary>The sequences, with their lines, and how many were reordered; null if the file has to be read in one.</summary>
    public static (IReadOnlyList<Sequence> Sequences, int Reordered)? TryRead(byte[] text, LongColumns columns, int least = Least)
    {
        if (columns.IsSeries || text.Length < least || text.AsSpan().IndexOfAny((byte)'"', (byte)'#') >= 0 || !text.AsSpan().Contains((byte)'\n'))
            return null;
        var header = text.AsSpan().IndexOf((byte)'\n') + 1;
        var cut = Cut(text, header, columns);
        if (cut < 0)
            return null;
        var lines = text.AsSpan(0, cut).Count((byte)'\n') - 1; // of the first half, below the header
        var second = Task.Run(() => Half([.. text.AsSpan(0, header), .. text.AsSpan(cut)], columns));
        var first = Half(text[..cut], columns);
        if (first is null || second.Result is not { } rest || first.Value.Sequences.Select(s => s.Id).Intersect(rest.Sequences.Select(s => s.Id), StringComparer.Ordinal).Any())
            return null;
        return ([.. first.Value.Sequences, .. rest.Sequences.Select(s => s with { Line = s.Line + lines })], first.Value.Reordered + rest.Reordered);
    }

    static (IReadOnlyList<Sequence> Sequences, int Reordered)? Half(byte[] text, LongColumns columns)
    {
        var errors = new ErrorLog("", text);
        using var reader = CsvFile.Open(text);
        reader.Read();
        var rows = new LongRows(reader, columns, text, errors, "");
        var sequences = rows.ReadAll();
        return errors.Total > 0 ? null : (errors.WithLines(sequences), rows.Reordered);
    }

    /// <summary>The first row behind the middle whose sequence is not that of the row before; −1 if there is none.</summary>
    static int Cut(byte[] text, int header, LongColumns columns)
    {
        var middle = text.AsSpan(text.Length / 2).IndexOf((byte)'\n') is >= 0 and var at ? (text.Length / 2) + at + 1 : text.Length;
        byte[] tail = [.. text.AsSpan(0, header), .. text.AsSpan(middle)];
        using var reader = CsvFile.Open(tail);
        reader.Read();
        string? before = null;
        try
        {
            while (reader.Read())
            {
                if (reader.FieldCount != columns.Header.Length)
                    return -1;
                var id = reader.GetString(columns.Sequence);
                if (before is not null && id != before)
                    return middle + (int)reader.ByteOffset - header;
                before = id;
            }
        }
        catch (CsvHelper.CsvFormatException)
        {
            return -1;
        }

        return -1;
    }
}
