namespace RnnTrainer.Autodiff.Kernels;

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
readonly record struct TileTerm(int? K, int ARow, int AStep, int BStep, int BVector);

/// <summary>A register tile: M rows by V vectors of accumulators, kept in registers over all terms, written once.</summary>
/// <param name="CRow">Bytes from row to row of the result.</param>
/// <param name="Tail">How many lanes of the last vector are of the result; 0: all.</param>
/// <param name="Chains">How many sums every entry is gathered in, term k in the sum k mod Chains: with few accumulators one sum would wait for itself.</param>
sealed record TileShape(int M, int V, TileStart Start, int CRow, IReadOnlyList<TileTerm> Terms, int Tail = 0, int Chains = 1)
{
    public string Key => $"{M} {V} {Start} {CRow} {Tail} {Chains} {string.Join(';', Terms)}";
}

/// <summary>Machine code of a tile.</summary>
/// <param name="arguments">The addresses of the result and of the start row; then for each term those of A and B, and K.</param>
unsafe delegate void TileCode(nint* arguments);
