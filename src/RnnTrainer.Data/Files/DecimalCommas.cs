using CsvHelper;

namespace RnnTrainer.Data;

/// <summary>Numbers with a decimal comma. A comma becomes a point where it stands, so that places in the file stay what they are.</summary>
static class DecimalCommas
{
    const int Rows = 100;

    /// <summary>Whether the first rows hold more numbers with a comma than with a point.</summary>
    public static bool AreLikely(byte[] text)
    {
        using var reader = CsvFile.Open(text);
        var (commas, points) = (0, 0);
        try
        {
            for (var row = 0; row < Rows && reader.Read(); row++)
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    var cell = reader.GetString(i);
                    commas += NumberText.HasDecimalComma(cell) ? 1 : 0;
                    points += cell.Contains('.', StringComparison.Ordinal) && NumberText.Resembles(reader.GetSpan(i)) ? 1 : 0;
                }
            }
        }
        catch (CsvFormatException)
        {
            return false; // reported when the file is read
        }

        return commas > points;
    }

    /// <summary>A copy in which every comma before a digit is a point; where the comma also separates fields, only within quotes.</summary>
    public static byte[] ToPoints(byte[] text)
    {
        var separates = Separator(text) == ',';
        var points = (byte[])text.Clone();
        var quoted = false;
        for (var i = 0; i + 1 < points.Length; i++)
        {
            quoted ^= points[i] == '"';
            if (points[i] == ',' && (quoted || !separates) && char.IsAsciiDigit((char)points[i + 1]))
                points[i] = (byte)'.';
        }

        return points;
    }

    static char Separator(byte[] text)
    {
        using var reader = CsvFile.Open(text);
        try
        {
            return reader.Read() ? reader.Separator : ',';
        }
        catch (CsvFormatException)
        {
            return ',';
        }
    }
}
