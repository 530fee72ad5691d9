using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Datasets;

/// <summary>What a part of the data is made of.</summary>
/// <param name="Set">Its sequences, as they were read.</param>
/// <param name="Targets">Of each sequence, the steps that are to be forecast; what a window sees may reach back before them. Null: all.</param>
sealed record Portion(SequenceSet Set, IReadOnlyList<StepRange>? Targets)
{
    public static Portion All(SequenceSet set) => new(set, null);

    /// <summary>The steps of sequence <paramref name="n"/> that are to be forecast.</summary>
    public StepRange RangeOf(int n) => Targets?[n] ?? new StepRange(0, Set.Sequences[n].Length);

    /// <summary>The sequences without the steps of other parts.</summary>
    public IReadOnlyList<Sequence> Own() => Targets is null ? Set.Sequences
        : [.. Set.Sequences.Select((s, n) => (s, Range: Targets[n])).Where(p => p.Range.Count > 0).Select(p => p.s.Slice(p.Range.From, p.Range.Count))];
}

/// <summary>The parts of one file.</summary>
sealed record Portions(Portion Train, Portion Validation, Portion Test)
{
    /// <summary>
    /// As the config's <c>split</c> says: forecasts, and a single sequence that is answered step by step, in the order of time; else by sequence, drawn by
    /// <c>data.split.seed</c>. Without a <c>split</c>, as the file says.
    /// </summary>
    /// <exception cref="DataException">Nothing is left to train on.</exception>
    public static Portions Of(Config config, SequenceSet set)
    {
        var (validation, test) = (config.Data.Split?.Validation ?? 0, config.Data.Split?.Test ?? 0);
        if (config.Task == TaskKind.Forecast)
        {
            var ranges = set.Sequences.Select(s => Windows.Ranges(Math.Min(s.Length, config.Data.Split?.Steps ?? s.Length), validation, test)).ToList();
            return new Portions(
                new Portion(set, [.. ranges.Select(r => r.Train)]),
                new Portion(set, [.. ranges.Select(r => r.Validation)]),
                new Portion(set, [.. ranges.Select(r => r.Test)]));
        }

        var split = config.Data.Split is null ? Split.ByPart(set.Sequences)
            : set.Sequences.Count == 1 && config.IsPerStep() ? Split.ByTime(set.Sequences, validation, test)
            : Split.BySequence(set.Sequences, validation, test, config.Data.Split.Seed);
        return split.Train.Count > 0
            ? new Portions(Of(set, split.Train), Of(set, split.Validation), Of(set, split.Test))
            : throw new DataException(Diagnostic.OfFile(set.File, $"of {Words.Counted(set.Sequences.Count, "sequence")} nothing is left to train on: data.split holds out {Shown(validation)} for validation and {Shown(test)} for the test", "Hold out less (split:), or give more sequences."));
    }

    static Portion Of(SequenceSet set, IReadOnlyList<Sequence> sequences) => Portion.All(set with { Sequences = sequences });

    static string Shown(double part) => part.ToString(CultureInfo.InvariantCulture);

}
