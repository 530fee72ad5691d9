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
        var parts = graph.OwnParts;
        if (parts.Count == 0)
        {
            return [];
        }

        graph.Forward();
        var right = RightGradients(graph, loss);
        return [.. parts.Reverse().SelectMany(p => new OwnBackwardPart(graph, p.Forward, p.Backward, right).Faults())];
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
