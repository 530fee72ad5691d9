using System.Text;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Finds the columns that tell rows with equal steps apart: a time of day, or further names of the sequence.</summary>
static class TellingColumns
{
    const int MostPairs = 1000;

    /// <summary>The columns, and whether they are times; none if no column and no two columns tell all rows apart.</summary>
    /// <param name="pairs">The byte offsets of the step cells of two rows with equal steps.</param>
    public static (int[] Columns, bool AreTimes) Find(TextSource text, LongColumns columns, IEnumerable<(long First, long Second)> pairs)
    {
        var rows = Rows(text, columns, [.. pairs.Take(MostPairs).SelectMany(p => new[] { p.First, p.Second })]);
        int[] known = [.. columns.Keys, .. columns.Steps];
        var equal = rows.GroupBy(r => string.Join('\0', known.Select(i => r[i]))).Select(g => g.ToArray()).ToArray();
        int[] free = [.. Enumerable.Range(0, columns.Header.Length).Except(known).Except(columns.Targets)];
        var format = CellFormat.Of(columns.Options, ',');
        int[] times = [.. free.Where(i => IsTime(columns.Header[i], rows.Select(r => r[i])))];
        int[] words = [.. free.Where(i => rows.TrueForAll(r => !NumberError.Resembles(Encoding.UTF8.GetBytes(r[i]), format)))];
        int[] names = [.. words.Except(times), .. free.Except(words).Except(times).Where(i => Repeat(rows, i))];
        return times.FirstOrDefault(i => AreApart(equal, [i]), -1) is >= 0 and var time ? ([time], true)
            : (names.Select(i => new[] { i }).Concat(Pairs(names)).FirstOrDefault(n => AreApart(equal, n)) ?? [], false);
    }

    static IEnumerable<int[]> Pairs(int[] columns) =>
        columns.SelectMany((a, n) => columns.Skip(n + 1).Select(b => a < b ? new[] { a, b } : [b, a]));

    static bool AreApart(string[][][] equal, int[] columns) => equal.All(
        rows => rows.Length > 1 && rows.Select(r => string.Join('\0', columns.Select(i => r[i]))).Distinct().Count() == rows.Length);

    static List<string[]> Rows(TextSource text, LongColumns columns, HashSet<long> offsets)
    {
        var rows = new List<string[]>();
        using var reader = CsvFile.Open(text);
        CsvFile.SkipHeader(reader, columns.Options);
        while (rows.Count < offsets.Count && CsvFile.TryRead(reader))
        {
            if (CsvFile.Fits(reader, columns.Header.Length) && offsets.Contains(CsvFile.OffsetOf(reader, columns.Steps[0])))
            {
                rows.Add([.. Enumerable.Range(0, columns.Header.Length).Select(reader.GetString)]);
            }
        }

        return rows;
    }

    static bool IsTime(string name, IEnumerable<string> cells) =>
        cells.All(c => ClockText.TryParse(c, out _))
        || (ColumnSample.IsHour(name) && cells.All(c => byte.TryParse(c, out var hour) && hour <= 24));

    /// <summary>Whether a column has whole numbers of which most occur again.</summary>
    static bool Repeat(List<string[]> rows, int i) =>
        rows.TrueForAll(r => long.TryParse(r[i], out _)) && rows.DistinctBy(r => r[i]).Count() * 2 <= rows.Count;
}
