using RnnTrainer.Data.Profiling;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Passes;

/// <summary>How many rows of a file choose what it is.</summary>
/// <param name="Rows">The most rows, where they leave no doubt.</param>
/// <param name="MostRows">The most rows otherwise.</param>
/// <param name="Bytes">The most bytes.</param>
/// <param name="Least">The smallest file, in bytes, of which only a sample is looked at.</param>
sealed record SampleSize(int Rows, int MostRows, int Bytes, long Least)
{
    public static SampleSize Usual { get; } = new(50_000, 200_000, 32_000_000, 32_000_000);
}

/// <summary>The header of a CSV and some of its rows that follow each other.</summary>
/// <param name="Text">As a file of its own.</param>
/// <param name="Rows">The number of lines below the first.</param>
/// <param name="IsFirst">Whether these are the first rows.</param>
sealed record RowSample(byte[] Text, int Rows, bool IsFirst)
{
    const int FirstRead = 1 << 20;

    /// <summary>The first rows. The sequence that would be cut is left out, if a column shows where it begins.</summary>
    public static RowSample First(TextSource text, int most, int mostBytes)
    {
        using var stream = text.Open();
        var (bytes, rows, isAll) = Lines(stream, most + 1, mostBytes);
        return new RowSample(isAll ? bytes : bytes[..RowBlocks.EndOfLast(bytes)], rows - 1, IsFirst: true);
    }

    /// <summary>Rows around a place, half of them before it.</summary>
    public static RowSample Around(TextSource text, SamplePlace place, int most, int mostBytes)
    {
        using var stream = text.Open();
        var header = Lines(stream, 1, mostBytes).Bytes;
        using var again = text.Open();
        var first = Math.Max(header.Length, place.Before);
        Skip(again, first);
        var before = new byte[Math.Max(0, place.Offset - first)];
        again.ReadExactly(before);
        var (after, count, _) = Lines(again, place.Row + (most / 2), mostBytes);
        byte[] rows = [.. before, .. after];
        var all = EndOf(before, int.MaxValue, isEnd: true).Lines + count;
        var passed = Math.Max(0, all - count + place.Row - (most / 2));
        return new RowSample([.. header, .. rows.AsSpan(EndOf(rows, passed, isEnd: true).End)], all - passed, IsFirst: false);
    }

    /// <summary>The next lines of a stream.</summary>
    static (byte[] Bytes, int Count, bool AreAll) Lines(Stream stream, int most, int mostBytes)
    {
        var bytes = new byte[Math.Min(FirstRead, mostBytes)];
        for (var length = 0; ; Array.Resize(ref bytes, Math.Min(2 * bytes.Length, mostBytes)))
        {
            length += stream.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
            var isEnd = length < bytes.Length;
            var (end, count) = EndOf(bytes.AsSpan(0, length), most, isEnd);
            if (count == most || isEnd || length == mostBytes)
            {
                return (bytes[..end], count, isEnd && end == length);
            }
        }
    }

    static void Skip(Stream stream, long count)
    {
        if (count <= 0)
        {
            return;
        }

        if (stream.CanSeek)
        {
            stream.Seek(count, SeekOrigin.Current);
            return;
        }

        var block = new byte[1 << 16];
        for (int n; count > 0 && (n = stream.Read(block, 0, (int)Math.Min(count, block.Length))) > 0; count -= n)
        {
        }
    }

    /// <summary>Where the first lines end, and how many there are; a line end in quotes is none.</summary>
    /// <param name="isEnd">Whether the last line may lack its end.</param>
    static (int End, int Lines) EndOf(ReadOnlySpan<byte> bytes, int most, bool isEnd)
    {
        var (end, at, lines, quotes) = (0, 0, 0, 0);
        while (lines < most && bytes[at..].IndexOf((byte)'\n') is >= 0 and var n)
        {
            quotes += bytes.Slice(at, n).Count((byte)'"');
            at += n + 1;
            (end, lines) = quotes % 2 == 0 ? (at, lines + 1) : (end, lines);
        }

        return lines < most && isEnd && end < bytes.Length ? (bytes.Length, lines + 1) : (end, lines);
    }
}
