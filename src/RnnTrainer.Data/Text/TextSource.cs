using System.Text.Unicode;

namespace RnnTrainer.Data.Text;

/// <summary>
/// The text of a file in UTF-8, which may be read from its beginning as often as needed: a small one is in memory, a large one is read
/// in blocks.
/// </summary>
abstract class TextSource : IDisposable
{
    /// <summary>The most bytes of the beginning that are in memory.</summary>
    public const int HeadLength = 4_000_000;

    /// <summary>The first bytes, to the end of a line if there are more; what a file is shows there.</summary>
    public abstract byte[] Head { get; }

    /// <summary>Whether <see cref="Head"/> is all of the text.</summary>
    public abstract bool IsWhole { get; }

    /// <summary>The text from its beginning.</summary>
    /// <exception cref="DataException">It cannot be read; so may reading the stream throw.</exception>
    public abstract Stream Open();

    /// <summary>A text in memory.</summary>
    public static implicit operator TextSource(byte[] text) => new TextInMemory(text);

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing)
    {
    }
}

/// <summary>A text in memory.</summary>
sealed class TextInMemory(byte[] text) : TextSource
{
    public override byte[] Head => text;

    public override bool IsWhole => true;

    public override Stream Open() => new MemoryStream(text, writable: false);
}

/// <summary>Passes over a whole text, in blocks.</summary>
static class TextScan
{
    const int Block = 1 << 20;

    /// <summary>The text in blocks, each with the place of its first byte. A text in memory is one block.</summary>
    public static IEnumerable<(long At, ReadOnlyMemory<byte> Bytes)> Blocks(this TextSource text)
    {
        if (text.IsWhole)
        {
            yield return (0, text.Head);
            yield break;
        }

        using var stream = text.Open();
        var block = new byte[Block];
        long at = 0;
        for (int n; (n = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) > 0; at += n)
        {
            yield return (at, block.AsMemory(0, n));
        }
    }

    /// <summary>Whether a text holds a byte.</summary>
    public static bool Contains(this TextSource text, byte value) => text.Blocks().Any(b => b.Bytes.Span.Contains(value));

    /// <summary>Whether a text holds nothing but white space and a byte order mark.</summary>
    public static bool IsBlank(this TextSource text) =>
        text.Blocks().All(b => (b.At == 0 ? b.Bytes.Span.TrimStart("\uFEFF"u8) : b.Bytes.Span).IndexOfAnyExcept(" \t\r\n"u8) < 0);

    /// <summary>The place of the first byte that is no UTF-8; −1 if there is none.</summary>
    public static long FirstInvalid(this TextSource text)
    {
        Span<byte> joint = stackalloc byte[8]; // the beginning of a character that a block cuts, and what follows it
        var open = 0;
        long end = 0;
        foreach (var (at, bytes) in text.Blocks())
        {
            var span = bytes.Span;
            end = at + span.Length;
            if (open > 0)
            {
                var missing = Math.Min(span.Length, Size(joint[0]) - open);
                span[..missing].CopyTo(joint[open..]);
                if (open + missing < Size(joint[0]))
                {
                    open += missing;
                    continue;
                }

                if (!Utf8.IsValid(joint[..(open + missing)]))
                {
                    return at - open;
                }

                span = span[missing..];
                open = 0;
            }

            var whole = text.IsWhole ? span.Length : LastCharacter(span);
            if (Common.TextFile.FirstInvalid(span[..whole]) is >= 0 and var invalid)
            {
                return end - span.Length + invalid;
            }

            span[whole..].CopyTo(joint);
            open = span.Length - whole;
        }

        return open > 0 ? end - open : -1;
    }

    /// <summary>The place of the first byte of a value; −1 if there is none.</summary>
    public static long IndexOf(this TextSource text, byte value)
    {
        foreach (var (at, bytes) in text.Blocks())
        {
            if (bytes.Span.IndexOf(value) is >= 0 and var n)
            {
                return at + n;
            }
        }

        return -1;
    }

    /// <summary>The number of bytes of the character that begins with this one; 1 if none does.</summary>
    static int Size(byte first) => first switch { >= 0xF0 and < 0xF8 => 4, >= 0xE0 and < 0xF0 => 3, >= 0xC0 and < 0xE0 => 2, _ => 1 };

    /// <summary>The end of the last character that is whole, or where no character may begin.</summary>
    static int LastCharacter(ReadOnlySpan<byte> bytes)
    {
        for (var n = bytes.Length - 1; n >= 0 && bytes.Length - n < 4; n--)
        {
            if (bytes[n] >= 0xC0)
            {
                return Size(bytes[n]) > bytes.Length - n ? n : bytes.Length;
            }
        }

        return bytes.Length;
    }
}
