using CsvHelper;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>Opens the text of a CSV file, always with the same rules, and finds where its fields begin.</summary>
static class CsvFile
{
    /// <summary>
    /// A reader whose first record is the header. Misplaced quotes throw. Callers compare the number of fields themselves: they know the
    /// names of the header and continue with the next row.
    /// </summary>
    /// <param name="hasComments">Whether a line that begins with # is a comment.</param>
    /// <param name="hasQuotes">Whether quotes enclose fields; otherwise they are characters like others.</param>
    public static CsvReader Open(byte[] text, bool hasComments = true, bool hasQuotes = true) => CsvReader.Create(text, new CsvReaderOptions
    {
        HasHeader = false,
        TrimWhitespace = true,
        CommentPrefix = hasComments ? '#' : null,
        Mode = hasQuotes ? CsvMode.Rfc4180 : CsvMode.NoEscape,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
    });

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

    /// <summary>Whether a file has tabs between its fields, and quotes that do not enclose whole fields.</summary>
    public static bool HasLooseQuotes(byte[] text, bool hasComments)
    {
        using var reader = Open(text, hasComments);
        try
        {
            while (reader.Read() && reader.Separator == '\t')
            {
            }

            return false;
        }
        catch (CsvFormatException)
        {
            return reader.Separator == '\t';
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
}
