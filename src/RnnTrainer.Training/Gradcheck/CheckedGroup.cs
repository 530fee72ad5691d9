using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Training.Gradcheck;

/// <summary>One line of the report: a parameter, an initial state, or x, which may be a node per step or one node with a packed row per
/// step and example.</summary>
/// <param name="Name">As the report calls it.</param>
/// <param name="Nodes">At least one.</param>
/// <param name="Shape">As the report shows it: x is [T,B,K].</param>
/// <param name="Index">From (number of the node, index in it) to the index in that shape.</param>
sealed record CheckedGroup(
    string Name, IReadOnlyList<Node> Nodes, IReadOnlyList<int> Shape, Func<int, IReadOnlyList<int>, IReadOnlyList<int>> Index)
{
    public static CheckedGroup Of(Node node) => new(node.Name, [node], node.Shape, (_, index) => index);

    /// <summary>x as a node [B,K] for each step.</summary>
    public static CheckedGroup PerStep(string name, IReadOnlyList<Node> steps) =>
        new(name, steps, [steps.Count, .. steps[0].Shape], (t, index) => [t, .. index]);

    /// <summary>x as one node of packed rows.</summary>
    public static CheckedGroup Packed(string name, Node x, SequenceLengths lengths) => new(
        name,
        [x],
        [lengths.Steps, lengths.Batch, x.Shape[1]],
        (_, index) =>
        {
            var t = Enumerable.Range(0, lengths.Steps).Last(t => lengths.Offset(t) <= index[0]);
            return [t, index[0] - lengths.Offset(t), .. index.Skip(1)];
        });

    /// <summary>The gradient in the order of <see cref="Shape"/>, whatever nodes hold it; zero where a sequence has ended.</summary>
    public double[] Gradient()
    {
        var gradient = new double[Shape.Aggregate(1, (a, b) => a * b)];
        for (var n = 0; n < Nodes.Count; n++)
        {
            var node = Nodes[n];
            for (var position = 0; position < node.Value.Length; position++)
            {
                var value = node.Grad.Get(position);
                if (value != 0)
                {
                    gradient[Position(Index(n, Shapes.SubscriptsAt(position, node.Shape)))] = value;
                }
            }
        }

        return gradient;
    }

    int Position(IReadOnlyList<int> index) => index.Zip(Shape).Aggregate(0, (sum, place) => (sum * place.Second) + place.First);
}
