namespace RnnTrainer.Autodiff.Kernels.Tiles;

/// <summary>What the accumulators of a tile hold before the first product.</summary>
enum TileStart
{
    Zero,

    /// <summary>One row of numbers, the same for every row of the tile: a bias.</summary>
    Row,

    /// <summary>What the result holds already.</summary>
    Result,
}

/// <summary>One of the products that a tile sums: C[m, v] += Σ_k A[m, k] B[k, v]. All strides in bytes.</summary>
/// <param name="K">The number of terms; null: given when the code runs.</param>
/// <param name="Chains">How many sums every entry is gathered in, term k in the sum k mod Chains: with few accumulators one sum would wait for itself.</param>
readonly record struct TileTerm(int? K, int ARow, int AStep, int BStep, int BVector, int Chains = 1);

/// <summary>A register tile: M rows by V vectors of accumulators, kept in registers over all terms, written once.</summary>
/// <param name="CRow">Bytes from row to row of the result.</param>
/// <param name="Tail">How many lanes of the last vector are of the result; 0: all.</param>
sealed record TileShape(int M, int V, TileStart Start, int CRow, IReadOnlyList<TileTerm> Terms, int Tail = 0)
{
    public string Key => $"{M} {V} {Start} {CRow} {Tail} {string.Join(';', Terms)}";

    /// <summary>The sums of every entry, joined in their order at the end; a term that has fewer takes the first ones.</summary>
    public int Chains => Terms.Max(t => t.Chains);
}

/// <summary>Machine code of tiles one below the other.</summary>
/// <param name="arguments">As <see cref="TileArguments"/> says; afterwards the result and every A are those below the last tile.</param>
unsafe delegate void TileCode(nint* arguments);

/// <summary>Where a tile's code finds what it works on.</summary>
static class TileArguments
{
    /// <summary>The address of the result.</summary>
    public const int Result = 0;

    /// <summary>The address of the row that every row starts from, if they start from one.</summary>
    public const int StartRow = 1;

    /// <summary>How many tiles lie one below the other; at least one.</summary>
    public const int Tiles = 2;

    /// <summary>How many numbers there are for this many terms.</summary>
    public static int Count(int terms) => A(terms);

    /// <summary>The address of a term's A; behind it those of B, and K.</summary>
    public static int A(int term) => 3 + (3 * term);

    /// <summary>The address of a term's B.</summary>
    public static int B(int term) => A(term) + 1;

    /// <summary>The number of terms, if it is given when the code runs.</summary>
    public static int K(int term) => A(term) + 2;
}
