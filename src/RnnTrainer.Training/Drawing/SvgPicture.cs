using System.Globalization;
using System.Net;
using System.Text;

namespace RnnTrainer.Training.Drawing;

/// <summary>A computation graph as an SVG file that needs nothing else, in light and dark colours.</summary>
static class SvgPicture
{
    const string Style = """
        <style>
        text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #1b1f24; text-anchor: middle; }
        .small { font-size: 11px; fill: #59636e; }
        rect { fill: #f6f8fa; stroke: #8c959f; }
        .state { fill: #ddf4ff; stroke: #1f6fbf; }
        .input { fill: #fff8e1; stroke: #b58105; }
        .parameter { fill: #eee7fb; stroke: #7a4fc2; }
        .phi { fill: none; stroke: #7a4fc2; stroke-dasharray: 4 3; }
        path { fill: none; stroke: #57606a; stroke-width: 1.2; }
        .weight { stroke: #7a4fc2; stroke-width: .8; opacity: .45; }
        .step { stroke: #8c959f; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .small { fill: #9198a1; }
          rect { fill: #161b22; stroke: #59636e; }
          .state { fill: #0c2d4a; stroke: #6aaef0; }
          .input { fill: #3a2d05; stroke: #d9a520; }
          .parameter { fill: #2a1d45; stroke: #a98bea; }
          .phi { fill: none; stroke: #a98bea; }
          path { stroke: #9198a1; }
          .weight { stroke: #a98bea; }
        }
        </style>
        """;

    public static string Of(ComputationGraph graph)
    {
        var layout = GraphLayout.Of(graph);
        var text = new StringBuilder();
        text.Append(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {Pixels(layout.Width)} {Pixels(layout.Height)}\" " +
            $"width=\"{Pixels(layout.Width)}\" height=\"{Pixels(layout.Height)}\">\n<title>{Encoded(TitleOf(graph))}</title>\n{Style}\n");
        text.Append(
            "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">" +
            "<path d=\"M0 0L8 4L0 8z\" style=\"fill:#8c959f;stroke:none\"/></marker></defs>\n");
        AppendPhi(text, layout);
        foreach (var edge in layout.Edges)
        {
            var css = edge.Edge.From.Kind == NodeKind.Parameter ? " class=\"weight\"" : "";
            text.Append($"<path{css} d=\"{Curve(edge)}\" marker-end=\"url(#arrow)\"/>\n");
        }

        foreach (var node in graph.Nodes)
        {
            Append(text, node, layout.Centers[node]);
        }

        AppendSteps(text, layout);
        return text.Append("</svg>\n").ToString().ReplaceLineEndings("\n");
    }

    static string TitleOf(ComputationGraph graph) => graph.Steps switch
    {
        null or 1 => $"Computation graph of {graph.Name}",
        var steps => $"Computation graph of {graph.Name} over {steps} time steps",
    };

    static void AppendPhi(StringBuilder text, GraphLayout layout)
    {
        if (layout.Phi is var (left, right))
        {
            text.Append(
                $"<rect class=\"phi\" x=\"{Pixels(left)}\" y=\"22\" width=\"{Pixels(right - left)}\" height=\"46\" rx=\"8\"/>\n" +
                $"<text class=\"small\" x=\"{Pixels((left + right) / 2)}\" y=\"15\">Φ</text>\n");
        }
    }

    static void AppendSteps(StringBuilder text, GraphLayout layout)
    {
        var y = layout.Height - 26;
        foreach (var (t, (left, right)) in layout.Steps.Index().Where(_ => layout.Steps.Count > 1))
        {
            text.Append($"<path class=\"step\" d=\"M{Pixels(left)} {Pixels(y)}H{Pixels(right)}\"/>\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"small\" x=\"{Pixels((left + right) / 2)}\" y=\"{Pixels(y + 16)}\">step {t}</text>\n");
        }
    }

    static void Append(StringBuilder text, DrawnNode node, Point center)
    {
        var isParameter = node.Kind == NodeKind.Parameter;
        var (width, height) = isParameter ? (60, 26) : (GraphLayout.NodeWidth, GraphLayout.NodeHeight);
        var css = node.Kind == NodeKind.Computed ? "" : $" class=\"{node.Kind.ToString().ToLowerInvariant()}\"";
        var title = node.Statements.Count == 0 ? "" : $"<title>{Encoded(string.Join('\n', node.Statements))}</title>";
        text.Append($"<g>{title}<rect{css} x=\"{Pixels(center.X - (width / 2))}\" y=\"{Pixels(center.Y - (height / 2))}\" ");
        text.Append($"width=\"{Pixels(width)}\" height=\"{Pixels(height)}\" rx=\"6\"/>");
        text.Append($"<text x=\"{Pixels(center.X)}\" y=\"{Pixels(center.Y + 4)}\">{NameOf(node)}</text></g>\n");
    }

    /// <summary>The name with a tilde above its stem, and the time step as a subscript.</summary>
    static string NameOf(DrawnNode node)
    {
        var name = node.Name.EndsWith('~') ? node.Name[..^1] + '\u0303' : node.Name;
        var time = node.Time is null ? "" : $"<tspan dy=\"4\" font-size=\"10\">{Encoded(node.Time.Replace('-', '−'))}</tspan>";
        return Encoded(name) + time;
    }

    /// <summary>Curves that leave and reach their points horizontally; vertically for parameters, which are above.</summary>
    static string Curve(PlacedEdge edge)
    {
        var points = edge.Points;
        var curve = new StringBuilder($"M{Pixels(points[0].X)} {Pixels(points[0].Y)}");
        foreach (var (a, b) in points.Zip(points.Skip(1)))
        {
            var isVertical = edge.Edge.From.Kind == NodeKind.Parameter;
            var (dx, dy) = isVertical ? (0.0, (b.Y - a.Y) / 2) : ((b.X - a.X) / 2, 0.0);
            curve.Append(
                $"C{Pixels(a.X + dx)} {Pixels(a.Y + dy)} {Pixels(b.X - dx)} {Pixels(b.Y - dy)} {Pixels(b.X)} {Pixels(b.Y)}");
        }

        return curve.ToString();
    }

    static string Pixels(double length) => Math.Round(length, 1).ToString(CultureInfo.InvariantCulture);

    static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
