namespace RnnTrainer.Autodiff.Kernels.Tiles;

/// <summary>The values of a tile's accumulators before the first product.</summary>
enum TileStart
{
    Zero,

    /// <summary>A bias: one row of numbers for every row of the tile.</summary>
    Row,

    /// <summary>The present values of the result.</summary>
    Result,
}

/// <summary>One of the products that a tile sums: C[m,v] += A[m,k] B[k,v]. All strides are in bytes.</summary>
/// <param name="K">The number of terms; null if it is given when the code runs.</param>
/// <param name="Chains">
/// The number of chains in which an entry is summed, term k in chain k mod Chains: with few accumulators a single chain would wait for
/// itself.
/// </param>
readonly record struct TileTerm(int? K, int ARow, int AStep, int BStep, int BVector, int Chains = 1);

/// <summary>A register tile: M rows by V vectors of accumulators that stay in registers for all terms and are written once.</summary>
/// <param name="CRow">Bytes from row to row of the result.</param>
/// <param name="Tail">The number of lanes of the last vector that belong to the result; 0 for all.</param>
sealed record TileShape(int M, int V, TileStart Start, int CRow, IReadOnlyList<TileTerm> Terms, int Tail = 0)
{
    public string Key => $"{M} {V} {Start} {CRow} {Tail} {string.Join(';', Terms)}";

    /// <summary>
    /// The number of chains of an entry, which are added in their order at the end; a term with fewer uses the first ones.
    /// </summary>
    public int Chains => Terms.Max(t => t.Chains);
}

/// <summary>Machine code of tiles, one below another.</summary>
/// <param name="arguments">See <see cref="TileArguments"/>. Afterwards the result and every A point below the last tile.</param>
unsafe delegate void TileCode(nint* arguments);

/// <summary>The slots of a tile's arguments.</summary>
static class TileArguments
{
    /// <summary>The address of the result.</summary>
    public const int Result = 0;

    /// <summary>The address of the bias row, if there is one.</summary>
    public const int StartRow = 1;

    /// <summary>The number of tiles, one below another; at least one.</summary>
    public const int Tiles = 2;

    /// <summary>The number of slots for this many terms.</summary>
    public static int Count(int terms) => A(terms);

    /// <summary>The address of a term's A; the next slots are B and K.</summary>
    public static int A(int term) => 3 + (3 * term);

    /// <summary>The address of a term's B.</summary>
    public static int B(int term) => A(term) + 1;

    /// <summary>The number of terms, if it is given when the code runs.</summary>
    public static int K(int term) => A(term) + 2;
}
