using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>The work that a worker does in a scan, and the memory in which it does it.</summary>
/// <param name="Units">The units of the worker; null: all.</param>
/// <param name="Memory">The rows of these units alone: if the rows of two cores were adjacent, each would prefetch the lines that the other
/// is about to write.</param>
/// <param name="InputProducts">Products of the input for a time block, before its first step.</param>
/// <param name="Steps">The forward work of every step, in this order.</param>
sealed record ScanPart(UnitRange? Units, ScanMemory Memory, IStepWork[] InputProducts, IStepWork[] Steps)
{
    /// <summary>The backward work of every step, in this order.</summary>
    public IStepWork[] Backward { get; init; } = [];

    /// <summary>Gradients of weights, summed after a time block.</summary>
    public DeferredWeightGradients? WeightGradients { get; init; }

    /// <summary>Deferred sums over the batch of other forms.</summary>
    public IStepWork[] BatchSums { get; init; } = [];

    /// <summary>What the products into the input's gradient read: to copy from this memory to that of all units.</summary>
    public (Place From, Place To)[] Shared { get; init; } = [];

    /// <summary>The part of a worker that has no units.</summary>
    public static ScanPart Idle(ScanMemory memory) => new(new UnitRange(0, 0), memory, [], []);
}
