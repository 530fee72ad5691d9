using System.Globalization;
using System.Text;

namespace RnnTrainer.Training.Drawing;

/// <summary>A computation graph in the language of Graphviz, with Φ and each step as clusters.</summary>
static class DotPicture
{
    public static string Of(ComputationGraph graph)
    {
        var text = new StringBuilder($"digraph {Quoted(graph.Name)} {{\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
        var groups = Groups(graph).ToList();
        foreach (var (n, (title, nodes)) in groups.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{n} {{\n    label={Quoted(title)};\n");
            foreach (var node in nodes)
            {
                text.Append($"    {Node(node)}\n");
            }

            text.Append("  }\n");
        }

        foreach (var node in graph.Nodes.Except(groups.SelectMany(g => g.Nodes)))
        {
            text.Append($"  {Node(node)}\n");
        }

        foreach (var edge in graph.Edges)
        {
            text.Append($"  {edge.From.Id} -> {edge.To.Id};\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>The nodes that are drawn in a frame: the parameters, then those of each step.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<DrawnNode> Nodes)> Groups(ComputationGraph graph)
    {
        if (graph.Phi.Any())
        {
            yield return ("Φ", [.. graph.Phi]);
        }

        for (var t = 0; graph.Steps is > 1 && t < graph.Steps; t++)
        {
            yield return (FormattableString.Invariant($"step {t}"), [.. graph.Nodes.Where(n => n.Step == t)]);
        }
    }

    static string Node(DrawnNode node) => $"{node.Id} [label={Quoted(node.Label)}];";

    static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
