using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Gradcheck;

/// <summary>A small program with random numbers. One that does not end in a loss gets one: a random weighted sum of its results.</summary>
sealed class ProgramSubject(NamedProgram program, int seed) : ICheckSubject
{
    static readonly LoopIndex b = new("b");

    public string Description => $"{program.Name}, random numbers";

    public int? Length => null;

    public double Cost => 2e-6;

    public CheckedGraph Build(IExecutor executor, int? length = null, bool twice = false)
    {
        var sizes = new CellSizes();
        var B = twice ? sizes.B * 2 : sizes.B;
        var graph = new Graph(Precision.Float64, B, executor);
        Node result = program.Build(graph, sizes with { B = B });
        var loss = result.Shape.Count == 1 ? result : Weighted(graph, result);
        foreach (var input in graph.Nodes.OfType<Input>())
        {
            Feed(input, sizes, Math.Min(sizes.C, LeastGathered(graph)), twice ? 2 : 1);
        }

        var parameters = graph.Nodes.OfType<Parameter>().ToList();
        parameters.ForEach(p => ModelSubject.Fill(p.Value, seed));
        var inputs = graph.Nodes.OfType<Input>().Where(i => i.IsDifferentiable);
        return new CheckedGraph(graph, loss, [.. parameters.Concat<Node>(inputs).Select(CheckedGroup.Of)]);
    }

    public IReadOnlyList<Diagnostic> BackwardErrors()
    {
        using var graph = Build(new Interpreter());
        return [.. OwnBackwardCheck.Find(graph.Graph, graph.Loss).Select(program.Describe)];
    }

    /// <summary>A mark for each hand-written backward statement, see <see cref="OwnBackwardCheck.Mark"/>.</summary>
    public IReadOnlyList<StatementMark> Marks()
    {
        using var graph = Build(new Interpreter());
        return OwnBackwardCheck.Mark(graph.Graph, graph.Loss);
    }

    public CheckedGraph? BuildSteps(IExecutor executor) => null;

    /// <summary>A loss: the sum of the results with given weights.</summary>
    internal static Computed Weighted(Graph graph, Node result)
    {
        var weights = graph.Data("weights", result.Shape);
        var loss = graph.Computed("loss", result.Shape[0]);
        Subscript[] places = [b, .. result.Shape.Skip(1).Select((_, n) => new LoopIndex($"n{n}"))];
        loss[b] += new Reference(weights.Value, places) * new Reference(result.Value, places);
        return loss;
    }

    /// <summary>The smallest dimension that an integer indexes; a large number if none does.</summary>
    internal static int LeastGathered(Graph graph) => graph.Statements.SelectMany(s => s.References.Prepend(s.Target))
        .SelectMany(r => r.Subscripts.Index().Where(s => s.Item is Gather).Select(s => r.Tensor.Shape[s.Index]))
        .DefaultIfEmpty(int.MaxValue).Min();

    void Feed(Input input, CellSizes sizes, int bound, int repeat)
    {
        if (!input.Value.IsInteger)
        {
            ModelSubject.Fill(input.Value, seed, repeat);
            return;
        }

        var random = new RandomStream(seed, $"gradcheck {input.Name}", 0);
        var width = input.Value.Length / (sizes.B * repeat);
        int[] numbers = [.. Enumerable.Range(0, sizes.B * width).Select(_ => random.Next(bound))];
        for (var n = 0; n < input.Value.Length; n++)
        {
            input.Value.Integers[n] = numbers[(n / width / repeat * width) + (n % width)];
        }
    }
}
