using System.Runtime.InteropServices;

namespace RnnTrainer.Data.Profiling;

/// <summary>The rows of a table, grouped by the cells of one or several columns.</summary>
/// <param name="Ids">The number of each row's group.</param>
/// <param name="Count">The number of groups.</param>
/// <param name="Runs">The number of runs of rows of one group: as many as groups if the rows of each stand together.</param>
sealed record RowGroups(int[] Ids, int Count, int Runs)
{
    const double MostUneven = 0.1, Nearly = 0.95, MostDuplicates = 0.02;

    /// <summary>Whether the rows of each group stand together.</summary>
    public bool AreBlocks => Runs == Count;

    /// <summary>Rows of a group, on average.</summary>
    public double Size => (double)Ids.Length / Math.Max(1, Count);

    /// <summary>Whether so many rows have a value that another has as well that it cannot tell the rows apart.</summary>
    public bool AreMany(long duplicates) => duplicates > MostDuplicates * Ids.Length;

    /// <summary>All rows in one group.</summary>
    public static RowGroups One(int rows) => new(new int[rows], 1, 1);

    /// <summary>The groups that begin at the given rows.</summary>
    public static RowGroups From(IReadOnlyCollection<int> starts, int rows)
    {
        var (ids, group, first) = (new int[rows], 0, starts.ToHashSet());
        for (var n = 0; n < rows; n++)
        {
            group += n > 0 && first.Contains(n) ? 1 : 0;
            ids[n] = group;
        }

        return new RowGroups(ids, group + 1, group + 1);
    }

    /// <summary>The groups of rows with equal cells in all of the columns; a missing cell is a value as well.</summary>
    public static RowGroups By(params IReadOnlyList<ColumnFacts> columns)
    {
        var ids = columns[0].Profile.Rows.ToArray();
        var count = Compress(ids);
        foreach (var column in columns.Skip(1))
        {
            var codes = column.Profile.Rows;
            var pairs = new Dictionary<(int, int), int>();
            for (var n = 0; n < ids.Length; n++)
            {
                ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, (ids[n], codes[n]), out var isKnown);
                id = isKnown ? id : pairs.Count - 1;
                ids[n] = id;
            }

            count = pairs.Count;
        }

        return new RowGroups(ids, count, ids.Length == 0 ? 0 : 1 + Enumerable.Range(1, ids.Length - 1).Count(n => ids[n] != ids[n - 1]));
    }

    /// <summary>Whether a column has one value in each group, in the rows where it has one.</summary>
    public bool AreConstantIn(ColumnFacts column)
    {
        var first = new double[Count];
        Array.Fill(first, double.NaN);
        for (var n = 0; n < Ids.Length; n++)
        {
            ref var value = ref first[Ids[n]];
            value = double.IsNaN(value) ? column.Values[n] : value;
            if (!double.IsNaN(column.Values[n]) && value != column.Values[n])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a column has a value in one row of each group.</summary>
    public bool HasOneEach(ColumnFacts column) =>
        Enumerable.Range(0, Ids.Length).Where(n => !double.IsNaN(column.Values[n])).Select(n => Ids[n]).Distinct().Count() == Count;

    /// <summary>The rows whose group is another than that of the row before.</summary>
    public HashSet<int> Borders() => [.. Enumerable.Range(1, Math.Max(0, Ids.Length - 1)).Where(n => Ids[n] != Ids[n - 1])];

    /// <summary>The order of a column's values in the groups.</summary>
    public Order OrderOf(double[] values) => ChangesOf(values) is var order && (order.Falls == 0 || order.Rises == 0) ? order
        : order with { Duplicates = Distances(values).LongCount(d => d == 0) };

    /// <summary>The same, of duplicates only those in neighbouring rows, which takes no sorting.</summary>
    public Order ChangesOf(double[] values)
    {
        var (last, seen) = (new double[Count], new bool[Count]);
        long rises = 0, falls = 0, equal = 0, missing = 0;
        for (var n = 0; n < Ids.Length; n++)
        {
            var (id, value) = (Ids[n], values[n]);
            if (double.IsNaN(value))
            {
                missing++;
                continue;
            }

            if (seen[id])
            {
                (rises, falls, equal) = (
                    rises + (value > last[id] ? 1 : 0), falls + (value < last[id] ? 1 : 0), equal + (value == last[id] ? 1 : 0));
            }

            (last[id], seen[id]) = (value, true);
        }

        return new Order(rises, falls, equal, missing);
    }

    /// <summary>The changes from each row to the next of its group, in the order of the file.</summary>
    public double[] Changes(double[] values)
    {
        var last = new double[Count];
        Array.Fill(last, double.NaN);
        var changes = new List<double>(values.Length);
        for (var n = 0; n < values.Length; n++)
        {
            if (!double.IsNaN(last[Ids[n]]))
            {
                changes.Add(values[n] - last[Ids[n]]);
            }

            last[Ids[n]] = values[n];
        }

        return [.. changes];
    }

    /// <summary>Whether the values change by one step from each row to the next of its group.</summary>
    /// <param name="fewest">The fewest changes that show it.</param>
    public bool CountsBy(double step, double[] values, int fewest) =>
        Changes(values) is var changes && changes.Length >= fewest && Array.TrueForAll(changes, c => c == step);

    /// <summary>The distances between neighbouring values of each group, in the order of the values.</summary>
    public double[] Distances(double[] values)
    {
        var order = Sorted(values);
        return [.. Enumerable.Range(1, Math.Max(0, order.Length - 1)).Where(n => Ids[order[n]] == Ids[order[n - 1]])
            .Select(n => values[order[n]] - values[order[n - 1]])];
    }

    /// <summary>Whether the values rise or fall by distances that are nearly all alike, to the difference between months.</summary>
    public bool IsNearlyEven(double[] values)
    {
        var distances = Distances(values);
        Array.Sort(distances);
        var usual = distances.Length == 0 ? 0 : distances[distances.Length / 2];
        return usual > 0 && distances.Count(d => Math.Abs(d - usual) <= MostUneven * usual) >= Nearly * distances.Length;
    }

    /// <summary>The rows that have a value, by group and then by value; of equal values the first row comes first.</summary>
    public int[] Sorted(double[] values)
    {
        var rows = Enumerable.Range(0, Ids.Length).Where(n => !double.IsNaN(values[n])).ToArray();
        var keys = Array.ConvertAll(rows, n => (Ids[n], values[n], n));
        Array.Sort(keys, rows);
        return rows;
    }

    static int Compress(int[] codes)
    {
        var ids = new Dictionary<int, int>();
        for (var n = 0; n < codes.Length; n++)
        {
            ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, codes[n], out var isKnown);
            id = isKnown ? id : ids.Count - 1;
            codes[n] = id;
        }

        return ids.Count;
    }
}

/// <summary>The order of a column's values, from each row to the next of its group.</summary>
/// <param name="Duplicates">Rows that repeat a value of their group.</param>
readonly record struct Order(long Rises, long Falls, long Duplicates, long Missing)
{
    /// <summary>Whether the values only rise.</summary>
    public bool IsRising => Falls == 0 && Duplicates == 0;

    /// <summary>Whether the values only fall: the newest row comes first.</summary>
    public bool IsFalling => Rises == 0 && Falls > 0 && Duplicates == 0;
}
