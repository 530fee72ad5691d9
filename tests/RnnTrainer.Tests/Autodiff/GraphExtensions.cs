using System.Text;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Autodiff;

static class GraphExtensions
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    /// <summary><c>loss[b] += weight[b,j] out[b,j]</c> for each output, the weights being data.</summary>
    public static Computed Weighted(this Graph graph, IReadOnlyList<Node> outputs)
    {
        var loss = graph.Computed("weighted", graph.Batch);
        foreach (var output in outputs)
        {
            Subscript[] subscripts = output.Shape.Count == 1 ? [b] : [b, j];
            loss[b] += graph.Data("weight of " + output.Name, [.. output.Shape])[subscripts] * output[subscripts];
        }

        return loss;
    }

    /// <summary>Every parameter and input between −1 and 1, by its name; subscripts anywhere in their range. Exact in both
    /// precisions.</summary>
    public static void FillAtRandom(this Graph graph)
    {
        foreach (var node in graph.Nodes.Where(n => n is not Computed))
        {
            var key = Encoding.UTF8.GetBytes(node.Name).Aggregate(17UL, (hash, letter) => unchecked((hash * 31) + letter));
            var entries = node.Value.IsInteger ? graph.EntriesBehind(node) : 0;
            for (var n = 0; n < node.Value.Length; n++)
            {
                var uniform = RandomStream.At(key, (ulong)n);
                node.Value.Set(n, node.Value.IsInteger ? (int)(uniform * entries) : (float)((2 * uniform) - 1));
            }
        }
    }

    /// <summary>How many entries a gather by this node may read.</summary>
    static int EntriesBehind(this Graph graph, Node node) => graph.Statements
        .SelectMany(s => s.References.Prepend(s.Target))
        .SelectMany(r => r.Subscripts.Select((subscript, place) => (subscript, Size: r.Tensor.Shape[place])))
        .First(r => r.subscript is Gather lookUp && ReferenceEquals(lookUp.Entry.Tensor, node.Value)).Size;
}
