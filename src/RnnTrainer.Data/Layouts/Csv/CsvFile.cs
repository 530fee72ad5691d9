using CsvHelper;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>Opens the text of a CSV file, always with the same rules, and finds where its fields begin.</summary>
static class CsvFile
{
    /// <summary>
    /// The longest row, in bytes, of a text that is not in memory: a quote that is never closed makes the rest of a file one row.
    /// </summary>
    public const int LongestRow = 1 << 28;

    const int TiedLines = 10;

    /// <summary>
    /// A reader whose first record is the header, unless the options say that there is none. Misplaced quotes throw, except those of
    /// <see cref="HasLooseQuotes"/>. Callers compare the number of fields themselves: they know the names of the header and continue with
    /// the next row. A first line <c>sep=;</c>, in quotes or not, names the separator.
    /// </summary>
    /// <param name="hasComments">Whether a line that begins with # is a comment.</param>
    public static CsvReader Open(TextSource text, bool hasComments = true) => Open(text, null, hasComments, Mode(text, hasComments));

    /// <summary>The same through a window, so that the bytes around the current record are at hand.</summary>
    public static CsvReader Open(TextSource text, TextWindow window, bool hasComments = true) =>
        Open(text, window, hasComments, Mode(text, hasComments));

    /// <summary>
    /// Whether quotes are characters like others: fields stand between tabs, all lines have the same number of them if no quote encloses a
    /// field, and some quotes do not enclose a field of one line.
    /// </summary>
    public static bool HasLooseQuotes(TextSource text, bool hasComments = true) =>
        (text.IsWhole ? text.Contains((byte)'"') : HasTabs(text.Head, hasComments)) && QuotedSeparator(text.Head) is null
        && LinesOfTable(text, hasComments) is { } lines && text.Contains((byte)'"') && Rows(text, hasComments) != lines;

    /// <summary>Whether the first line names the separator.</summary>
    public static bool NamesSeparator(ReadOnlySpan<byte> text) => QuotedSeparator(text) is not null || Start(text).StartsWith("sep="u8);

    /// <summary>Goes to the record before the first row: the header, if there is one.</summary>
    public static void SkipHeader(CsvReader reader, DataOptions options)
    {
        if (options.HasHeader)
        {
            reader.Read();
        }
    }

    /// <summary>
    /// Whether the record has a field for each of the columns; further fields have to be empty, as after a separator at the end of the
    /// line.
    /// </summary>
    public static bool Fits(CsvReader reader, int columns)
    {
        for (var i = columns; i < reader.FieldCount; i++)
        {
            if (!reader.IsEmpty(i))
            {
                return false;
            }
        }

        return reader.FieldCount >= columns;
    }

    /// <summary>
    /// Reads the next record. False at the end, and at a record with misplaced quotes: those are reported when all rows are read.
    /// </summary>
    public static bool TryRead(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException)
        {
            return false;
        }
    }

    /// <summary>The byte at which field <paramref name="i"/> of the current record begins, its quote included.</summary>
    public static long OffsetOf(CsvReader reader, int i)
    {
        var offset = reader.ByteOffset;
        for (var j = 0; j < i; j++)
        {
            offset += reader.GetRawSpan(j).Length + 1;
        }

        return offset;
    }

    /// <summary>The bytes at which the fields of the current record begin.</summary>
    public static long[] OffsetsOf(CsvReader reader)
    {
        var offsets = new long[reader.FieldCount];
        for (var (i, offset) = (0, reader.ByteOffset); i < offsets.Length; offset += reader.GetRawSpan(i).Length + 1, i++)
        {
            offsets[i] = offset;
        }

        return offsets;
    }

    /// <summary>Records an error in field <paramref name="i"/> of the current record.</summary>
    public static void AddCell(this ErrorLog errors, CsvReader reader, int i, string message, string hint) =>
        errors.Add(() => OffsetOf(reader, i), message, hint);

    /// <summary>A reader of a block of whole rows, whose cells are not trimmed. Misplaced quotes throw.</summary>
    public static CsvReader OpenBlock(Stream rows, char separator) => CsvReader.Create(rows, new CsvReaderOptions
    {
        HasHeader = false,
        Separator = separator,
        DetectSeparatorHint = false,
        CommentPrefix = '#',
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
    });

    static bool HasTabs(byte[] head, bool hasComments)
    {
        using var reader = Open(head, null, hasComments, CsvMode.NoEscape);
        return reader.Separator == '\t';
    }

    static CsvMode Mode(TextSource text, bool hasComments) => HasLooseQuotes(text, hasComments) ? CsvMode.NoEscape : CsvMode.Rfc4180;

    static CsvReader Open(TextSource text, TextWindow? window, bool hasComments, CsvMode mode)
    {
        var separator = QuotedSeparator(text.Head);
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = separator ?? TiedSeparator(text.Head),
            TrimWhitespace = true,
            CommentPrefix = hasComments || separator is not null ? '#' : null,
            Mode = mode,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            MaxRecordSize = LongestRow,
        };
        return separator is not null ? CsvReader.Create(WithoutFirstLine(text, window), options)
            : text.IsWhole ? CsvReader.Create(text.Head, options)
            : CsvReader.Create(window ?? text.Open(), options);
    }

    /// <summary>The number of lines; null unless tabs separate the same number of fields in each.</summary>
    static long? LinesOfTable(TextSource text, bool hasComments)
    {
        using var reader = Open(text, null, hasComments, CsvMode.NoEscape);
        var (lines, fields) = (0L, 0);
        for (; reader.Read(); lines++)
        {
            fields = fields == 0 ? reader.FieldCount : fields;
            if (reader.Separator != '\t' || reader.FieldCount != fields)
            {
                return null;
            }
        }

        return fields > 1 ? lines : null;
    }

    /// <summary>The number of rows where quotes enclose fields; null if some are misplaced.</summary>
    static long? Rows(TextSource text, bool hasComments)
    {
        using var reader = Open(text, null, hasComments, CsvMode.Rfc4180);
        try
        {
            var rows = 0L;
            for (; reader.Read(); rows++)
            {
            }

            return rows;
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    /// <summary>Those of the columns that have a value in any row.</summary>
    public static HashSet<int> Filled(TextSource text, List<int> columns, DataOptions options)
    {
        using var reader = Open(text);
        SkipHeader(reader, options);
        var (filled, open) = (new HashSet<int>(), columns);
        while (open.Count > 0 && TryRead(reader))
        {
            var found = open.FindAll(i => i < reader.FieldCount && !reader.IsEmpty(i));
            if (found.Count > 0)
            {
                filled.UnionWith(found);
                open = open.FindAll(i => !filled.Contains(i));
            }
        }

        return filled;
    }

    static ReadOnlySpan<byte> Start(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>The separator of a first line <c>"sep=;"</c>; the reader itself knows the line without quotes.</summary>
    static char? QuotedSeparator(ReadOnlySpan<byte> text) =>
        Start(text) is [(byte)'"', (byte)'s' or (byte)'S', (byte)'e' or (byte)'E', (byte)'p' or (byte)'P', (byte)'=',
            < 128 and var separator, (byte)'"', (byte)'\r' or (byte)'\n', ..]
            && separator is not ((byte)'"' or (byte)'#') ? (char)separator : null;

    /// <summary>
    /// The separator of lines that have as many commas, if each of the first lines has the same number of both: the commas are then in
    /// dates or amounts, as in Jan 31, 2021 or $1,020.50. Null otherwise.
    /// </summary>
    static char? TiedSeparator(ReadOnlySpan<byte> text)
    {
        foreach (var separator in "|;\t"u8)
        {
            var rest = Start(text);
            var (lines, count) = (0, 0);
            for (; lines < TiedLines && rest.IndexOf((byte)'\n') is >= 0 and var end; lines++, rest = rest[(end + 1)..])
            {
                var commas = rest[..end].Count((byte)',');
                count = lines == 0 ? commas : count;
                if (commas == 0 || commas != count || rest[..end].Count(separator) != count)
                {
                    break;
                }
            }

            if (lines == TiedLines || (lines > 1 && rest.IsEmpty))
            {
                return (char)separator;
            }
        }

        return null;
    }

    /// <summary>The same bytes with a comment for a first line.</summary>
    static Stream WithoutFirstLine(TextSource text, TextWindow? window) => window is null
        ? new CommentedFirstLine(text.Open(), text.Head.Length - Start(text.Head).Length)
        : new CommentedFirstLine(window, text.Head.Length - Start(text.Head).Length);
}
