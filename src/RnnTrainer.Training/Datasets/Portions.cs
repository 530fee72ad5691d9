using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>The parts of one file.</summary>
sealed record Portions(Portion Train, Portion Validation, Portion Calibration, Portion Test)
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
            var (split, horizon) = (config.Data.Split, config.Data.Horizon ?? 1);
            var ranges = set.Sequences.Select(s => Ranges(split, Math.Min(s.Length, split?.Steps ?? s.Length), horizon)).ToList();
            return new Portions(
                new Portion(set, [.. ranges.Select(r => r.Train)]),
                new Portion(set, [.. ranges.Select(r => r.Validation)]),
                new Portion(set, [.. ranges.Select(r => r.Calibration)]),
                new Portion(set, [.. ranges.Select(r => r.Test)]));
        }

        var parts = config.Data.Split is not { } how
            || how is { By: not null, HasValidation: false, HasTest: false, Calibration: 0 } ? Split.ByPart(set.Sequences)
            : set.Sequences.Count == 1 && config.IsPerStep() ? ByTime(how, set)
            : new SequenceSplit(how, SequenceTask.Of(config).HasClassOfSequence(config.Data), set.File).Of(set.Sequences);
        var (train, calibration) = Calibrated(config, set, parts.Train);
        var (validation, test) = (config.Data.Split?.Validation ?? 0, config.Data.Split?.Test ?? 0);
        return train.Count > 0
            ? new Portions(Of(set, train), Of(set, parts.Validation), Of(set, calibration), Of(set, parts.Test))
            : throw new DataException(Diagnostic.OfFile(
                set.File,
                $"of {Words.Counted(set.Sequences.Count, "sequence")} nothing is left to train on: "
                + $"data.split holds out {Shown(validation)} for validation{ForCalibration(config.Data.Split)} and {Shown(test)} for the test",
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

    /// <summary>
    /// The steps of the parts of a sequence. The calibration part is between validation and test; training has as many steps less.
    /// </summary>
    static (StepRange Train, StepRange Validation, StepRange Calibration, StepRange Test) Ranges(
        SplitConfig? split, int length, int horizon = 1)
    {
        var (train, validation, test) = WithoutCalibration(split, length, horizon);
        var count = Math.Min(Split.Count(length, split?.Calibration ?? 0), train.Count);
        return (
            new(train.From, train.To - count), new(validation.From - count, validation.To - count),
            new(validation.To - count, validation.To), test);
    }

    static (StepRange Train, StepRange Validation, StepRange Test) WithoutCalibration(
        SplitConfig? split, int length, int horizon)
    {
        if (split?.TestWindow is { } window)
        {
            return Windows.WindowRanges(length, window, horizon, split.Validation);
        }

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

        return Split.ByTime(set.Sequences, length =>
        {
            var (train, validation, _, test) = Ranges(split, length);
            return (train, validation, test);
        });
    }

    /// <summary>
    /// What is trained on, and the calibration part: of one sequence with an output for each step the steps that <see cref="ByTime"/> has
    /// left, else sequences or groups of the training part, drawn as the other parts are.
    /// </summary>
    static (IReadOnlyList<Sequence> Train, IReadOnlyList<Sequence> Calibration) Calibrated(
        Config config, SequenceSet set, IReadOnlyList<Sequence> train)
    {
        if (config.Data.Split is not { Calibration: > 0 } split)
        {
            return (train, []);
        }

        if (set.Sequences.Count == 1 && config.IsPerStep())
        {
            return (train, Split.ByTime(set.Sequences, length => (Ranges(split, length).Calibration, default, default)).Train);
        }

        var count = Split.Count(set.Sequences.Count, split.Calibration);
        var how = split with { Validation = count, Test = 0, TestFold = null, ValidationFold = null };
        var parts = count == 0 ? new Split(train, [], [])
            : new SequenceSplit(how, SequenceTask.Of(config).HasClassOfSequence(config.Data), set.File).Of(train);
        return (parts.Train, parts.Validation);
    }

    static double CountOf(Portion portion, WindowOptions options) => portion.Set.Sequences
        .Select((s, n) => (double)Windows.Count(s.Length, options, portion.RangeOf(n)))
        .Sum();

    static Portion Of(SequenceSet set, IReadOnlyList<Sequence> sequences) => Portion.All(set with { Sequences = sequences });

    static string ForCalibration(SplitConfig? split) => split is { Calibration: > 0 } ? $", {Shown(split.Calibration)} for calibration" : "";

    static string Shown(double part) => part.ToString(CultureInfo.InvariantCulture);
}
