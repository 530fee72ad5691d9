using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Threads;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>Units that one worker has: of every row, so many columns from the first on.</summary>
readonly record struct UnitRange(int First, int Count)
{
    const int CacheLineBytes = 64;

    /// <summary>A worker's share of J units, in whole grains.</summary>
    public static UnitRange Of(int J, int grain, int worker, int workers)
    {
        var (first, last) = WorkerGroup.Share((J + grain - 1) / grain, worker, workers);
        return new UnitRange(first * grain, Math.Min(last * grain, J) - (first * grain));
    }

    /// <summary>
    /// How many units must stay together so that each number is computed as if there were no other worker: whole vectors, or whole heads if these are whole panels of
    /// their products; null: they can't be cut so. Nor do two workers write one cache line of a result.
    /// </summary>
    /// <param name="unitsOfHead">1: no unit reads another.</param>
    public static int? Grain(int unitsOfHead, ScanShape shape)
    {
        var vectors = Math.Max(CacheLineBytes, shape.VectorBytes) / shape.ElementSize;
        return unitsOfHead == 1 ? vectors : unitsOfHead % Math.Max(vectors, Tiling.DiagonalVectors * shape.Simd.Count) == 0 ? unitsOfHead : null;
    }
}
