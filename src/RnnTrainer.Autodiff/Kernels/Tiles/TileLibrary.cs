namespace RnnTrainer.Autodiff.Kernels;

/// <summary>The tiles of one instruction set, and how a matrix is best cut into them.</summary>
sealed class TileLibrary(SimdSet set)
{
    static readonly CodeCache<TileCode> Code = new();

    public SimdSet Set { get; } = set;

    /// <summary>The most rows that a tile of V vectors may have: accumulators, V vectors of B and one broadcast fit the registers.</summary>
    public int MostRows(int V) => Math.Max(1, (Set.Registers - V - 2) / V);

    /// <summary>Rows in as few tiles as may be, of nearly equal height: so many of the height, then so many of one row more.</summary>
    public static (int Height, int Lower, int Higher) Cut(int rows, int most)
    {
        var tiles = (rows + most - 1) / most;
        return (rows / tiles, tiles - (rows % tiles), rows % tiles);
    }

    /// <summary>The best number of vectors for this many rows: two, and more where few rows would leave the multipliers waiting.</summary>
    public int VectorsFor(int rows) => rows switch
    {
        1 => 8,
        2 or 3 or 4 => Set.Registers >= 32 ? 4 : 2,
        _ => 2,
    };

    /// <summary>How many sums a lone row's entries are gathered in: with eight or more accumulators the multipliers are busy anyway.</summary>
    public static int ChainsFor(int V) => V switch
    {
        1 or 2 => 4,
        < 8 => 2,
        _ => 1,
    };

    public TileCode CodeOf(TileShape shape) => Code.Get($"{Set.Name} {Set.Scalar} {shape.Key}", () => TileEmitter.Emit(shape, Set));
}
