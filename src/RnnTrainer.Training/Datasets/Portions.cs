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
    /// As <c>data.split</c> says: windows, and a single sequence with an output for each step, in the order of time; else by sequence or
    /// group, drawn by <c>data.split.seed</c>. Without a <c>split</c>, as the file says.
    /// </summary>
    /// <exception cref="DataException">Nothing is left to train on.</exception>
    public static Portions Of(Config config, SequenceSet set)
    {
        if (SequenceTask.Of(config).WindowsOf(config.Data) is not null)
        {
            var ranges = set.Sequences.Select(s => Ranges(config.Data.Split, Math.Min(s.Length, config.Data.Split?.Steps ?? s.Length)))
                .ToList();
            return new Portions(
                new Portion(set, [.. ranges.Select(r => r.Train)]),
                new Portion(set, [.. ranges.Select(r => r.Validation)]),
                new Portion(set, [.. ranges.Select(r => r.Test)]));
        }

        var split = config.Data.Split is not { } how
            || how is { By: not null, HasValidation: false, HasTest: false } ? Split.ByPart(set.Sequences)
            : set.Sequences.Count == 1 && config.IsPerStep() ? ByTime(how, set)
            : new SequenceSplit(how, SequenceTask.Of(config).HasClassOfSequence(config.Data), set.File).Of(set.Sequences);
        var (validation, test) = (config.Data.Split?.Validation ?? 0, config.Data.Split?.Test ?? 0);
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

    /// <summary>The steps of the parts of a sequence.</summary>
    static (StepRange Train, StepRange Validation, StepRange Test) Ranges(SplitConfig? split, int length)
    {
        if (split?.TestFold is { } fold)
        {
            return Windows.FoldRanges(length, fold, split.Validation);
        }

        if (split?.ValidationFold is { } held)
        {
            var (rest, _, test) = Windows.Ranges(length, 0, split.Test);
            var (train, _, validation) = Windows.FoldRanges(rest.Count, held, 0);
            return (train, validation, test);
        }

        return Windows.Ranges(length, split?.Validation ?? 0, split?.Test ?? 0);
    }

    /// <exception cref="DataException">A single sequence is one group, or has fewer steps than folds.</exception>
    static Split ByTime(SplitConfig split, SequenceSet set)
    {
        if (split.By is { } by)
        {
            throw new DataException(Diagnostic.OfFile(
                set.File, $"the file is one sequence, of which column '{by}' (data.split.by) names one group",
                "Remove data.split.by, or name the column of the sequences (data.sequence)."));
        }

        if ((split.TestFold ?? split.ValidationFold) is { Count: var folds } && set.Sequences[0].Length <= folds)
        {
            throw new DataException(Diagnostic.OfFile(
                set.File, $"{folds} folds need {folds + 1} steps, and the sequence has {set.Sequences[0].Length}", "Take fewer folds."));
        }

        return Split.ByTime(set.Sequences, length => Ranges(split, length));
    }

    static double CountOf(Portion portion, WindowOptions options) => portion.Set.Sequences
        .Select((s, n) => (double)Windows.Count(s.Length, options, portion.RangeOf(n)))
        .Sum();

    static Portion Of(SequenceSet set, IReadOnlyList<Sequence> sequences) => Portion.All(set with { Sequences = sequences });

    static string Shown(double part) => part.ToString(CultureInfo.InvariantCulture);
}
