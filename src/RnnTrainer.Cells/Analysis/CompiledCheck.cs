using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Threads;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Analysis;

/// <summary>
/// Compares the compiled form of a text cell with its loops run by the interpreter, over a few steps: a cell may have statements of a form
/// that no other cell has.
/// </summary>
static class CompiledCheck
{
    const int Steps = 3;
    const double Tolerance = 1e-9;

    /// <exception cref="CellException">The states or the gradients differ.</exception>
    public static void Require(TextCell cell)
    {
        using var group = new WorkerGroup(1);
        var phi = Phi.Zeros(cell, Precision.Float64, CellSizes.For(cell).K, CellSizes.For(cell).J);
        var reference = Results(cell, phi, new Interpreter(), Unrolled);
        Compare(cell, reference, Results(cell, phi, new Compiler(), (graph, x, initial) => Scanned(graph, cell, phi, x, initial, group)));
        foreach (var parameter in phi.Parameters)
        {
            parameter.Dispose();
        }

        IReadOnlyList<Node> Unrolled(Graph graph, Input x, IReadOnlyList<Input> initial)
        {
            var steps = Enumerable.Range(0, Steps).Select(t => StepOf(graph, x, t)).ToList();
            return Unroll.Over(graph, cell, phi, steps, initial)[^1];
        }
    }

    static IReadOnlyList<Node> Scanned(Graph graph, TextCell cell, Phi phi, Input x, IReadOnlyList<Input> initial, WorkerGroup group)
    {
        var step = CellStep.Trace(cell, phi, Precision.Float64, CellSizes.For(cell) with { B = 1 }).Program;
        return graph.Scan(step, x, [.. initial], Steps, group).Last;
    }

    /// <summary>The rows of one step, from the packed rows of all.</summary>
    static Computed StepOf(Graph graph, Input x, int t)
    {
        var (B, K) = (graph.Batch, x.Shape[1]);
        var rows = graph.Indices($"rows {t}", B);
        rows.Value.Assign([.. Enumerable.Range(0, B).Select(m => (double)((t * B) + m))]);
        var step = graph.Computed($"x {t}", B, K);
        step[b, j] += x[rows[b], j];
        return step;
    }

    static List<(string Name, double[] Values)> Results(
        TextCell cell, Phi phi, IExecutor executor, Func<Graph, Input, IReadOnlyList<Input>, IReadOnlyList<Node>> build)
    {
        var sizes = CellSizes.For(cell);
        using var graph = new Graph(Precision.Float64, sizes.B, executor);
        var x = graph.Input(cell.Input, Steps * sizes.B, sizes.K);
        var initial = cell.States.Select(s => graph.Input(s, sizes.B, sizes.J)).ToList();
        var last = build(graph, x, initial);
        var weights = last.Select((_, n) => graph.Data($"weights {n}", sizes.B, sizes.J)).ToList();
        var loss = graph.Computed("loss", sizes.B);
        foreach (var (weight, state) in weights.Zip(last))
        {
            loss[b] += weight[b, j] * state[b, j];
        }

        CheckedStep.FillAtRandom([.. phi.Parameters, x, .. initial, .. weights], least: -0.5);
        phi.Parameters.ClearGradients();
        graph.Forward();
        graph.Backward(loss);
        return
        [
            .. cell.States.Zip(last, (name, node) => ($"{name}'", node.Value.ToArray())),
            .. phi.Parameters.Concat<Node>(initial).Append(x).Select(n => ($"{n.Name}.grad", n.Grad.ToArray())),
        ];
    }

    static void Compare(TextCell cell, List<(string Name, double[] Values)> reference, List<(string Name, double[] Values)> compiled)
    {
        foreach (var ((name, right), (_, found)) in reference.Zip(compiled))
        {
            var gap = right.Zip(found, (r, f) => r.Equals(f) ? 0 : Math.Abs(r - f) / Math.Max(1, Math.Abs(r))).Max();
            if (gap > Tolerance)
            {
                throw new CellException(cell.ErrorAtName(
                    $"the compiled cell differs from its loops in {name}, by {gap:0.0e+0}",
                    "this is a bug in rnn: please report the cell"));
            }
        }
    }
}
