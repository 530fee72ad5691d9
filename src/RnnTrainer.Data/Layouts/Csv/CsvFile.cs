using CsvHelper;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>Opens the text of a CSV file, always with the same rules, and finds where its fields begin.</summary>
static class CsvFile
{
    /// <summary>
    /// A reader whose first record is the header, unless the options say that there is none. Misplaced quotes throw, except those of
    /// <see cref="HasLooseQuotes"/>. Callers compare the number of fields themselves: they know the names of the header and continue with
    /// the next row. A first line <c>sep=;</c>, in quotes or not, names the separator.
    /// </summary>
    /// <param name="hasComments">Whether a line that begins with # is a comment.</param>
    public static CsvReader Open(byte[] text, bool hasComments = true) =>
        Open(text, hasComments, HasLooseQuotes(text, hasComments) ? CsvMode.NoEscape : CsvMode.Rfc4180);

    /// <summary>
    /// Whether quotes are characters like others: fields stand between tabs, all lines have the same number of them if no quote encloses a
    /// field, and some quotes do not enclose a field of one line.
    /// </summary>
    public static bool HasLooseQuotes(byte[] text, bool hasComments = true) =>
        text.AsSpan().Contains((byte)'"') && QuotedSeparator(text) is null && LinesOfTable(text, hasComments) is { } lines
        && Rows(text, hasComments) != lines;

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

    static CsvReader Open(byte[] text, bool hasComments, CsvMode mode)
    {
        var separator = QuotedSeparator(text);
        return CsvReader.Create(separator is null ? text : WithoutFirstLine(text), new CsvReaderOptions
        {
            HasHeader = false,
            Separator = separator,
            TrimWhitespace = true,
            CommentPrefix = hasComments || separator is not null ? '#' : null,
            Mode = mode,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
        });
    }

    /// <summary>The number of lines; null unless tabs separate the same number of fields in each.</summary>
    static int? LinesOfTable(byte[] text, bool hasComments)
    {
        using var reader = Open(text, hasComments, CsvMode.NoEscape);
        var (lines, fields) = (0, 0);
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
    static int? Rows(byte[] text, bool hasComments)
    {
        using var reader = Open(text, hasComments, CsvMode.Rfc4180);
        try
        {
            var rows = 0;
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
    public static HashSet<int> Filled(byte[] text, List<int> columns, DataOptions options)
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

    /// <summary>The same bytes with a comment for a first line.</summary>
    static byte[] WithoutFirstLine(byte[] text)
    {
        byte[] others = [.. text];
        others[text.Length - Start(text).Length] = (byte)'#';
        return others;
    }
}
