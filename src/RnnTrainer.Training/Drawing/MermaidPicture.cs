using System.Globalization;
using System.Text;

namespace RnnTrainer.Training.Drawing;

/// <summary>A computation graph as a Mermaid flowchart, which GitHub and many editors draw, with Φ and each step as subgraphs.</summary>
static class MermaidPicture
{
    public static string Of(ComputationGraph graph)
    {
        var text = new StringBuilder("flowchart LR\n");
        var groups = DotPicture.Groups(graph).ToList();
        foreach (var (n, (title, nodes)) in groups.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph g{n}[\"{title}\"]\n");
            foreach (var node in nodes)
            {
                text.Append($"    {Node(node)}\n");
            }

            text.Append("  end\n");
        }

        foreach (var node in graph.Nodes.Except(groups.SelectMany(g => g.Nodes)))
        {
            text.Append($"  {Node(node)}\n");
        }

        foreach (var edge in graph.Edges)
        {
            text.Append($"  {edge.From.Id} --> {edge.To.Id}\n");
        }

        return text.ToString();
    }

    // In a quoted label only the quote itself has to be written as an entity.
    static string Node(DrawnNode node) => $"{node.Id}[\"{node.Label.Replace("\"", "#quot;", StringComparison.Ordinal)}\"]";
}
