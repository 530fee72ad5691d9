using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Autodiff.Kernels.Tiles;

/// <summary>The register tiles of one instruction set, and how a matrix is cut into them.</summary>
sealed class Tiling(SimdSet set)
{
    /// <summary>
    /// The largest number of vectors of a single row: its accumulators and one broadcast fit into the registers of every set.
    /// </summary>
    const int MostOfLoneRow = 14;

    static readonly CodeCache<TileCode> Code = new();

    public SimdSet Set { get; } = set;

    /// <summary>
    /// The largest number of rows of a tile of V vectors: the accumulators, V vectors of B and one broadcast must fit into the registers.
    /// </summary>
    public int MostRows(int V, int chains = 1) => Math.Max(1, (Set.Registers - V - 2) / (V * chains));

    /// <summary>
    /// Cuts rows into as few tiles as possible, of nearly equal height: first the lower ones with Height rows, then the higher ones with
    /// one row more.
    /// </summary>
    public static (int Height, int Lower, int Higher) Cut(int rows, int most)
    {
        var tiles = (rows + most - 1) / most;
        return (rows / tiles, tiles - (rows % tiles), rows % tiles);
    }

    /// <summary>
    /// The number of vectors of a panel of a block-diagonal matrix. It decides which zeros are multiplied, and zero times infinity is not
    /// zero, so it must not depend on the number of rows.
    /// </summary>
    public const int DiagonalVectors = 2;

    /// <summary>
    /// The best number of vectors of a tile for this many rows: two, or more if few rows would leave the multipliers idle.
    /// </summary>
    public int VectorsFor(int rows) => rows switch
    {
        1 => 8,
        2 or 3 or 4 => Set.Registers >= 32 ? 4 : 2,
        _ => 2,
    };

    /// <summary>The best number of vectors of a panel for this many rows, if all columns together are this many vectors.</summary>
    public int VectorsFor(int rows, int vectors)
    {
        if (rows == 1)
        {
            var panels = (vectors + MostOfLoneRow - 1) / MostOfLoneRow;
            return (vectors + panels - 1) / panels;
        }

        return VectorsFor(rows);
    }

    /// <summary>
    /// The number of chains in which the entries of V column vectors are summed: with eight or more accumulators in a row the multipliers
    /// are busy anyway.
    /// </summary>
    public static int ChainsFor(int V) => V < 8 ? 2 : 1;

    public TileCode CodeOf(TileShape shape) => Code.Get($"{Set.Name} {Set.Scalar} {shape.Key}", () => TileEmitter.Emit(shape, Set));
}
