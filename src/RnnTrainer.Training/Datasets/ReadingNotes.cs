using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>What a user should know of how a file is used: what was put into order, filled, passed over or left out.</summary>
static class ReadingNotes
{
    const int MostNamed = 4;

    /// <summary>One line for each kind.</summary>
    /// <param name="set">As it was read.</param>
    /// <param name="uses">The parts of the set that the model is given.</param>
    /// <param name="labelled">Whether targets were read.</param>
    public static IReadOnlyList<string> Of(Config config, SequenceSet set, IReadOnlyList<PortionUse> uses, bool labelled)
    {
        var gaps = new GapCounts();
        gaps.Add(config, set);
        return [.. Of(config, set, gaps), .. labelled ? SequenceTask.Of(config).Notes(set, uses, config.Data) : []];
    }

    /// <summary>The same of a file without targets.</summary>
    /// <param name="gaps">Of all its sequences.</param>
    public static IReadOnlyList<string> Of(Config config, SequenceSet set, GapCounts gaps) =>
        [.. set.Notes, .. new[] { Unused(config, set), Filled(config, set, gaps.Numbers), Empty(set, gaps.Texts) }.OfType<string>()];

    static string? Unused(Config config, SequenceSet set) => config.Data.Inputs is not null || set.Unused.Count == 0 ? null
        : $"{Words.Agree(set.Unused.Count, "column", "columns")} {Words.FirstFew([.. set.Unused.Select(Shown)], MostNamed + 1, MostNamed)} "
            + $"{Words.Agree(set.Unused.Count, "is", "are")} not used; data.inputs names the columns of numbers that are";

    static string Shown(string column) => $"'{Printable.Cell(column)}'";

    /// <summary>How many numbers are missing in each input column, and what they become; null: none is.</summary>
    static string? Filled(Config config, SequenceSet set, long[] counts) =>
        counts.Sum() == 0 || config.Data.Missing == MissingPolicy.Error ? null
        : $"{Words.Counted(counts.Sum(), "missing number")} {Words.Agree(counts.Sum(), "is", "are")} filled "
            + $"({ConfigValue.Name(config.Data.Missing)}): {Columns(set.InputColumns, counts)}";

    /// <summary>How many names and words are missing in each column; null: none is.</summary>
    static string? Empty(SequenceSet set, long[] counts) => counts.Sum() == 0 ? null
        : $"{Words.Counted(counts.Sum(), "empty cell")} {Words.Agree(counts.Sum(), "is", "are")} read as no known name or word: "
            + Columns(set.TextColumns, counts);

    static string Columns(IReadOnlyList<string> names, long[] counts)
    {
        string[] some =
        [
            .. names.Zip(counts).Where(c => c.Second > 0)
                .Select(c => string.Create(CultureInfo.InvariantCulture, $"{Shown(c.First)} ({c.Second:N0})")),
        ];
        return Words.FirstFew(some, MostNamed + 1, MostNamed);
    }
}

/// <summary>How many cells are missing in each column.</summary>
sealed class GapCounts
{
    /// <summary>Of each column of numbers.</summary>
    public long[] Numbers { get; private set; } = [];

    /// <summary>Of each column of texts.</summary>
    public long[] Texts { get; private set; } = [];

    /// <summary>Adds sequences as they were read; all sets have the same columns.</summary>
    public void Add(Config config, SequenceSet set)
    {
        Numbers = Sums(
            Numbers, set.InputColumns.Count, config.Data.Missing == MissingPolicy.Error ? [] : set.Sequences.Select(s => s.Inputs),
            double.IsNaN);
        Texts = Sums(Texts, set.TextColumns.Count, set.Sequences.Select(s => s.Texts).OfType<StepTexts>(), text => text.Length == 0);
    }

    static long[] Sums<T>(long[] before, int columns, IEnumerable<IReadOnlyList<T>> rows, Func<T, bool> isMissing)
    {
        long[] counts = before.Length == columns ? before : new long[columns];
        foreach (var row in rows)
        {
            var k = 0;
            foreach (var cell in columns > 0 ? row : [])
            {
                counts[k] += isMissing(cell) ? 1 : 0;
                k = k + 1 < columns ? k + 1 : 0;
            }
        }

        return counts;
    }
}
