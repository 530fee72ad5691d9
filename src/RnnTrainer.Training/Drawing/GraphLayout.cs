namespace RnnTrainer.Training.Drawing;

/// <summary>A place in a picture, in pixels.</summary>
readonly record struct Point(double X, double Y);

/// <summary>An edge with the points that it passes through, from the border of one node to that of another.</summary>
sealed record PlacedEdge(DrawnEdge Edge, IReadOnlyList<Point> Points);

/// <summary>
/// Where the nodes of a picture are. Time runs from left to right, and every step has the same arrangement: its input and the states before
/// it in the first column, then what it computes, a column after everything that it reads. Parameters are in a row above.
/// </summary>
/// <param name="Centers">The center of each node.</param>
/// <param name="Phi">The left and right end of the row of parameters; null if there are none.</param>
/// <param name="Steps">The left and right end of each step of a cell.</param>
sealed record GraphLayout(
    IReadOnlyDictionary<DrawnNode, Point> Centers, IReadOnlyList<PlacedEdge> Edges, double Width, double Height,
    (double Left, double Right)? Phi, IReadOnlyList<(double Left, double Right)> Steps)
{
    public const double NodeWidth = 64;
    public const double NodeHeight = 30;
    public const double Top = 92;
    const double Margin = 20;
    const double ColumnWidth = 122;
    const double RowHeight = 58;
    const double ParameterWidth = 72;

    public static GraphLayout Of(ComputationGraph graph)
    {
        var step = StepLayout.Of(graph);
        var steps = Math.Max(1, graph.Steps ?? 1);
        var phi = graph.Phi.ToList();
        var top = phi.Count > 0 ? Top : Margin;
        var columns = (steps * step.Columns * ColumnWidth) + NodeWidth;
        var width = Math.Max(columns, phi.Count * ParameterWidth) + (2 * Margin);
        var left = (width - columns) / 2;
        var centers = new Dictionary<DrawnNode, Point>();
        foreach (var (n, parameter) in phi.Index())
        {
            centers[parameter] = new Point(PhiLeft() + ((n + 0.5) * PhiWidth() / phi.Count), Margin + 26);
        }

        foreach (var node in graph.Nodes.Where(n => n.Kind != NodeKind.Parameter))
        {
            centers[node] = At(node.Step ?? 0, step.PlaceOf(node));
        }

        List<PlacedEdge> edges = [.. graph.Edges.Select(e => new PlacedEdge(e, Points(e)))];
        List<(double Left, double Right)> bounds = [.. graph.Steps is null ? [] : Enumerable.Range(0, steps).Select(t => (
            X(t, 0) + (NodeWidth / 2) + 10, X(t, step.Columns) + (NodeWidth / 2)))];
        return new GraphLayout(
            centers, edges, width, top + (step.Rows * RowHeight) + Margin + (graph.Steps is null ? 0 : 18),
            phi.Count == 0 ? null : (PhiLeft(), PhiLeft() + PhiWidth()), bounds);

        double PhiWidth() => Math.Max(phi.Count * ParameterWidth, width - (2 * Margin));

        double PhiLeft() => (width - PhiWidth()) / 2;

        double X(int t, int column) => left + (NodeWidth / 2) + (((t * step.Columns) + column) * ColumnWidth);

        Point At(int t, StepPlace place) => new(X(t, place.Column), top + ((place.Row + 0.5) * RowHeight));

        IReadOnlyList<Point> Points(DrawnEdge edge)
        {
            var (from, to) = (centers[edge.From], centers[edge.To]);
            if (edge.From.Kind == NodeKind.Parameter)
            {
                return [new(from.X, from.Y + 13), new(to.X, to.Y - (NodeHeight / 2))];
            }

            var t = edge.To.Step ?? 0;
            var between = step.Between(edge).SelectMany(p => new[] { Offset(At(t, p), -NodeWidth / 2), Offset(At(t, p), NodeWidth / 2) });
            return [Offset(from, NodeWidth / 2), .. between, Offset(to, -NodeWidth / 2)];
        }

        static Point Offset(Point point, double x) => point with { X = point.X + x };
    }
}
