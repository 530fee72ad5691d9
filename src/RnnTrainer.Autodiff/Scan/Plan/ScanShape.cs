using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>The sizes that a scan is built for.</summary>
/// <param name="Batch">B, the number of examples.</param>
/// <param name="Steps">The length of the longest sequence.</param>
/// <param name="Workers">The maximum number of threads that share the examples.</param>
/// <param name="Trains">Whether the backward pass runs; if not, only the last states are kept.</param>
/// <param name="KeepsOutputs">Whether the output of every step is kept, and not only that of the last.</param>
sealed record ScanShape(Precision Precision, int Batch, int Steps, int Workers, bool Trains, bool KeepsOutputs, SimdSet Simd)
{
    /// <summary>The rows of a time block: about as many as the second cache holds, and at least those of one step.</summary>
    const int TileRows = 256;

    /// <summary>
    /// With fewer examples than this a product is cheaper for a whole time block. It does not depend on the workers, because the bits of a
    /// gradient must not.
    /// </summary>
    public const int FewExamples = 8;

    /// <summary>
    /// The rows that a register tile computes for about the cost of one: it reads the weights once for all of them, and their sums do not
    /// wait for each other.
    /// </summary>
    const int RowsAtOnce = 4;

    /// <summary>The most rows of which values are kept at one time: all, unless the scan runs in segments.</summary>
    public long Rows { get; init; } = (long)Batch * Steps;

    /// <summary>Whether parameters keep the values that they have in the first forward pass.</summary>
    public bool HasFixedWeights { get; init; }

    public int TimeBlockRows => TimeBlockRowsOf(Batch, Rows);

    /// <inheritdoc cref="TimeBlockRows"/>
    public static int TimeBlockRowsOf(int batch, long rows) => Math.Max(batch, (int)Math.Min(TileRows, rows));

    /// <summary>Whether products of the input run once for a time block.</summary>
    public bool UsesTimeBlocks => Batch < FewExamples && Steps > 1;

    /// <summary>
    /// The number of workers that can share the examples so that each has the rows of a register tile at every step of the longest example.
    /// </summary>
    public static double PartsOf(SequenceLengths lengths) => (double)lengths.Total / RowsAtOnce / lengths.Steps;

    public int ElementSize => Precision.Bytes();

    public int VectorBytes => Simd.Count * ElementSize;

    /// <summary>The number of vectors that a row of the tensor takes.</summary>
    public int VectorsOf(Tensor tensor) => (tensor.Shape[1] + Simd.Count - 1) / Simd.Count;
}
