using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>The bytes of a CSV file, and the one way in which they are opened.</summary>
static class CsvFile
{
    /// <summary>
    /// A reader whose first record is the header. Bad quoting throws. Field counts are compared by the callers, which know
    /// the header's names and go on to the next row; CsvHelper's own check would say less.
    /// </summary>
    public static CsvReader Open(byte[] text) => CsvReader.Create(text, new CsvReaderOptions
    {
        HasHeader = false,
        TrimWhitespace = true,
        CommentPrefix = '#',
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
    });

    /// <summary>The bytes of a file that can be read again; <c>/dev/null</c> is an empty one.</summary>
    /// <exception cref="DataException">There is no such file, it is none, or it cannot be read.</exception>
    public static byte[] Load(string path)
    {
        var kind = FileStatus.Of(path).Kind;
        return kind switch
        {
            FileKind.Missing => throw Whole(path, "there is no such file", WhereElse(path)),
            FileKind.Folder => throw Whole(path, "this is a folder, not a file", $"Name a CSV file{Among(path)}."),
            FileKind.Null => [],
            FileKind.Pipe => throw Whole(path, "this is a pipe, which can be read only once, and the data is read again", "Write it to a file first; `rnn predict` and `rnn eval` read pipes."),
            FileKind.Regular => Opened(path, File.ReadAllBytes),
            _ => throw Whole(path, $"this is a {kind.Name()}, not a file", "Name the file that holds the data."),
        };
    }

    /// <summary>The same, of a pipe or terminal too, which is read up to its end.</summary>
    /// <exception cref="DataException">As <see cref="Load"/>; or more than <paramref name="limit"/> bytes come.</exception>
    public static byte[] LoadOnce(string path, long limit) => FileStatus.Of(path).Kind == FileKind.Pipe
        ? Opened(path, p =>
        {
            using var from = new FileStream(p, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ReadToEnd(from, p, limit);
        })
        : Load(path);

    /// <summary>All that comes.</summary>
    /// <exception cref="DataException">It is more than <paramref name="limit"/> bytes.</exception>
    public static byte[] ReadToEnd(Stream from, string name, long limit)
    {
        using var to = new MemoryStream();
        var block = new byte[1 << 16];
        for (int n; (n = from.Read(block)) > 0;)
        {
            to.Write(block, 0, n);
            MemoryLimit.CheckBytes(name, to.Length, limit);
        }

        return to.ToArray();
    }

    static byte[] Opened(string path, Func<string, byte[]> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Whole(path, $"the file cannot be read: {e.Message}", "Check its permissions and its size (at most 2 GB).");
        }
    }

    /// <summary>Text that is empty, or is not UTF-8, has no structure to go on with.</summary>
    /// <exception cref="DataException">It is so.</exception>
    public static void CheckText(ReadOnlySpan<byte> text, ErrorLog errors)
    {
        const string Hint = "Save the file as CSV text in UTF-8; this may be a spreadsheet, an archive, UTF-16 or Latin-1.";
        if (text.TrimStart("\uFEFF"u8).IndexOfAnyExcept(" \t\r\n"u8) < 0)
            errors.Add(0, "the file is empty", "Write a header such as seq,step,x0,label and below it a row for each time step.");
        else if (TextFile.FirstInvalid(text) is >= 0 and var invalid)
            errors.Add(invalid, "this byte is not UTF-8 text", Hint);
        else if (text.IndexOf((byte)0) is >= 0 and var nul)
            errors.Add(nul, "a NUL byte, which no text has", Hint);
        errors.ThrowIfAny();
    }

    /// <summary>Where field <paramref name="i"/> of the current record begins, its quote included, in bytes.</summary>
    public static long OffsetOf(CsvReader reader, int i)
    {
        var offset = reader.ByteOffset;
        for (var j = 0; j < i; j++)
            offset += reader.GetRawSpan(j).Length + 1;
        return offset;
    }

    /// <summary>Records a mistake in field i of the current record.</summary>
    public static void AddCell(this ErrorLog errors, CsvReader reader, int i, string message, string hint) =>
        errors.Add(() => OffsetOf(reader, i), message, hint);

    /// <summary>Where each field of the current record begins.</summary>
    public static long[] OffsetsOf(CsvReader reader)
    {
        var offsets = new long[reader.FieldCount];
        for (var (i, offset) = (0, reader.ByteOffset); i < offsets.Length; offset += reader.GetRawSpan(i).Length + 1, i++)
            offsets[i] = offset;
        return offsets;
    }

    static DataException Whole(string path, string message, string hint) => new(Diagnostic.OfFile(path, message, hint));

    static string WhereElse(string path)
    {
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        if (!Directory.Exists(folder))
            return $"There is no folder '{folder}' either; check the path.";
        var near = NearestName.To(Path.GetFileName(path), Names(folder, "*"));
        return near is null ? $"Check the path{Among(folder)}." : $"Did you mean '{near}'?";
    }

    static string Among(string folder)
    {
        var names = Names(folder, "*.csv").Order(StringComparer.Ordinal).Take(5).ToArray();
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
