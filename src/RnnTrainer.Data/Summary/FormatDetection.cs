using CsvHelper;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>Detects how a file writes its numbers and dates.</summary>
static class FormatDetection
{
    const int Rows = 100;

    /// <summary>
    /// The options with a decimal comma if the first rows hold more numbers with a comma than with a point, and with the day or the month
    /// first if one of the file's dates can only be read in that order.
    /// </summary>
    public static DataOptions Of(byte[] text, DataOptions options)
    {
        var (commas, points, dated) = (0, 0, new HashSet<int>());
        foreach (var (reader, i) in Cells(text, Rows))
        {
            var cell = reader.GetString(i);
            commas += NumberError.HasDecimalComma(cell) ? 1 : 0;
            points += NumberError.HasDecimalPoint(cell) ? 1 : 0;
            if (DateText.IsAmbiguous(cell))
            {
                dated.Add(i);
            }
        }

        return options with
        {
            Decimal = commas > points ? DecimalSign.Comma : options.Decimal,
            DateOrder = options.DateOrder == DateOrder.YearFirst && dated.Count > 0 ? Order(text, dated) : options.DateOrder,
        };
    }

    /// <summary>
    /// The place of the number above 12, which is a day. The year, so that such dates are refused, if there is none or both places have
    /// one.
    /// </summary>
    static DateOrder Order(byte[] text, HashSet<int> columns)
    {
        var (days, months) = (0, 0);
        foreach (var (reader, i) in Cells(text, int.MaxValue).Where(c => columns.Contains(c.Column)))
        {
            var isDay = DateText.TryParse(reader.GetSpan(i), DateOrder.DayFirst, out _);
            var isMonth = DateText.TryParse(reader.GetSpan(i), DateOrder.MonthFirst, out _);
            days += isDay && !isMonth ? 1 : 0;
            months += isMonth && !isDay ? 1 : 0;
        }

        return (days, months) switch
        {
            ( > 0, 0) => DateOrder.DayFirst,
            (0, > 0) => DateOrder.MonthFirst,
            _ => DateOrder.YearFirst,
        };
    }

    /// <summary>Every cell of the first rows, the header included, up to a row that cannot be read.</summary>
    static IEnumerable<(CsvReader Reader, int Column)> Cells(byte[] text, int rows)
    {
        using var reader = CsvFile.Open(text);
        for (var row = 0; row < rows && CsvFile.TryRead(reader); row++)
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                yield return (reader, i);
            }
        }
    }
}
