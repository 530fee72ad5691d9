using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>Goes from row to row, past those whose quoting is wrong, which it reports.</summary>
sealed class CsvRows(CsvReader reader, byte[] text, ErrorLog errors, ReadProgress? progress = null)
{
    const int Told = 1 << 18; // bytes between two reports

    long told;
    long balanced; // an offset up to which every quote is closed or has been reported

    /// <summary>Whether a row had to be passed over.</summary>
    public bool Skipped { get; private set; }

    /// <summary>False at the end.</summary>
    public bool Next()
    {
        while (true)
        {
            try
            {
                if (!reader.Read())
                    return false;
                balanced = reader.ByteOffset;
                if (progress is not null && balanced - told >= Told)
                {
                    progress.Add(balanced - told);
                    told = balanced;
                }

                return true;
            }
            catch (CsvFormatException e)
            {
                Skipped = true;
                errors.Add(Quotes.Place(e, text, balanced), Quotes.Complaint(e), Quotes.Hint);
                if (e.ByteOffset < balanced)
                    return false; // no way forward
                var end = e.ByteOffset < text.Length ? text.AsSpan((int)e.ByteOffset).IndexOfAny("\r\n"u8) : -1;
                balanced = end < 0 ? text.Length + 1 : e.ByteOffset + end;
            }
        }
    }

    /// <summary>Records that this row has the wrong number of fields.</summary>
    public void ReportRagged(int expected)
    {
        var found = reader.FieldCount;
        errors.Add(reader.ByteOffset, $"{Words.Counted(found, "field")} in this row but {expected} in the header", RaggedHint(found - expected));
    }

    string RaggedHint(int more) => (more, reader.Separator) switch
    {
        (1, _) when reader.GetRawSpan(0).Contains((byte)'"') && long.TryParse(reader.GetString(0), out _) =>
            "If every row begins with its number, as R writes it, put a name for that column at the start of the header.",
        ( > 0, ',') => "A decimal sign is a point (2.5, not 2,5); a text with a comma in it needs quotes.",
        _ => "Every row needs a field for every column; an empty one keeps its separator.",
    };
}
