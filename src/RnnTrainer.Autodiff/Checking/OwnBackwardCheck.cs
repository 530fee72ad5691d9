using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Autodiff.Checking;

/// <summary>
/// Finds the wrong statements of hand-written backward parts. Each statement is compared with the derived ones by itself, given the right
/// values of the gradients that it reads, so that the consequences of an error are not reported. A tensor that the part computes for itself
/// has no derived counterpart: it is reported if everything that reads it is wrong and another value of it would make all of that right.
/// </summary>
static class OwnBackwardCheck
{
    /// <summary>
    /// The faults in the order in which the statements run; empty if every hand-written part gives the derived gradients.
    /// </summary>
    /// <param name="graph">A float64 graph without scans whose inputs and parameters are set. Its gradients are overwritten.</param>
    /// <param name="loss">The loss of each example, [B].</param>
    public static IReadOnlyList<BackwardFault> Find(Graph graph, Node loss)
    {
        return [.. Parts(graph, loss).SelectMany(p => p.Faults())];
    }

    /// <summary>
    /// A mark for each hand-written statement in the order in which they run, each as if the gradients that it reads were right, and for
    /// each statement that is missing.
    /// </summary>
    /// <inheritdoc cref="Find"/>
    public static IReadOnlyList<StatementMark> Mark(Graph graph, Node loss) => [.. Parts(graph, loss).SelectMany(p => p.Marks())];

    static IEnumerable<OwnBackwardPart> Parts(Graph graph, Node loss)
    {
        var parts = graph.OwnParts;
        if (parts.Count == 0)
        {
            return [];
        }

        graph.Forward();
        var right = RightGradients(graph, loss);
        return parts.Reverse().Select(p => new OwnBackwardPart(graph, p.Forward, p.Backward, right));
    }

    static Dictionary<Tensor, double[]> RightGradients(Graph graph, Node loss)
    {
        var nodes = graph.Nodes.Where(n => n is not Input { IsDifferentiable: false })
            .Where(n => !n.Value.IsOfBackward || n is Parameter).ToList();
        nodes.ForEach(n => n.Grad.Fill(0));
        loss.Grad.Fill(1);
        new Interpreter().Compile(ReverseMode.Backward(graph.Statements), graph.Batch).Run();
        return nodes.ToDictionary(n => n.Grad, n => n.Grad.ToArray());
    }
}
