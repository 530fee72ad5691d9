using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>The work that a worker does in a scan, and the memory in which it does it.</summary>
/// <param name="Units">The units that it has; null: all.</param>
/// <param name="Memory">Rows of these units alone: where the rows of two cores lie next to each other, each fetches ahead the lines that the other is about to write.</param>
/// <param name="InputProducts">Products of the input for a tile of steps, before the first of them.</param>
/// <param name="Steps">The forward work of every step, in this order.</param>
sealed record ScanPart(UnitRange? Units, ScanMemory Memory, IStepWork[] InputProducts, IStepWork[] Steps)
{
    /// <summary>The backward work of every step, in this order.</summary>
    public IStepWork[] Backward { get; init; } = [];

    /// <summary>Gradients of weights, summed after a tile of steps.</summary>
    public DeferredWeightGradients? Products { get; init; }

    /// <summary>Late sums of other forms.</summary>
    public IStepWork[] Others { get; init; } = [];

    /// <summary>What the products into the input's gradient read of every worker: from this memory to that of all units.</summary>
    public (Place From, Place To)[] Shared { get; init; } = [];

    /// <summary>The part of a worker that has no units.</summary>
    public static ScanPart Idle(ScanMemory memory) => new(new UnitRange(0, 0), memory, [], []);
}
