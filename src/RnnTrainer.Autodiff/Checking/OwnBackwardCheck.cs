using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Autodiff.Checking;

/// <summary>
/// Names the wrong statements of hand-written backward parts: each is held to the derived statements by itself, with the gradients that it
/// reads taken as right, so that what lies downstream of a mistake is not named. A tensor that the part computes for its own use has no
/// derived one; it is named where everything that reads it is wrong and one other value of it makes all of that right.
/// </summary>
static class OwnBackwardCheck
{
    /// <summary>The faults, in the order in which the statements run. Empty: every hand-written part gives the derived gradients.</summary>
    /// <param name="graph">In float64, of loops only; its inputs and parameters are set. Its gradients are overwritten.</param>
    /// <param name="loss">One entry per example.</param>
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
