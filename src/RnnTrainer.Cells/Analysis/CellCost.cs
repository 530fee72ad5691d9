using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Cells.Analysis;

/// <summary>The cost of a cell with K inputs and J units.</summary>
/// <param name="Parameters">The number of learned numbers in one layer.</param>
/// <param name="Operations">
/// The operations of one forward step for one example: every <c>+ − × ÷</c>, function, power and <c>+=</c> of every loop iteration is one,
/// so the product with a [J,K] matrix is 2 J K.
/// </param>
sealed record CellCost(long Parameters, long Operations)
{
    /// <summary>
    /// Counts without allocating anything of the sizes K and J: a statement runs c J^a K^b times, as its indexes have the sizes J, K, parts
    /// of J or fixed ones, so three small traces give c, a and b.
    /// </summary>
    /// <exception cref="CellException">The cell cannot have the hidden size J.</exception>
    public static CellCost Measure(ICell cell, int K, int J)
    {
        var unit = cell.UnitMultiple;
        var (once, twiceJ, twiceK) = (Iterations(cell, 1, unit), Iterations(cell, 1, 2 * unit), Iterations(cell, 2, unit));
        var operations = once.Select((s, n) => s.Operations * s.Iterations
            * Scaled(s.Iterations, twiceJ[n].Iterations, (double)J / unit)
            * Scaled(s.Iterations, twiceK[n].Iterations, K)).Sum();
        return new CellCost((long)cell.Parameters(K, J).Sum(p => Product(p.Shape)), (long)operations);
    }

    /// <summary>The loop iterations of each statement, and the operations of each iteration.</summary>
    static List<(double Iterations, int Operations)> Iterations(ICell cell, int K, int J)
    {
        using var graph = CellStep.Trace(cell, Precision.Float32, new CellSizes(B: 1, J: J, K: K)).Graph;
        var looped = graph.Statements.Where(s => s.Indexes.Count > 0);
        return [.. looped.Select(s => (Product(s.Sizes), 1 + s.Value.Parts().Count(IsOperation)))];
    }

    /// <summary><paramref name="factor"/>^a, where doubling the size multiplied the iterations by 2^a.</summary>
    static double Scaled(double once, double twice, double factor) => Math.Pow(factor, Math.Round(Math.Log2(twice / once)));

    static double Product(IEnumerable<int> sizes) => sizes.Aggregate(1.0, (product, size) => product * size);

    static bool IsOperation(Expression part) => part is Binary or Negate or Power or Apply;
}
