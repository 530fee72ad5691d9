using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>
/// Reads a large long CSV as two halves in parallel, cut between two sequences. If the file has a quote, a comment, an error, or a sequence
/// in both halves, it gives up, and <see cref="LongCsv"/> reads the file row by row and reports the errors. If it does not give up, both
/// give the same result.
/// </summary>
static class LongHalves
{
    /// <summary>The smallest file, in bytes, for which two threads are faster.</summary>
    public const int Least = 4_000_000;

    /// <summary>
    /// The sequences, with their lines, and what a user should know; null if the file has to be read in one.
    /// </summary>
    public static (IReadOnlyList<Sequence> Sequences, LongNotes Notes)? TryRead(byte[] text, LongColumns columns, int least = Least)
    {
        if (columns.Keys.Length == 0 || columns.Options.FillSequence || text.Length < least
            || text.AsSpan().IndexOfAny((byte)'"', (byte)'#') >= 0 || RowGaps.HasBlankLine(text) || !text.AsSpan().Contains((byte)'\n')
            || CsvFile.NamesSeparator(text))
        {
            return null;
        }

        var header = columns.Options.HasHeader ? text.AsSpan().IndexOf((byte)'\n') + 1 : 0;
        var cut = Cut(text, header, columns);
        if (cut < 0)
        {
            return null;
        }

        var lines = text.AsSpan(0, cut).Count((byte)'\n') - (header > 0 ? 1 : 0); // of the first half, below the header
        var second = Task.Run(() => Half([.. text.AsSpan(0, header), .. text.AsSpan(cut)], columns));
        var first = Half(text[..cut], columns);
        return first is { } a && second.Result is { } b && !Share(a.Sequences, b.Sequences)
            ? ([.. a.Sequences, .. b.Sequences.Select(s => s with { Line = s.Line + lines })], LongNotes.Of(a.Notes, b.Notes))
            : null;
    }

    static bool Share(IReadOnlyList<Sequence> first, IReadOnlyList<Sequence> second) =>
        first.Select(s => s.Id).Intersect(second.Select(s => s.Id), StringComparer.Ordinal).Any();

    static (IReadOnlyList<Sequence> Sequences, LongNotes Notes)? Half(byte[] text, LongColumns columns)
    {
        var errors = new ErrorLog("", text);
        using var reader = CsvFile.Open(text);
        CsvFile.SkipHeader(reader, columns.Options);
        var rows = new LongCsv(reader, columns, text, errors, "", gaps: null);
        var sequences = rows.ReadAll();
        return errors.Total > 0 || rows.MayHaveGaps || rows.Longer > 0 ? null : (errors.WithLines(sequences), rows.Notes);
    }

    /// <summary>The first row after the middle whose sequence differs from that of the row before; −1 if there is none.</summary>
    static int Cut(byte[] text, int header, LongColumns columns)
    {
        var middle = text.AsSpan(text.Length / 2).IndexOf((byte)'\n') is >= 0 and var at ? (text.Length / 2) + at + 1 : text.Length;
        byte[] tail = [.. text.AsSpan(0, header), .. text.AsSpan(middle)];
        using var reader = CsvFile.Open(tail);
        CsvFile.SkipHeader(reader, columns.Options);
        string? before = null;
        while (CsvFile.TryRead(reader) && reader.FieldCount == columns.Header.Length)
        {
            var id = SequenceKey.Join([.. columns.Keys.Select(reader.GetString)]);
            if (before is not null && id != before)
            {
                return middle + (int)reader.ByteOffset - header;
            }

            before = id;
        }

        return -1;
    }
}
