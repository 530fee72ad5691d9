using System.Text.RegularExpressions;
using CsvHelper;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>Detects how a file writes its numbers.</summary>
static partial class FormatDetection
{
    const int Rows = 100;

    /// <summary>The options with a decimal comma if the first rows hold more numbers with a comma than with a point.</summary>
    public static DataOptions Of(byte[] text, DataOptions options)
    {
        var (commas, points) = (0, 0);
        foreach (var (reader, i) in Cells(text, Rows))
        {
            var cell = Bare().Match(reader.GetString(i)).Value;
            commas += NumberError.HasDecimalComma(cell) ? 1 : 0;
            points += NumberError.HasDecimalPoint(cell) ? 1 : 0;
        }

        return commas > points ? options with { Decimal = DecimalSign.Comma } : options;
    }

    /// <summary>A cell without what stands before and after its digits, such as a unit.</summary>
    [GeneratedRegex(@"[+-]?[0-9](.*[0-9])?")]
    private static partial Regex Bare();

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
