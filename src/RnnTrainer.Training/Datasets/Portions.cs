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
    /// As the config's <c>split</c> says: forecasts, and a single sequence that is answered step by step, in the order of time; else by sequence, drawn by
    /// <c>data.split.seed</c>. Without a <c>split</c>, as the file says.
    /// </summary>
    /// <exception cref="DataException">Nothing is left to train on.</exception>
    public static Portions Of(Config config, SequenceSet set)
    {
        var (validation, test) = (config.Data.Split?.Validation ?? 0, config.Data.Split?.Test ?? 0);
        if (SequenceTask.Of(config).WindowsOf(config.Data) is not null)
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
