using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Cells.Analysis;

/// <summary>What a cell costs with K inputs and J units.</summary>
/// <param name="Parameters">Numbers that are learnt, of one layer.</param>
/// <param name="Operations">
/// Of one step forward, for one example, as the loops say it: every <c>+ − × ÷</c>, function, power and <c>+=</c> is one, so a product of a [J,K] matrix is 2 J K.
/// </param>
sealed record CellCost(long Parameters, long Operations)
{
    /// <summary>
    /// A statement runs c J^a K^b times, its letters being of the sizes J, K, parts of J, or fixed ones; so three small sizes tell how often it runs with any, and nothing of the
    /// sizes asked for is allocated.
    /// </summary>
    public static CellCost Measure(ICell cell, int K, int J)
    {
        var unit = cell.UnitMultiple;
        var (once, twiceJ, twiceK) = (Runs(cell, 1, unit), Runs(cell, 1, 2 * unit), Runs(cell, 2, unit));
        var operations = once.Select((s, n) => s.Operations * s.Runs * Grown(s.Runs, twiceJ[n].Runs, (double)J / unit) * Grown(s.Runs, twiceK[n].Runs, K)).Sum();
        return new CellCost((long)cell.Parameters(K, J).Sum(p => p.Shape.Aggregate(1.0, (product, size) => product * size)), (long)operations);
    }

    /// <summary>How often each statement runs, and the operations of each time.</summary>
    static List<(double Runs, int Operations)> Runs(ICell cell, int K, int J)
    {
        using var graph = CellStep.Trace(cell, Precision.Float32, new CellSizes(B: 1, J: J, K: K)).Graph;
        return [.. graph.Statements.Where(s => s.Indexes.Count > 0).Select(s => (s.Sizes.Aggregate(1.0, (product, size) => product * size), 1 + s.Value.Parts().Count(IsOperation)))];
    }

    /// <summary>x^a, where 2^a is what twice the size made of it.</summary>
    static double Grown(double once, double twice, double times) => Math.Pow(times, Math.Round(Math.Log2(twice / once)));

    static bool IsOperation(Expression part) => part is Binary or Negate or Power or Apply;
}
