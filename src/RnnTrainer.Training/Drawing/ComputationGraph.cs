using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Training.Unrolling;

namespace RnnTrainer.Training.Drawing;

/// <summary>What a node of a drawn graph is.</summary>
enum NodeKind
{
    Input,
    State,
    Parameter,
    Computed,
}

/// <summary>A node of a drawn graph.</summary>
/// <param name="Id">Its name in the file: n0, n1, …</param>
/// <param name="Name">Its name without the time step.</param>
/// <param name="Time">Its time step; null if it has none.</param>
/// <param name="Step">The number of the step that it belongs to; null for parameters and for the states before the first step.</param>
/// <param name="Statements">What computes it.</param>
sealed record DrawnNode(string Id, string Name, string? Time, NodeKind Kind, int? Step, IReadOnlyList<string> Statements)
{
    /// <summary>The name with the time step: <c>h_{t-1}</c>.</summary>
    public string Label => Time is null ? Name : Time.Length > 1 ? $"{Name}_{{{Time}}}" : $"{Name}_{Time}";
}

/// <summary>A reads-to edge: a statement reads <paramref name="From"/> and computes <paramref name="To"/>.</summary>
sealed record DrawnEdge(DrawnNode From, DrawnNode To);

/// <summary>A cell or a program as nodes and edges. The parameters, Φ, are there once however many steps read them.</summary>
/// <param name="Steps">The number of steps of a cell; null for a program.</param>
/// <param name="States">The states before the first step and after each step; empty for a program.</param>
sealed record ComputationGraph(
    string Name, int? Steps, IReadOnlyList<DrawnNode> Nodes, IReadOnlyList<DrawnEdge> Edges,
    IReadOnlyList<IReadOnlyList<DrawnNode>> States)
{
    /// <summary>The parameters, in the order in which they are declared or read.</summary>
    public IEnumerable<DrawnNode> Phi => Nodes.Where(n => n.Kind == NodeKind.Parameter);

    /// <summary>One step of a cell, from t−1 to t; or several, with their numbers.</summary>
    /// <param name="steps">Null for one step.</param>
    /// <exception cref="CellException">The cell cannot have the hidden size.</exception>
    public static ComputationGraph OfCell(ICell cell, int? steps)
    {
        var sizes = CellSizes.For(cell);
        using var graph = new Graph(Precision.Float64, sizes.B, new Interpreter());
        var unrolled = UnrolledCell.Of(
            graph, cell, steps ?? 1, sizes, t => steps is not null ? FormattableString.Invariant($"{t}") : t < 0 ? "t-1" : "t");
        var stepOf = unrolled.Steps.SelectMany((nodes, t) => nodes.Select(n => (n, t))).ToDictionary(p => p.n, p => p.t);
        var states = unrolled.States.SelectMany(s => s).ToHashSet();
        var nodes = Drawn(graph, unrolled.Names, n => stepOf.TryGetValue(n, out var t) ? t : null, states);
        return new ComputationGraph(
            cell.Name, steps ?? 1, [.. nodes.Values], EdgesOf(graph, nodes),
            [.. unrolled.States.Select(s => s.Select(n => nodes[n]).ToList())]);
    }

    /// <summary>A program.</summary>
    public static ComputationGraph OfProgram(NamedProgram program)
    {
        using var graph = new Graph(Precision.Float64, new CellSizes().B, new Interpreter());
        program.Build(graph, new CellSizes());
        var nodes = Drawn(graph, TensorNames.Plain, n => n is Parameter ? null : 0, []);
        return new ComputationGraph(program.Name, null, [.. nodes.Values], EdgesOf(graph, nodes), []);
    }

    static Dictionary<Node, DrawnNode> Drawn(Graph graph, TensorNames names, Func<Node, int?> stepOf, HashSet<Node> states)
    {
        var statements = graph.Statements.ToLookup(s => s.Target.Tensor.Node!);
        return graph.Nodes.Where(n => n is not Computed || statements.Contains(n)).Index().ToDictionary(
            n => n.Item,
            n => new DrawnNode(
                FormattableString.Invariant($"n{n.Index}"),
                names.Stem(n.Item.Value),
                names.Time(n.Item.Value),
                states.Contains(n.Item) ? NodeKind.State
                : n.Item is Parameter ? NodeKind.Parameter
                : n.Item is Input ? NodeKind.Input
                : NodeKind.Computed,
                stepOf(n.Item),
                [.. statements[n.Item].Select(s => TextPrinter.Statement(s, names))]));
    }

    static IReadOnlyList<DrawnEdge> EdgesOf(Graph graph, Dictionary<Node, DrawnNode> nodes) =>
    [
        .. graph.Statements.SelectMany(s => s.References.Prepend(s.Target).SelectMany(r => r.WithGathered()).Select(r => r.Tensor)
                .Where(read => read != s.Target.Tensor).Select(read => new DrawnEdge(nodes[read.Node!], nodes[s.Target.Tensor.Node!])))
            .Distinct(),
    ];
}
