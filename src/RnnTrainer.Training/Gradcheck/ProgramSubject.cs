using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Autodiff.Execution;
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
            Feed(input, sizes, twice ? 2 : 1);
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

    public CheckedGraph? BuildSteps(IExecutor executor) => null;

    static Computed Weighted(Graph graph, Node result)
    {
        var weights = graph.Data("weights", result.Shape);
        var loss = graph.Computed("loss", result.Shape[0]);
        Subscript[] places = [b, .. result.Shape.Skip(1).Select((_, n) => new LoopIndex($"n{n}"))];
        loss[b] += new Reference(weights.Value, places) * new Reference(result.Value, places);
        return loss;
    }

    void Feed(Input input, CellSizes sizes, int repeat)
    {
        if (!input.Value.IsInteger)
        {
            ModelSubject.Fill(input.Value, seed, repeat);
            return;
        }

        var random = new RandomStream(seed, $"gradcheck {input.Name}", 0);
        var width = input.Value.Length / (sizes.B * repeat);
        int[] numbers = [.. Enumerable.Range(0, sizes.B * width).Select(_ => random.Next(sizes.C))];
        for (var n = 0; n < input.Value.Length; n++)
        {
            input.Value.Integers[n] = numbers[(n / width / repeat * width) + (n % width)];
        }
    }
}
