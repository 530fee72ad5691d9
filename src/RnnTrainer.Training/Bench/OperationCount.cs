using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Bench;

/// <summary>
/// Operations of the matrix products of one pass, a multiply and an add as two. Every matrix of a cell costs 2 J M for each row forward; in training its own
/// gradient costs as much again, and so does the gradient of what it multiplies, the input apart. With g gate blocks of a matrix for the
/// state and one for the input that is B (2 T g H (D + H) + 2 H C) for inference and B (2 T g H (2 D + 3 H) + 6 H C) for training.
/// </summary>
static class OperationCount
{
    /// <param name="layers">The weights of each layer; upper layers have the states below as their input, those of both directions where there are two.</param>
    /// <param name="inputs">D, the inputs of the lowest layer.</param>
    public static double Of(ICell cell, IReadOnlyList<Layer> layers, int inputs, int hidden, int classes, int batch, int steps, bool trains)
    {
        var ways = layers[0].Reverse is null ? 1 : 2;
        var perRow = layers.Select((_, l) => ways * PerRow(cell, l == 0 ? inputs : ways * hidden, hidden, trains)).Sum();
        return batch * ((steps * perRow) + ((trains ? 6.0 : 2.0) * ways * hidden * classes));
    }

    static double PerRow(ICell cell, int K, int J, bool trains)
    {
        var step = CellStep.Trace(cell, Precision.Float64, new CellSizes(B: 1, J: J, K: K));
        using var graph = step.Graph;
        var ofInput = graph.Statements.Where(s => s.References.Any(r => ReferenceEquals(r.Tensor, step.X.Value)))
            .SelectMany(s => s.References).Select(r => r.Tensor).ToHashSet();
        return step.Phi.Parameters.Where(p => p.Shape.Count >= 2)
            .Sum(p => 2.0 * p.Value.Length * (!trains ? 1 : ofInput.Contains(p.Value) ? 2 : 3));
    }
}
