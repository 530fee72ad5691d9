using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>What a cell costs with K inputs and J units.</summary>
/// <param name="Parameters">Numbers that are learnt, of one layer.</param>
/// <param name="Operations">
/// Of one step forward, for one example, as the loops say it: every <c>+ − × ÷</c>, function, power and <c>+=</c> is one, so a product of a [J,K] matrix is 2 J K.
/// </param>
public sealed record CellCost(long Parameters, long Operations)
{
    public static CellCost Of(ICell cell, int K, int J)
    {
        var step = Library.Trace(cell, Precision.Float32, new Sizes(B: 1, J: J, K: K));
        using var graph = step.Graph;
        return new CellCost(
            step.Phi.Parameters.Sum(p => (long)p.Value.Length),
            graph.Statements.Where(s => s.Letters.Count > 0).Sum(s => s.Sizes.Aggregate(1L, (product, size) => product * size) * (1 + s.Value.Parts().Count(IsOperation))));
    }

    static bool IsOperation(Expression part) => part is Binary or Negate or Power or Apply;
}
