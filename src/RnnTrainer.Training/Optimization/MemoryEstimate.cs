using System.Globalization;
using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Optimization;

/// <summary>
/// An estimate, in bytes, of the memory that a training takes in addition to the program itself. Nothing of these sizes is allocated for
/// it.
/// </summary>
/// <param name="Data">The sequences as read and as scaled; rows beyond the memory for them are in a file.</param>
/// <param name="Weights">Parameters, gradients, optimizer state, and the copies of a checkpoint while it is written.</param>
/// <param name="PerStep">Of a graph, for one step of one sequence.</param>
/// <param name="Longest">Steps of the longest graph.</param>
/// <param name="Lengths">Steps of all graphs of different lengths, added up.</param>
/// <param name="Batch">Sequences of a batch.</param>
/// <param name="Largest">Entries of the largest weight.</param>
/// <param name="Widest">Entries of the widest row of a batch's nodes.</param>
sealed record MemoryEstimate(
    long Data, long Weights, double PerStep, int Longest, long Lengths, int Batch, long Largest = 0, long Widest = 0)
{
    /// <summary>The number of graphs of different lengths, if it is known.</summary>
    public int Graphs { get; init; } = int.MaxValue;

    /// <summary>What may be kept of the steps of a batch: longer ones run in segments.</summary>
    public long Steps { get; init; } = long.MaxValue;

    /// <summary>Whether a batch that is too long runs in segments of the whole model, so that its nodes hold one segment.</summary>
    public bool RunsInSegments { get; init; }

    /// <summary>Of a graph, for one step of one sequence, what is kept of all steps even in segments.</summary>
    public double AlwaysPerStep { get; init; }

    /// <summary>What the graphs occupy. Those used last are kept, up to a limit, and the largest may come on top.</summary>
    public long Batches => BatchesOf(Batch);

    /// <summary>All of it.</summary>
    public long Total => Sum(Data, Weights, Batches);

    /// <summary>Of the config's batch.</summary>
    /// <param name="jobs">Trainings that run at the same time and share the memory.</param>
    public static MemoryEstimate Of(ModelPlan plan, TrainingData data, int jobs = 1)
    {
        var training = plan.Config.Training;
        var most = plan.Config.ChunkLength(data.Train.Count) ?? int.MaxValue;
        return Of(
            plan, [.. data.Train.Raw.Lengths().Select(length => plan.StepsOf(Math.Min(length, most))).Distinct()],
            data.Train.Count == 1 ? training.Batch
            : Math.Min(training.Batch, data.Train.Count),
            Math.Min(data.Parts.Sum(p => p.Part.Bytes), MemoryLimit.OfRows(new DataOptions { MemoryLimit = MemoryLimit.OfEach(jobs) })),
            jobs);
    }

    /// <summary>Of sequences of these lengths, in steps of the layers, in batches of a size.</summary>
    /// <param name="data">Bytes of the sequences themselves.</param>
    /// <param name="jobs">Trainings that run at the same time and share the memory.</param>
    internal static MemoryEstimate Of(ModelPlan plan, IReadOnlyList<int> sequences, int batch, long data, int jobs = 1)
    {
        var lengths = sequences.Select(length => (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)length), int.MaxValue)).Distinct()
            .ToList();
        var number = plan.Config.Training.Precision == Precision.Float32 ? 4 : 8;
        return new MemoryEstimate(
            data,
            (long)(plan.Size * (7.0 + ShardSums.VectorsOf(plan.Config.Training.Shards ?? 1)) * number),
            GraphSize.Of(plan, lengths.Max()) / lengths.Max(),
            lengths.Max(),
            lengths.Sum(l => (long)l),
            batch,
            plan.Largest,
            Math.Max(
                Math.Max(plan.Inputs, plan.Width),
                    Math.Max(plan.Schema.HeadOutputs, (plan.Patches?.Size ?? 1) * plan.Schema.Numbers.Count)))
        {
            Graphs = lengths.Count,
            Steps = plan.Config.Training.Memory?.Bytes ?? AvailableMemory.ForSteps(jobs),
            RunsInSegments = !plan.Config.Model.Bidirectional,
            AlwaysPerStep = plan.Config.Model.Bidirectional ? GraphSize.OfNodes(plan, lengths.Max()) / lengths.Max()
                : number * (plan.Schema.Symbols > 0 ? plan.Config.Model.Embedding : plan.Patches is null ? 0 : plan.Inputs),
        };
    }

    /// <summary>Whether it is worth the look: below this nothing can go wrong.</summary>
    /// <param name="limit">What may be used.</param>
    public static bool MayMatter(ModelPlan plan, TrainingData data, long limit)
    {
        var (config, steps) = (plan.Config, (double)data.Train.Raw.Lengths().Max());
        return Math.Max(
            plan.Size * 7.0,
            config.Training.Batch * steps * (
                plan.Inputs + plan.Schema.HeadOutputs + (100.0 * config.Model.Hidden * config.Model.Layers)) * 2) * 8 > limit / 4.0;
    }

    /// <summary>Refuses a training that would not fit, before it is begun.</summary>
    /// <exception cref="RunException">It would not; says what would.</exception>
    internal static void RequireFor(ModelPlan plan, TrainingData data, long limit, int jobs)
    {
        if (MayMatter(plan, data, limit))
        {
            Of(plan, data, jobs).Require(limit);
        }
    }

    /// <summary>The largest batch with which it stays within a limit; 0: none does.</summary>
    public int LargestBatch(long limit)
    {
        var (fits, not) = (0, Batch + 1);
        while (not - fits > 1)
        {
            var middle = fits + ((not - fits) / 2);
            (fits, not) = Fits(middle, limit) ? (middle, not) : (fits, middle);
        }

        return fits;
    }

    /// <param name="limit">What may be used.</param>
    /// <param name="batchKey">What sets the batch.</param>
    /// <exception cref="RunException">It does not fit; says what would.</exception>
    public void Require(long limit, string batchKey = "training.batch")
    {
        if (Fits(Batch, limit))
        {
            return;
        }

        var batch = LargestBatch(limit);
        throw new RunException(
            Sum(Data, Weights, BatchesOf(Batch)) > limit
                ? $"it would take about {AvailableMemory.Format(Total)} of memory, and {AvailableMemory.Format(limit)} may be used"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"a block of numbers would have {Math.Max(Largest, Rows(Batch)):N0} entries, and {int.MaxValue:N0} are possible"),
            batch > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"the largest batch that fits is {batchKey} " +
                    $"{batch}{(batchKey == "training.batch" ? "; training.accumulate makes steps of several" : "")}")
                : "not even a batch of 1 fits: take shorter sequences, or a smaller model (model.hidden, model.layers)");
    }

    public override string ToString() =>
        $"about {AvailableMemory.Format(Total)} (data {AvailableMemory.Format(Data)}, weights {AvailableMemory.Format(Weights)}, " +
        $"batches {AvailableMemory.Format(Batches)})";

    bool Fits(int batch, long limit) =>
        Sum(Data, Weights, BatchesOf(batch)) <= limit && Largest <= int.MaxValue && Rows(batch) <= int.MaxValue;

    /// <summary>Entries of a batch's largest node, a row for each step of each sequence; in segments, the rows alone.</summary>
    long Rows(int batch)
    {
        var rows = (double)batch * Longest;
        return (long)(RunsInSegments ? rows : rows * Widest);
    }

    long BatchesOf(int batch) => (long)Math.Min(
        batch * PerStep * Lengths, Math.Min(Graphs * LongestOf(batch), SequenceGraphs.MostBytes + LongestOf(batch)));

    /// <summary>What the longest graph keeps of the steps of a batch.</summary>
    double LongestOf(int batch) =>
        Math.Min(batch * PerStep * Longest, Math.Max(Steps, batch * AlwaysPerStep * Longest));

    // A double holds any of them; what is beyond a long becomes the largest.
    static long Sum(params ReadOnlySpan<double> parts)
    {
        var sum = 0.0;
        foreach (var part in parts)
        {
            sum += part;
        }

        return (long)sum;
    }
}
