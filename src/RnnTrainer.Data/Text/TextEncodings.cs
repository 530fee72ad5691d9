using System.Text;
using System.Text.Unicode;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Text;

/// <summary>Finds character encodings by name, detects them, and converts a file's bytes to UTF-8.</summary>
static class TextEncodings
{
    /// <summary>The encoding of a file for which none is named.</summary>
    public const string Usual = "utf-8";

    /// <summary>The number of bytes that are looked at, and that are converted at once.</summary>
    const int MostSampled = 1 << 20, Block = 1 << 16;

    /// <summary>Three bytes above 127 in a row, and their share of all such, are rare in the languages that Latin-1 was made for.</summary>
    const int LongRun = 3;

    const double MostInWords = 0.3;

    static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = Usual,
        ["utf-8-sig"] = Usual,
        ["utf16"] = "utf-16",
        ["utf-16le"] = "utf-16",
        ["utf-16-le"] = "utf-16",
        ["utf-16-be"] = "utf-16be",
        ["utf32"] = "utf-32",
        ["utf-32le"] = "utf-32",
        ["latin-1"] = "iso-8859-1",
        ["latin1"] = "iso-8859-1",
        ["latin-9"] = "iso-8859-15",
        ["latin9"] = "iso-8859-15",
        ["ascii"] = "us-ascii",
        ["cp1250"] = "windows-1250",
        ["cp1251"] = "windows-1251",
        ["cp1252"] = "windows-1252",
        ["ansi"] = "windows-1252",
        ["cp850"] = "ibm850",
        ["cp437"] = "ibm437",
        ["shift-jis"] = "shift_jis",
        ["sjis"] = "shift_jis",
        ["gbk"] = "gb2312",
    };

    /// <summary>The names that are known, for a hint.</summary>
    public static IEnumerable<string> Names =>
        Aliases.Keys.Append("utf-8").Concat(Encoding.GetEncodings().Concat(CodePagesEncodingProvider.Instance.GetEncodings())
            .Select(e => e.Name)).Where(n => n != "utf-7").Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The encoding of that name; null if there is none.</summary>
    public static Encoding? Find(string name)
    {
        var known = Aliases.GetValueOrDefault(name.Trim(), name.Trim());
        try
        {
            return known.Length == 0 || known.Equals("utf-7", StringComparison.OrdinalIgnoreCase) ? null
                : CodePagesEncodingProvider.Instance.GetEncoding(known) ?? Encoding.GetEncoding(known);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What to say about a name that is not known.</summary>
    public static (string Message, string Hint) Unknown(string name) => (
        $"there is no encoding '{Printable.Cell(name)}'",
        NearestName.To(name, Names) is { } near ? $"did you mean '{near}'?"
        : "for example utf-8, utf-16, latin-1, windows-1252, windows-1251, shift_jis or gb18030");

    /// <summary>
    /// The name of the encoding that bytes are in, if it is not UTF-8: by their byte order mark, by the NUL bytes of UTF-16 and UTF-32, or
    /// by the bytes above 127 of Latin-1 and Windows-1252. Null for UTF-8, and where none of these fits.
    /// </summary>
    public static string? Detect(ReadOnlySpan<byte> bytes)
    {
        if (Marked(bytes) is { } marked)
        {
            return marked.Name == Usual ? null : marked.Name;
        }

        var sample = bytes[..Math.Min(bytes.Length, MostSampled)];
        return sample.Contains((byte)0) ? OfZeros(sample) : IsUtf8(bytes) ? null : OfSingleBytes(bytes);
    }

    /// <summary>The same of the first bytes of a text, whose last line may be cut off; null if a byte order mark says it.</summary>
    public static string? DetectInHead(ReadOnlySpan<byte> head, bool isCut) =>
        Marked(head) is null ? Detect(isCut ? head[..(head.LastIndexOf((byte)'\n') + 1)] : head) : null;

    /// <summary>The bytes as UTF-8: in the encoding of their byte order mark, otherwise of the options.</summary>
    /// <param name="file">The name of the file in errors.</param>
    /// <param name="most">Conversion ends when the text has become larger than this.</param>
    /// <exception cref="DataException">The encoding is not known, or a byte is not valid in it.</exception>
    public static byte[] ToUtf8(byte[] bytes, string file, DataOptions options, long most)
    {
        var marked = Marked(bytes);
        var encoding = Find(marked?.Name ?? options.Encoding);
        if (encoding is null)
        {
            var (message, hint) = Unknown(options.Encoding);
            throw new DataException(Diagnostic.OfFile(file, message, hint));
        }

        if (encoding.CodePage == Encoding.UTF8.CodePage)
        {
            return IsUtf8(bytes) && !(bytes.AsSpan().Contains((byte)0) && Detect(bytes) is not null) ? bytes
                : throw NotUtf8(bytes, file, options);
        }

        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return Converted(bytes, marked?.Length ?? 0, strict, most, out var invalid)
            ?? throw Invalid(
                Converted(bytes[..invalid], marked?.Length ?? 0, encoding, most, out _)!, file, options, marked?.Name ?? options.Encoding);
    }

    /// <summary>The encoding that a byte order mark names, and its length; null if there is none.</summary>
    static (string Name, int Length)? Marked(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Usual, 3),
        [0xFF, 0xFE, 0, 0, ..] => ("utf-32", 4),
        [0, 0, 0xFE, 0xFF, ..] => ("utf-32be", 4),
        [0xFF, 0xFE, ..] => ("utf-16", 2),
        [0xFE, 0xFF, ..] => ("utf-16be", 2),
        _ => null,
    };

    /// <summary>Whether a text that begins with these bytes is to be read as UTF-8.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> start, DataOptions options) =>
        !start.Contains((byte)0) && Find(Marked(start)?.Name ?? options.Encoding)?.CodePage == Encoding.UTF8.CodePage;

    static bool IsUtf8(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes);

    /// <summary>Most text has letters below 256: of the two or four bytes of a character all but one are zero.</summary>
    static string? OfZeros(ReadOnlySpan<byte> sample)
    {
        Span<int> zeros = stackalloc int[4];
        var groups = sample.Length / 4;
        for (var n = 0; n < 4 * groups; n++)
        {
            zeros[n % 4] += sample[n] == 0 ? 1 : 0;
        }

        var (most, few) = (0.7 * groups, 0.05 * groups);
        return groups == 0 ? null
            : zeros[0] <= few && zeros[1] >= most && zeros[2] >= most && zeros[3] >= most ? "utf-32"
            : zeros[3] <= few && zeros[0] >= most && zeros[1] >= most && zeros[2] >= most ? "utf-32be"
            : zeros[0] + zeros[2] <= few && zeros[1] >= most && zeros[3] >= most ? "utf-16"
            : zeros[1] + zeros[3] <= few && zeros[0] >= most && zeros[2] >= most ? "utf-16be"
            : null;
    }

    /// <summary>Latin-1 has no letters from 128 to 159, Windows-1252 has; five of these are no characters.</summary>
    static string? OfSingleBytes(ReadOnlySpan<byte> bytes)
    {
        int high = 0, inWords = 0, run = 0, windows = 0;
        for (var n = 0; n < bytes.Length; n++)
        {
            var b = bytes[n];
            if (b is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D || (b is 0x7F or < 0x20 && !"\t\n\r\f\u001A"u8.Contains(b)))
            {
                return null;
            }

            high += b > 127 ? 1 : 0;
            windows += b is > 127 and < 0xA0 ? 1 : 0;
            run = b > 127 ? run + 1 : 0;
            inWords += run == LongRun ? LongRun : run > LongRun ? 1 : 0;
        }

        return inWords > MostInWords * high ? null : windows > 0 ? "windows-1252" : "latin-1";
    }

    /// <summary>Null if a byte is not valid, from <paramref name="invalid"/> on.</summary>
    static byte[]? Converted(byte[] bytes, int from, Encoding encoding, long most, out int invalid)
    {
        var (decoder, encoder) = (encoding.GetDecoder(), Encoding.UTF8.GetEncoder());
        var chars = new char[encoding.GetMaxCharCount(Block)];
        var block = new byte[Encoding.UTF8.GetMaxByteCount(chars.Length)];
        using var to = new MemoryStream();
        invalid = -1;
        for (var at = from; at < bytes.Length && to.Length <= most; at += Block)
        {
            var count = Math.Min(Block, bytes.Length - at);
            var isLast = at + count == bytes.Length;
            try
            {
                var read = decoder.GetChars(bytes, at, count, chars, 0, isLast);
                to.Write(block, 0, encoder.GetBytes(chars, 0, read, block, 0, isLast));
            }
            catch (DecoderFallbackException e)
            {
                invalid = Math.Clamp(at + e.Index, from, bytes.Length);
                return null;
            }
        }

        return to.ToArray();
    }

    static DataException NotUtf8(byte[] bytes, string file, DataOptions options)
    {
        var found = Detect(bytes);
        return found is ['u', 't', 'f', ..] ? Located(
            bytes, bytes.AsSpan().IndexOf((byte)0), file,
            $"a NUL byte, which text does not have: the file looks like {found} without a byte order mark", Remedy(file, found, options))
            : Located(
            bytes, TextFile.FirstInvalid(bytes), file,
            $"this byte is not UTF-8 text{(found is null ? "" : $": the file looks like {found}")}",
            found is null
                ? "A table of a spreadsheet or an archive has to be saved as CSV; if the file is text, name its encoding (encoding:), " +
                    "such as windows-1251, shift_jis or gb18030."
                : Remedy(file, found, options));
    }

    /// <summary>What to do about a file that is in another encoding than the options say.</summary>
    public static string Remedy(string file, string found, DataOptions options) => options.AreOfRun
        ? $"The run was trained on {options.Encoding}: convert the file with `iconv -f {Iconv(found)} -t {Iconv(options.Encoding)} " +
            $"{Path.GetFileName(file)}`."
        : $"Set encoding: {found}.";

    static string Iconv(string name) => name.Equals("latin-1", StringComparison.OrdinalIgnoreCase) ? "latin1" : name;

    static DataException Invalid(byte[] before, string file, DataOptions options, string name) => Located(
        before, before.Length, file, $"this byte is not valid in {name}",
        options.AreOfRun ? $"The run was trained on {name}: convert the file, or repair it."
        : "The file is damaged, or in another encoding: set encoding: to the one that it has.");

    static DataException Located(byte[] text, int at, string file, string message, string hint)
    {
        var errors = new ErrorLog(file, text);
        errors.Add(at, message, hint);
        return errors.ToException();
    }
}
