using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Autodiff.Tensors;
using RnnTrainer.Common;
using RnnTrainer.Training.Gradcheck;

namespace RnnTrainer.Training.Tracing;

/// <summary>
/// Runs both passes of a graph on the interpreter, and keeps every contribution. The numbers are from −0.9 to 0.9 with one decimal, so that
/// they can be checked by hand.
/// </summary>
static class PassTracer
{
    /// <summary>The most contributions of a trace.</summary>
    public const int MostContributions = 100_000;

    /// <summary>Runs both passes.</summary>
    /// <param name="subject">What the graph is, for the report.</param>
    /// <param name="build">Builds the graph on an executor.</param>
    /// <returns>Null if there would be more contributions than <see cref="MostContributions"/>.</returns>
    public static PassTrace? Run(TraceSubject subject, Func<IExecutor, TracedGraph> build)
    {
        var log = new List<Contribution>();
        using var traced = build(new Interpreter(log.Add));
        var graph = traced.Graph;
        if (graph.Statements.Concat(graph.BackwardStatements).Sum(Contributions) > MostContributions)
        {
            return null;
        }

        Fill(graph, subject.Seed, arePositive: false);
        graph.Forward();
        if (!traced.Loss.Value.ToArray().All(double.IsFinite))
        {
            // As under a logarithm.
            Fill(graph, subject.Seed, arePositive: true);
            log.Clear();
            graph.Forward();
        }

        var forward = Statements(log, traced.Names);
        log.Clear();
        graph.Backward(traced.Loss);
        return new PassTrace(
            subject, traced.Names, [.. graph.Nodes.Where(n => n is not Computed).Select(n => Tensor(n, traced.Names))], forward,
            Statements(log, traced.Names), [.. graph.Nodes.Select(n => Tensor(n, traced.Names, hasGradient: true))]);
    }

    /// <summary>Sets everything that is given: numbers that are not 0, integers within every dimension that they index.</summary>
    public static void Fill(Graph graph, int seed, bool arePositive)
    {
        var least = ProgramSubject.LeastGathered(graph);
        foreach (var (number, node) in graph.Nodes.Where(n => n is not Computed).Index())
        {
            var random = new RandomStream(seed, $"trace {node.Name}", number);
            for (var n = 0; n < node.Value.Length; n++)
            {
                node.Value.Set(n, node.Value.IsInteger ? random.Next(least) : Tenths(random, arePositive));
            }
        }
    }

    static double Tenths(RandomStream random, bool isPositive)
    {
        var tenths = random.Next(9) + 1;
        return (isPositive || random.Next(2) == 0 ? tenths : -tenths) / 10.0;
    }

    static double Contributions(Statement statement) => statement.Sizes.Aggregate(1.0, (product, size) => product * size);

    static List<TracedStatement> Statements(List<Contribution> log, TensorNames names) =>
    [
        .. log.GroupBy(c => c.Statement).Select(g => new TracedStatement(
            g.Key,
            TimeOf(g.Key, names),
            [.. g.GroupBy(c => c.Position).Select(e => new TracedEntry(
                Shapes.SubscriptsAt(e.Key, g.Key.Target.Tensor.Shape),
                e.First().Before,
                [.. e.Select(c => new TracedTerm(c.Numbers, c.Value))],
                e.Last().After))])),
    ];

    /// <summary>The latest time step of its tensors: a statement of step t reads what belongs to t−1 and t.</summary>
    static int? TimeOf(Statement statement, TensorNames names) => statement.References.Prepend(statement.Target)
        .Select(r => names.Time(r.Tensor) is { } time ? int.Parse(time, CultureInfo.InvariantCulture) : (int?)null).Max();

    static TracedTensor Tensor(Node node, TensorNames names, bool hasGradient = false) => new(
        names.Text(node.Value),
        node.Shape,
        node.Value.ToArray(),
        hasGradient && node is not Input { IsDifferentiable: false } ? node.Grad.ToArray() : null);
}
