using CsvHelper;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Finds the column that differs in all rows with duplicate steps: a time of day, or a second name of the sequence.</summary>
static class TellingColumn
{
    const int MostPairs = 1000;

    /// <summary>The column and whether it is a time; null if there is none.</summary>
    /// <param name="pairs">The byte offsets of the step cells of two rows.</param>
    public static (int Column, bool IsTime)? Find(byte[] text, LongColumns columns, IReadOnlyList<(int First, int Second)> pairs)
    {
        var rows = Rows(text, columns, [.. pairs.Take(MostPairs).SelectMany(p => new[] { p.First, p.Second })]);
        int[] telling =
        [
            .. Enumerable.Range(0, columns.Header.Length)
                .Where(i => !columns.Steps.Contains(i) && !columns.Keys.Contains(i) && !columns.Targets.Contains(i))
                .Where(i => pairs.Take(MostPairs).All(
                    p => rows.TryGetValue(p.First, out var a) && rows.TryGetValue(p.Second, out var b) && a[i] != b[i])),
        ];
        var format = CellFormat.Of(columns.Options, ',');
        var times = telling.Where(i => IsTime(columns.Header[i], rows.Values.Select(r => r[i])));
        var words = telling.Where(i => rows.Values.All(r => !NumberError.Resembles(System.Text.Encoding.UTF8.GetBytes(r[i]), format)));
        var ids = telling.Where(i => Repeat(rows.Values.Select(r => r[i])));
        return times.Select(i => (i, true)).Concat(words.Concat(ids).Select(i => (i, false))).Select(f => ((int, bool)?)f).FirstOrDefault();
    }

    static Dictionary<int, string[]> Rows(byte[] text, LongColumns columns, HashSet<int> offsets)
    {
        var rows = new Dictionary<int, string[]>();
        using var reader = CsvFile.Open(text);
        CsvFile.SkipHeader(reader, columns.Options);
        while (rows.Count < offsets.Count && CsvFile.TryRead(reader))
        {
            if (CsvFile.Fits(reader, columns.Header.Length) && (int)CsvFile.OffsetOf(reader, columns.Steps[0]) is var offset
                && offsets.Contains(offset))
            {
                rows[offset] = [.. Enumerable.Range(0, columns.Header.Length).Select(reader.GetString)];
            }
        }

        return rows;
    }

    static bool IsTime(string name, IEnumerable<string> cells) =>
        cells.All(c => ClockText.TryParse(c, out _))
        || (ColumnSample.IsHour(name) && cells.All(c => byte.TryParse(c, out var hour) && hour <= 24));

    /// <summary>Whether they are whole numbers of which most occur again.</summary>
    static bool Repeat(IEnumerable<string> cells)
    {
        var all = cells.ToList();
        return all.All(c => long.TryParse(c, out _)) && all.Distinct().Count() * 2 <= all.Count;
    }
}
