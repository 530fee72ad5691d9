using System.IO.Compression;
using RnnTrainer.Common;
using RnnTrainer.Data.Files.ParquetFiles;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Files;

/// <summary>Loads data files into memory, if they fit.</summary>
static class DataBytes
{
    /// <summary>The bytes at the beginning of a text that show its encoding.</summary>
    const int MostLooked = 1 << 20;

    /// <summary>The text, in UTF-8, of a file that can be read again, expanded if it is gzip, as a CSV if it is Parquet.</summary>
    /// <exception cref="DataException">There is no such file, it cannot be read, or it is too large.</exception>
    public static byte[] Load(string path, DataOptions options) => Text(Stored(path, options), path, options);

    /// <summary>The same for a file or a pipe; a pipe can be read only once.</summary>
    /// <exception cref="DataException">There is no such file, it cannot be read, or it is too large.</exception>
    public static byte[] LoadOnce(string path, DataOptions options) => Text(StoredOnce(path, options), path, options);

    /// <summary>The bytes on disk of a file that can be read again; <c>/dev/null</c> is an empty file.</summary>
    /// <exception cref="DataException">There is no such file, it cannot be read, or it is too large.</exception>
    public static byte[] Stored(string path, DataOptions options)
    {
        MemoryLimit.CheckFile(path, MemoryLimit.Of(options));
        var kind = FileStatus.Of(path).Kind;
        return kind switch
        {
            FileKind.Missing => throw Unusable(path, "there is no such file", WhereElse(path)),
            FileKind.Folder => throw Unusable(path, "this is a folder, not a file", $"Name a CSV file{Among(path)}."),
            FileKind.Null => [],
            FileKind.Pipe => throw Unusable(
                path, "this is a pipe, which can be read only once, and the data is read again",
                "Write it to a file first; `rnn predict` and `rnn eval` read pipes."),
            FileKind.Regular => Opened(path, File.ReadAllBytes),
            _ => throw Unusable(path, $"this is a {kind.Name()}, not a file", "Name the file that holds the data."),
        };
    }

    /// <summary>The bytes on disk; a pipe or terminal is read to its end.</summary>
    /// <exception cref="DataException">There is no such file, it cannot be read, or it is too large.</exception>
    public static byte[] StoredOnce(string path, DataOptions options) => FileStatus.Of(path).Kind == FileKind.Pipe
        ? Opened(path, p =>
        {
            using var from = new FileStream(p, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ReadToEnd(from, p, options);
        })
        : Stored(path, options);

    /// <summary>All bytes of a stream such as standard input.</summary>
    /// <param name="name">The name of the stream in errors.</param>
    /// <exception cref="DataException">There are more bytes than may be held in memory.</exception>
    public static byte[] ReadToEnd(Stream from, string name, DataOptions options)
    {
        var limit = MemoryLimit.Of(options);
        using var to = new MemoryStream();
        var block = new byte[1 << 16];
        for (int n; (n = from.Read(block)) > 0;)
        {
            to.Write(block, 0, n);
            MemoryLimit.CheckBytes(name, to.Length, limit);
        }

        return to.ToArray();
    }

    /// <summary>The text, in UTF-8, of a file whose bytes are in memory.</summary>
    /// <exception cref="DataException">
    /// The gzip data or Parquet file is damaged, the bytes are no text in the encoding of the options, or the text is too large.
    /// </exception>
    public static byte[] Text(byte[] stored, string path, DataOptions options)
    {
        var limit = MemoryLimit.Of(options);
        var text = ParquetMagic.Is(stored) ? OfParquet(stored, path, options) : OfText(stored, path, options, limit);
        MemoryLimit.CheckBytes(path, text.Length, limit);
        MemoryLimit.CheckText(text, path, limit);
        options.Progress?.Begin(text.Length);
        return text;
    }

    static byte[] OfText(byte[] stored, string path, DataOptions options, long limit)
    {
        var bytes = Gzip.Is(stored) ? Gzip.Expand(stored, path, limit) : stored;
        if (ParquetMagic.Is(bytes))
        {
            throw Unusable(path, "it is a Parquet file in a gzip file", "Unpack it with `gunzip`; Parquet is compressed in itself.");
        }

        Binary.Refuse(bytes, path);
        return TextEncodings.ToUtf8(bytes, path, options, limit);
    }

    static byte[] OfParquet(byte[] stored, string path, DataOptions options)
    {
        using var text = ParquetText.Open(new MemoryStream(stored), path, options);
        return ReadToEnd(text, path, options);
    }

    /// <summary>
    /// The name of the encoding that the beginning of a file looks like, text or gzip, if it is not UTF-8 and no byte order mark says so.
    /// </summary>
    public static string? EncodingOf(string path)
    {
        if (FileStatus.Of(path).Kind != FileKind.Regular)
        {
            return null; // a pipe can be read only once, and opening it may wait
        }

        try
        {
            using var file = File.OpenRead(path);
            var start = new byte[MostLooked];
            var isPacked = Gzip.Is(start.AsSpan(0, file.ReadAtLeast(start.AsSpan(0, 2), 2, throwOnEndOfStream: false)));
            file.Position = 0;
            using Stream text = isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
            var count = text.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return TextEncodings.DetectInHead(start.AsSpan(0, count), isCut: count == start.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null; // reading it reports what is wrong
        }
    }

    /// <summary>The name of a file without folders, <c>.gz</c> and extension.</summary>
    public static string NameWithoutExtension(string file) => Path.GetFileNameWithoutExtension(WithoutGz(file));

    /// <summary>The extension of a file before <c>.gz</c>, in lower case.</summary>
    public static string Extension(string file) => Path.GetExtension(WithoutGz(file)).ToLowerInvariant();

    static string WithoutGz(string file) => file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;

    static byte[] Opened(string path, Func<string, byte[]> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"the file cannot be read: {e.Message}", "Check its permissions and its size (at most 2 GB).");
        }
    }

    static DataException Unusable(string path, string message, string hint) => new(Diagnostic.OfFile(path, message, hint));

    static string WhereElse(string path)
    {
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        if (!Directory.Exists(folder))
        {
            return $"There is no folder '{folder}' either; check the path.";
        }

        var near = NearestName.To(Path.GetFileName(path), Names(folder, "*"));
        return near is null ? $"Check the path{Among(folder)}." : $"Did you mean '{near}'?";
    }

    static string Among(string folder)
    {
        var names = Names(folder, "*.csv").Concat(Names(folder, "*.parquet")).Order(StringComparer.Ordinal).Take(5).ToArray();
        return names.Length == 0 ? "" : $"; the folder has {string.Join(", ", names)}";
    }

    static IEnumerable<string> Names(string folder, string pattern)
    {
        try
        {
            return Directory.GetFiles(folder, pattern).Select(f => Path.GetFileName(f));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // only a hint is lost
        }
    }
}
