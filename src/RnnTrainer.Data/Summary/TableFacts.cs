using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Summary;

/// <summary>A table whose rows are sequences of steps, or sequences themselves: what is known before the task is chosen.</summary>
/// <param name="Columns">All columns in the file's order.</param>
/// <param name="Layout">How the file holds sequences.</param>
/// <param name="Sequences">Which rows form a sequence; in layouts with a row per sequence each row does.</param>
/// <param name="Rows">The number of rows.</param>
sealed record TableFacts(IReadOnlyList<ColumnFacts> Columns, Layout Layout, SequenceChoice Sequences, long Rows)
{
    public bool IsSeries => Layout == Layout.Series;

    /// <summary>Whether a row is a step.</summary>
    public bool HasSteps => Layout is Layout.Long or Layout.Series;

    /// <summary>Whether the steps are moments.</summary>
    public bool HasCalendar => Sequences.Time is { IsCalendar: true };

    public ColumnFacts? Named(string name) => Columns.FirstOrDefault(c => c.Name == name);

    /// <summary>Whether a column names sequences or steps.</summary>
    public bool IsOrder(ColumnFacts column) =>
        Sequences.Keys.Contains(column) || Sequences.Time?.Columns.Contains(column) == true || (HasSteps && column.Name == "step");

    /// <summary>Whether a column has one value in each sequence, where it has one at all.</summary>
    public bool IsOfSequence(ColumnFacts column) => !HasSteps || (Sequences.Groups.Count > 1 && Sequences.Groups.AreConstantIn(column));

    /// <summary>
    /// By how much more often than by chance a step has the value of the step before: near 1 for states that last, near 0 for counts.
    /// </summary>
    public double Persistence(ColumnFacts column)
    {
        var (ids, last) = (Sequences.Groups.Ids, new double[Sequences.Groups.Count]);
        Array.Fill(last, double.NaN);
        var rows = Sequences.Time is { } time ? Sequences.Groups.Sorted(time.Values) : [.. Enumerable.Range(0, ids.Length)];
        double pairs = 0, same = 0;
        foreach (var n in rows)
        {
            var value = column.Values[n];
            (pairs, same) = double.IsNaN(last[ids[n]]) ? (pairs, same) : (pairs + 1, same + (value == last[ids[n]] ? 1 : 0));
            last[ids[n]] = value;
        }

        var chance = column.Profile.Counts.Sum(c => Math.Pow((double)c / Math.Max(1, column.Values.Length), 2));
        return pairs == 0 || chance >= 1 ? 0 : ((same / pairs) - chance) / (1 - chance);
    }
}
