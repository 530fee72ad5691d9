using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>The sizes that a scan is built for.</summary>
/// <param name="Batch">B, the number of examples.</param>
/// <param name="Steps">The longest sequence that it will be given.</param>
/// <param name="Workers">At most so many threads share the examples.</param>
/// <param name="Trains">Whether the backward pass will run; if not, only the last states are kept.</param>
/// <param name="KeepsOutputs">Whether the output of every step is wanted, not only of the last.</param>
sealed record ScanShape(Precision Precision, int Batch, int Steps, int Workers, bool Trains, bool KeepsOutputs, SimdSet Simd)
{
    /// <summary>Rows of tile memory: about what the second cache holds, at least one step's.</summary>
    const int TileRows = 256;

    /// <summary>With fewer examples than this a product is cheaper for a whole tile of steps. It does not look at the workers: a gradient's bits must not.</summary>
    public const int FewExamples = 8;

    /// <summary>Rows of a step that a register tile takes at once for about the price of one: the weights are read for each tile, and its sums wait for each other.</summary>
    const int RowsAtOnce = 4;

    public long Rows => (long)Batch * Steps;

    public int TimeBlockRows => Math.Max(Batch, (int)Math.Min(TileRows, Rows));

    /// <summary>Whether products of the input are worth a pass of their own over a tile of steps.</summary>
    public bool UsesTimeBlocks => Batch < FewExamples && Steps > 1;

    /// <summary>How many workers can share the examples so that each has a tile's rows at every step, as long as the longest example lasts.</summary>
    public static double PartsOf(SequenceLengths lengths) => (double)lengths.Total / RowsAtOnce / lengths.Steps;

    public int ElementSize => Precision.Bytes();

    public int VectorBytes => Simd.Count * ElementSize;

    /// <summary>The number of vectors that a row of the tensor takes.</summary>
    public int VectorsOf(Tensor tensor) => (tensor.Shape[1] + Simd.Count - 1) / Simd.Count;
}
