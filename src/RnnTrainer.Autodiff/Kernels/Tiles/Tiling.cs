using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Kernels.Tiles;

/// <summary>The tiles of one instruction set, and how a matrix is best cut into them.</summary>
sealed class Tiling(SimdSet set)
{
    /// <summary>The accumulators of a lone row's panel, and a broadcast, fit the registers of every set.</summary>
    const int MostOfLoneRow = 14;

    static readonly CodeCache<TileCode> Code = new();

    public SimdSet Set { get; } = set;

    /// <summary>The most rows that a tile of V vectors may have: accumulators, V vectors of B and one broadcast fit the registers.</summary>
    public int MostRows(int V, int chains = 1) => Math.Max(1, (Set.Registers - V - 2) / (V * chains));

    /// <summary>Rows in as few tiles as may be, of nearly equal height: so many of the height, then so many of one row more.</summary>
    public static (int Height, int Lower, int Higher) Cut(int rows, int most)
    {
        var tiles = (rows + most - 1) / most;
        return (rows / tiles, tiles - (rows % tiles), rows % tiles);
    }

    /// <summary>
    /// Vectors of a panel where matrices are zero but for blocks along their diagonal. What zeros are multiplied with depends on it, and a zero times infinity is not zero:
    /// so it must not depend on the number of rows.
    /// </summary>
    public const int DiagonalVectors = 2;

    /// <summary>The best number of vectors for this many rows: two, and more where few rows would leave the multipliers waiting.</summary>
    public int VectorsFor(int rows) => rows switch
    {
        1 => 8,
        2 or 3 or 4 => Set.Registers >= 32 ? 4 : 2,
        _ => 2,
    };

    /// <summary>The best number of vectors of a panel for this many rows, of columns of so many vectors that are summed in so many chains.</summary>
    public int VectorsFor(int rows, int vectors, int chains)
    {
        if (rows == 1)
        {
            var panels = (vectors + MostOfLoneRow - 1) / MostOfLoneRow;
            return (vectors + panels - 1) / panels;
        }

        return VectorsFor(rows);
    }

    /// <summary>How many sums the entries of so many column vectors are gathered in: where a row has eight or more accumulators the multipliers are busy anyway.</summary>
    public static int ChainsFor(int V) => V < 8 ? 2 : 1;

    public TileCode CodeOf(TileShape shape) => Code.Get($"{Set.Name} {Set.Scalar} {shape.Key}", () => TileEmitter.Emit(shape, Set));
}
