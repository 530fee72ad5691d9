using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Layers;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells;

/// <summary>The linear read-out of a state: <c>s[b,c] = Σ_j W[c,j] h[b,j] − B[c]</c>, the bias subtracted as everywhere on the sheet.</summary>
public static class Head
{
    public static IReadOnlyList<ParameterShape> Parameters(int J, int C) => [new("W", [C, J], Initializer.Glorot), new("B", [C], Initializer.Zero)];

    public static Computed Linear(Graph graph, Parameter W, Parameter B, Node h)
    {
        var s = graph.Computed("s", h.Rows(), W.Shape[0]);
        s[b, c] += W[c, j] * h[b, j];
        s[b, c] -= B[c];
        return s;
    }
}
