using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>
/// A program of the library with random inputs and a loss that weighs every output by its own random number:
/// a plain sum would not do, since the outputs of softmax add up to 1 whatever the input.
/// </summary>
sealed class Experiment : IDisposable
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    Experiment(Graph graph, IReadOnlyList<Node> outputs)
    {
        (Graph, Outputs) = (graph, outputs);
        Loss = graph.Weighted(outputs);
        Checked = [.. graph.Nodes.Where(n => n is not Computed && n.IsDifferentiable)];
        graph.FillAtRandom();
    }

    /// <summary>The names of everything in the library.</summary>
    public static IEnumerable<string> Names => CellLibrary.Names.Concat(ProgramLibrary.All.Select(p => p.Name));

    public Graph Graph { get; }

    public IReadOnlyList<Node> Outputs { get; }

    public Computed Loss { get; }

    /// <summary>Parameters, inputs and initial states.</summary>
    public IReadOnlyList<Node> Checked { get; }

    public static Experiment Of(string name, CellSizes? sizes = null, Precision precision = Precision.Float64, IExecutor? executor = null)
    {
        if (CellLibrary.Find(name) is { } cell)
        {
            var step = CellStep.Trace(cell, precision, sizes?.Fitting(cell) ?? CellSizes.For(cell), executor);
            return new Experiment(step.Graph, step.After);
        }

        sizes ??= new CellSizes();
        var graph = new Graph(precision, sizes.B, executor);
        return new Experiment(graph, [ProgramLibrary.All.Single(p => p.Name == name).Build(graph, sizes)]);
    }

    /// <summary>All values and gradients after one pass forward and back, by name.</summary>
    public IReadOnlyList<(string Name, double[] Numbers)> Run()
    {
        Graph.Nodes.OfType<Parameter>().ClearGradients();
        Graph.Forward();
        Graph.Backward(Loss);
        return
        [
            .. Graph.Nodes.OfType<Computed>().Select(n => (n.Name, n.Value.ToArray())),
            .. Checked.Select(n => (n.Grad.Name, n.Grad.ToArray())),
        ];
    }

    public void Dispose() => Graph.Dispose();
}
