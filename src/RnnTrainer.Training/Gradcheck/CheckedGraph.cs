using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Gradcheck;

/// <summary>What can be checked: the same program and numbers, built as often as wanted.</summary>
interface ICheckSubject
{
    /// <summary>What is checked, in words.</summary>
    string Description { get; }

    /// <summary>Steps of the longest sequence; null if the program knows no time.</summary>
    int? Length { get; }

    /// <summary>Roughly the seconds of one forward pass, from its size alone, so that a sample does not depend on the machine.</summary>
    double Cost { get; }

    /// <summary>Builds the graph with all its numbers in place.</summary>
    /// <param name="executor">Runs it. With the compiler it is the form that is trained, with any other the statements one by one.</param>
    /// <param name="length">Sequences are cut to this many steps; null: not at all.</param>
    /// <param name="twice">Every example stands twice in the batch.</param>
    CheckedGraph Build(IExecutor executor, int? length = null, bool twice = false);

    /// <summary>The hand-written backward statements that are wrong, each with its place, see <see cref="OwnBackwardCheck"/>.</summary>
    IReadOnlyList<Diagnostic> BackwardErrors();

    /// <summary>Builds the unrolled graph, each group a node per step: x, and the states that the steps hand on. Null if the program knows
    /// no time.</summary>
    CheckedGraph? BuildSteps(IExecutor executor);
}

/// <summary>A graph whose gradients are to be checked.</summary>
/// <param name="Graph">In float64.</param>
/// <param name="Loss">One entry per example.</param>
/// <param name="Groups">What is checked, a line of the report each.</param>
sealed record CheckedGraph(Graph Graph, Node Loss, IReadOnlyList<CheckedGroup> Groups) : IDisposable
{
    /// <summary>All nodes of all groups.</summary>
    public IEnumerable<Node> Nodes => Groups.SelectMany(g => g.Nodes);

    /// <summary>The parameters, whose gradients are those of the batch's mean.</summary>
    public IEnumerable<Parameter> Parameters => Nodes.OfType<Parameter>();

    /// <summary>Runs forward and backward; the gradient of every group.</summary>
    public IReadOnlyList<double[]> Gradients()
    {
        Parameters.ClearGradients();
        Graph.Forward();
        Graph.Backward(Loss);
        return [.. Groups.Select(g => g.Gradient())];
    }

    public void Dispose() => Graph.Dispose();
}
