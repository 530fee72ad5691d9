using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>The parts of one file.</summary>
sealed record Portions(Portion Train, Portion Validation, Portion Test)
{
    /// <summary>
    /// As <c>data.split</c> says: windows, and a single sequence with an output for each step, in the order of time; else by sequence or group,
    /// drawn by <c>data.split.seed</c>. Without a <c>split</c>, as the file says.
    /// </summary>
    /// <exception cref="DataException">Nothing is left to train on.</exception>
    public static Portions Of(Config config, SequenceSet set)
    {
        var (validation, test) = (config.Data.Split?.Validation ?? 0, config.Data.Split?.Test ?? 0);
        if (SequenceTask.Of(config).WindowsOf(config.Data) is not null)
        {
            var ranges = set.Sequences.Select(
                s => Windows.Ranges(Math.Min(s.Length, config.Data.Split?.Steps ?? s.Length), validation, test)).ToList();
            return new Portions(
                new Portion(set, [.. ranges.Select(r => r.Train)]),
                new Portion(set, [.. ranges.Select(r => r.Validation)]),
                new Portion(set, [.. ranges.Select(r => r.Test)]));
        }

        RequireGroups(config, set);
        var split = config.Data.Split is not { } how || how is { By: not null, Validation: 0, Test: 0 } ? Split.ByPart(set.Sequences)
            : set.Sequences.Count == 1 && config.IsPerStep() ? Split.ByTime(set.Sequences, validation, test)
            : how.By is not null ? Split.Grouped(set.Sequences, validation, test, how.Seed, how.Stratify)
            : how.Stratify ? Split.Stratified(set.Sequences, validation, test, how.Seed)
            : Split.BySequence(set.Sequences, validation, test, how.Seed);
        return split.Train.Count > 0
            ? new Portions(Of(set, split.Train), Of(set, split.Validation), Of(set, split.Test))
            : throw new DataException(Diagnostic.OfFile(
                set.File,
                $"of {Words.Counted(set.Sequences.Count, "sequence")} nothing is left to train on: "
                + $"data.split holds out {Shown(validation)} for validation and {Shown(test)} for the test",
                "Hold out less (split:), or give more sequences."));
    }

    /// <summary>
    /// Refuses windows that the series are too short for, before anything of their sizes is made.
    /// </summary>
    /// <exception cref="DataException">No window fits into the training part.</exception>
    public void RequireRoom(Config config)
    {
        var task = SequenceTask.Of(config);
        if (task.WindowsOf(config.Data, config.Data.Stride ?? 1) is not { } training)
        {
            return;
        }

        if (CountOf(Train, training) == 0)
        {
            throw Reading.NothingLeft(config, Train.Set, "its training part");
        }
    }

    /// <summary>Refuses to split fewer groups than there are parts.</summary>
    /// <exception cref="DataException">There are too few.</exception>
    static void RequireGroups(Config config, SequenceSet set)
    {
        if (config.Data.Split is not { By: { } by } split)
        {
            return;
        }

        (string Name, double Size)[] parts = [("training", 1), ("validation", split.Validation), ("test", split.Test)];
        string[] needed = [.. parts.Where(p => p.Size > 0).Select(p => p.Name)];
        string[] groups = [.. set.Sequences.Select(s => s.Group!).Distinct(StringComparer.Ordinal)];
        if (groups.Length < needed.Length)
        {
            throw new DataException(Diagnostic.OfFile(
                set.File,
                $"column '{by}' (data.split.by) has {Words.Counted(groups.Length, "group")} "
                + $"({string.Join(", ", groups.Select(g => $"'{Printable.Cell(g)}'"))}), and {needed.Length} parts need one each: "
                + string.Join(", ", needed),
                "Give more groups, name another column, or hold out fewer parts (data.split)."));
        }
    }

    static double CountOf(Portion portion, WindowOptions options) => portion.Set.Sequences
        .Select((s, n) => (double)Windows.Count(s.Length, options, portion.RangeOf(n)))
        .Sum();

    static Portion Of(SequenceSet set, IReadOnlyList<Sequence> sequences) => Portion.All(set with { Sequences = sequences });

    static string Shown(double part) => part.ToString(CultureInfo.InvariantCulture);
}
