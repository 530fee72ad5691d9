using System.Globalization;
using System.Numerics;
using RnnTrainer.Autodiff;

namespace RnnTrainer.Training;

/// <summary>What a training will occupy beside the program itself, from its sizes alone: in bytes, roughly.</summary>
/// <param name="Data">The sequences as read and as scaled.</param>
/// <param name="Weights">Parameters, gradients, the optimiser's slots, and the copies of a checkpoint while it is written.</param>
/// <param name="PerStep">Of a graph, for one step of one sequence.</param>
/// <param name="Longest">Steps of the longest graph.</param>
/// <param name="Lengths">Steps of all graphs of different lengths, added up.</param>
/// <param name="Batch">Sequences of a batch.</param>
public sealed record MemoryEstimate(long Data, long Weights, double PerStep, int Longest, long Lengths, int Batch)
{
    /// <summary>What the graphs occupy. Those used last are kept, up to a limit, and the largest may come on top.</summary>
    public long Batches => BatchesOf(Batch);

    /// <summary>All of it.</summary>
    public long Total => Data + Weights + Batches;

    /// <summary>Of the config's batch. One small graph is built to see what a step takes.</summary>
    public static MemoryEstimate Of(Model model, TrainingData data)
    {
        var training = model.Config.Training;
        var most = model.Config.PieceLength(data.Train.Count) ?? int.MaxValue;
        var lengths = data.Train.Ready.Select(s => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(s.Length, most))).Distinct().ToList();
        using var graph = new ScanGraph(model, 1, lengths.Max(), model.Team);
        var number = training.Precision == Precision.Float32 ? 4 : 8;
        var sequences = data.Parts.SelectMany(p => p.Part.Raw.Concat(p.Part.Ready));
        return new MemoryEstimate(
            sequences.Sum(s => 8L * s.Inputs.Length),
            model.Size * number * 7,
            (double)graph.Bytes / lengths.Max(),
            lengths.Max(),
            lengths.Sum(l => (long)l),
            data.Train.Count == 1 ? training.Batch : Math.Min(training.Batch, data.Train.Count));
    }

    /// <summary>Whether it is worth the look: below this nothing can go wrong.</summary>
    /// <param name="limit">What may be used.</param>
    public static bool MayMatter(Model model, TrainingData data, long limit)
    {
        var (config, steps) = (model.Config, data.Train.Ready.Max(s => (long)s.Length));
        return config.Training.Batch * steps * (model.Inputs + (100.0 * config.Model.Hidden * config.Model.Layers)) * 16 > limit / 4.0;
    }

    /// <summary>The largest batch with which it stays within a limit; 0: none does.</summary>
    public int LargestBatch(long limit)
    {
        var (fits, not) = (0, Batch + 1);
        while (not - fits > 1)
        {
            var middle = fits + ((not - fits) / 2);
            (fits, not) = Data + Weights + BatchesOf(middle) <= limit ? (middle, not) : (fits, middle);
        }

        return fits;
    }

    /// <exception cref="RunException">It does not fit; says what would.</exception>
    public void Require(long limit)
    {
        if (Total > limit)
        {
            throw new RunException(
                $"the training would take about {Shown(Total)} of memory, and {Shown(limit)} may be used",
                LargestBatch(limit) is > 0 and var batch
                    ? string.Create(CultureInfo.InvariantCulture, $"the largest batch that fits is training.batch {batch}; training.accumulate makes steps of several")
                    : "not even a batch of 1 fits: take shorter sequences, or a smaller model");
        }
    }

    public override string ToString() => $"about {Shown(Total)} (data {Shown(Data)}, weights {Shown(Weights)}, batches {Shown(Batches)})";

    long BatchesOf(int batch) => (long)Math.Min(batch * PerStep * Lengths, SequenceGraphs.MostBytes + (batch * PerStep * Longest));

    static string Shown(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes >= 1e9 ? bytes / 1e9 : bytes / 1e6):0.0} {(bytes >= 1e9 ? "GB" : "MB")}");
}
