using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Threads;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>The units of one worker: a range of columns of every row.</summary>
readonly record struct UnitRange(int First, int Count)
{
    const int CacheLineBytes = 64;

    /// <summary>A worker's share of J units, in multiples of the grain.</summary>
    public static UnitRange Of(int J, int grain, int worker, int workers)
    {
        var (first, last) = WorkerGroup.Share((J + grain - 1) / grain, worker, workers);
        return new UnitRange(first * grain, Math.Min(last * grain, J) - (first * grain));
    }

    /// <summary>
    /// The number of units that must stay together so that every number is computed as by a single worker, and that no two workers write
    /// the same cache line:
    /// whole vectors, or whole heads if these fill whole panels of their products; null if the units cannot be divided like this.
    /// </summary>
    /// <param name="unitsOfHead">The units of a head; 1 if no unit reads another.</param>
    /// <param name="shape">The sizes.</param>
    public static int? Grain(int unitsOfHead, ScanShape shape)
    {
        var vectors = Math.Max(CacheLineBytes, shape.VectorBytes) / shape.ElementSize;
        return unitsOfHead == 1 ? vectors : unitsOfHead % Math.Max(vectors, Tiling.DiagonalVectors * shape.Simd.Count) == 0 ? unitsOfHead
            : null;
    }
}
