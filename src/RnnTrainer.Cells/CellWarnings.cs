using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>What may be a mistake in the statements of a cell, though nothing forbids it: see <see cref="SummedIndexes"/>.</summary>
public static class CellWarnings
{
    /// <summary>The warnings, each with its place; of a cell in C#, with its statement.</summary>
    public static IReadOnlyList<string> Of(ICell cell)
    {
        if (cell is TextCell text)
        {
            return [.. text.Warnings.Select(w => w.ToString())];
        }

        using var graph = Library.Trace(cell, Precision.Float64, Sizes.Of(cell)).Graph;
        return [.. SummedIndexes.In(graph.Statements).Select(w => $"warning: {w}")];
    }
}
