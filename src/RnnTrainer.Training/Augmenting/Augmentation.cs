using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Augmenting;

/// <summary>
/// The training sequences of an epoch, changed at random as <c>training.augment</c> says. A change depends on (seed, epoch, number of the
/// sequence) and on nothing else, so that neither threads nor an interruption matter.
/// </summary>
/// <param name="seed">Of the run.</param>
/// <param name="config">What is changed, and how much.</param>
/// <param name="deviations">[K]: the standard deviation of each input as the model sees it; 0 of one that is not a number, such as the
/// values of a category.</param>
/// <param name="numbers">[K]: whether each input is a number.</param>
sealed class Augmentation(int seed, AugmentConfig config, double[] deviations, bool[] numbers)
{
    /// <summary>Null where nothing is changed.</summary>
    public static Augmentation? Of(Config config, TrainingData data)
    {
        if (config.Training.Augment is not { IsIdle: false } augment)
        {
            return null;
        }

        var numbers = Numbers(data.Schema);
        var columns = augment.Noise == 0 ? []
            : ColumnStatistics.AllOf(new NamedSequences("train", data.Schema.Channels, data.Train.Whole));
        return new Augmentation(
            config.Training.Seed, augment, [.. columns.Select((c, k) => numbers[k] && !c.IsConstant ? c.Deviation : 0)], numbers);
    }

    /// <summary>Refuses changes of numbers where there are none.</summary>
    /// <exception cref="ConfigException">No input is a number.</exception>
    public static void Require(Config config, ModelSchema schema)
    {
        if (config.Training.Augment is { Noise: > 0 } or { Scale: > 0 } && !Numbers(schema).Contains(true))
        {
            var key = config.Training.Augment.Noise > 0 ? "training.augment.noise" : "training.augment.scale";
            throw new ConfigException(new Diagnostic(
                key, null, null, $"{key} changes numbers, and no input is a number", "remove it"));
        }
    }

    /// <summary>The steps that are left of a sequence of T.</summary>
    public int LengthOf(int T) => Math.Max(1, (int)Math.Round(config.Slice * T));

    /// <summary>The sequences of an epoch, each changed when it is asked for.</summary>
    /// <param name="ready">As the model takes them.</param>
    /// <param name="epoch">From 1.</param>
    public IReadOnlyList<Sequence> Of(IReadOnlyList<Sequence> ready, int epoch) => new MadeSequences(
        ready.Count, n => LengthOf(ready.LengthOf(n)), n => Changed(ready[n], ((long)epoch << 32) + n), ready.SeriesOf);

    /// <summary>The inputs that are numbers in the file, and their differences.</summary>
    static bool[] Numbers(ModelSchema schema) =>
    [
        .. schema.Encoding?.Scaled() ?? [.. Enumerable.Repeat(true, schema.Inputs.Count)],
        .. Enumerable.Repeat(true, schema.Preparation?.Differences.Count ?? 0),
        .. Enumerable.Repeat(false, schema.Preparation?.Deviations.Count ?? 0),
    ];

    Sequence Changed(Sequence sequence, long index)
    {
        var T = LengthOf(sequence.Length);
        if (T < sequence.Length)
        {
            sequence = sequence.Slice(Random("slice").Next(sequence.Length - T + 1), T);
        }

        if (config.Warp > 0 && T > 1)
        {
            sequence = TimeWarp.Apply(sequence, TimeWarp.Places(T, config.Warp, Random("warp")), numbers);
        }

        return config is { Noise: 0, Scale: 0 } || numbers.Length == 0 ? sequence
            : sequence with { Inputs = Noisy(sequence.Inputs, Random("scale"), Random("noise").NextBits()) };

        RandomStream Random(string part) => new(seed, $"augment {part}", index);
    }

    Values Noisy(Values inputs, RandomStream scales, ulong noise)
    {
        double[] factors = [.. numbers.Select(isNumber => isNumber ? 1 + (config.Scale * scales.NextNormal()) : 1)];
        double[] added = [.. numbers.Select((_, k) => config.Noise == 0 ? 0 : config.Noise * deviations[k])];
        return new Values(new NoisyStore(inputs, factors, added, noise), 0, inputs.Length);
    }
}
