using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>Steps through the rows of a CSV file. Rows with misplaced quotes are reported and skipped.</summary>
/// <param name="gaps">Looks for blank lines between the rows; null: there are none, or they mean nothing.</param>
sealed class CsvRows(CsvReader reader, TextWindow window, ErrorLog errors, ReadProgress? progress = null, RowGaps? gaps = null)
{
    /// <summary>The number of bytes between two reports of progress.</summary>
    const int ReportEvery = 1 << 18;

    long _reported;
    long _balanced; // a byte up to which every quote is closed or has been reported

    /// <summary>Whether a row was skipped.</summary>
    public bool Skipped { get; private set; }

    /// <summary>Whether there is a blank line before this row.</summary>
    public bool FollowsBlankLine => gaps?.IsBeforeRow == true;

    /// <summary>The number of rows with empty fields after those of the columns.</summary>
    public long Longer { get; private set; }

    /// <summary>
    /// Whether the row has a field for each column; otherwise the error is recorded. Empty fields after them, as after a separator at the
    /// end of the line, are counted in <see cref="Longer"/>.
    /// </summary>
    public bool Fits(int columns)
    {
        if (reader.FieldCount == columns)
        {
            return true;
        }

        if (!CsvFile.Fits(reader, columns))
        {
            ReportFieldCount(columns);
            return false;
        }

        Longer++;
        return true;
    }

    /// <summary>Reads the next row. False at the end.</summary>
    public bool Next()
    {
        while (true)
        {
            try
            {
                gaps?.Leave();
                if (!reader.Read())
                {
                    return false;
                }

                _balanced = reader.ByteOffset;
                Report();
                var isRow = gaps is null || gaps.Enter();
                window.Release(_balanced);
                if (isRow)
                {
                    return true;
                }
            }
            catch (CsvFormatException e)
            {
                Skipped = true;
                gaps?.Stop();
                QuotingError.AddTo(errors, window, e.ByteOffset, _balanced);
                if (e.ByteOffset < _balanced || window.IsTooLong(_balanced))
                {
                    return false; // the reader does not get past it
                }

                var end = window.LineEnd(e.ByteOffset);
                _balanced = end < 0 ? window.End + 1 : end;
            }
        }
    }

    /// <summary>Records that this row has the wrong number of fields.</summary>
    public void ReportFieldCount(int expected)
    {
        var found = reader.FieldCount;
        errors.Add(
            reader.ByteOffset, $"{Words.Counted(found, "field")} in this row but {expected} in the header",
            FieldCountHint(found - expected));
    }

    void Report()
    {
        if (progress is not null && _balanced - _reported >= ReportEvery)
        {
            progress.Add(_balanced - _reported);
            _reported = _balanced;
        }
    }

    string FieldCountHint(int more) => (more, reader.Separator) switch
    {
        (1, _) when reader.GetRawSpan(0).Contains((byte)'"') && long.TryParse(reader.GetString(0), out _) =>
            "If every row begins with its number, as R writes it, put a name for that column at the start of the header.",
        ( > 0, ',') => "A decimal sign is a point (2.5, not 2,5); a text with a comma in it needs quotes.",
        _ => "Every row needs a field for every column; an empty one keeps its separator.",
    };
}
