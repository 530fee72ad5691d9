using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Looks for the columns that could order the rows of a file whose sequences are scattered.</summary>
static class OrderColumns
{
    /// <summary>The number of rows that are looked at.</summary>
    const int MostRows = 10_000;

    /// <summary>The number of rises in a row that are no accident for numbers; one is enough for date-times.</summary>
    const int FewestRises = 3;

    /// <summary>What to do about scattered rows.</summary>
    public static string Hint(TextSource text, LongColumns columns) => Rising(text, columns) is [var name, ..]
        ? $"Name the column that orders them: '{name}' rises within each sequence (data.step: {name}, or --step {name})."
        : "Put the rows of a sequence next to each other, or name the column that orders them (step:).";

    /// <summary>The names of the columns that rise within each sequence, or that fall within each.</summary>
    static List<string> Rising(TextSource text, LongColumns columns)
    {
        using var reader = CsvFile.Open(text);
        reader.Read(); // the header
        var format = CellFormat.Of(columns.Options, reader.Separator);
        var keys = new KeyCells(new CsvCells(reader), columns.Header, columns.Keys, columns.Options.FillSequence, new ErrorLog("", text));
        int[] taken = [.. columns.Keys, .. columns.Targets, .. columns.Texts];
        var candidates = Enumerable.Range(0, columns.Header.Length).Except(taken).ToList();
        var (last, rises) = (new Dictionary<(string, int), double>(), new int[columns.Header.Length]); // those that fall are negative
        for (var row = 0; row < MostRows && candidates.Count > 0 && CsvFile.TryRead(reader); row++)
        {
            if (reader.FieldCount == columns.Header.Length && keys.TryRead(out _))
            {
                var id = keys.Id;
                candidates.RemoveAll(i => !Goes(id, i));
            }
        }

        return [.. candidates.Where(i => Math.Abs(rises[i]) >= FewestRises).Select(i => columns.Header[i])];

        bool Goes(string id, int i)
        {
            if (!StepValue.TryRead(reader.GetSpan(i), format, out var step))
            {
                return false;
            }

            if (last.TryGetValue((id, i), out var before))
            {
                var sign = Math.Sign(step.Key - before);
                if (sign == 0 || sign == -Math.Sign(rises[i]))
                {
                    return false;
                }

                rises[i] += step.Kind is StepKind.Time or StepKind.Clock ? sign * FewestRises : sign;
            }

            last[(id, i)] = step.Key;
            return true;
        }
    }
}
