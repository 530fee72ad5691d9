using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Layers;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells;

/// <summary>The linear layer from the states of the top layer to the outputs (logits).</summary>
public static class Head
{
    /// <summary>The parameters W [C,J] and B [C].</summary>
    /// <param name="J">The hidden size of the top layer.</param>
    /// <param name="C">The number of outputs.</param>
    public static IReadOnlyList<ParameterShape> Parameters(int J, int C) =>
        [new("W", [C, J], Initializer.Glorot), new("B", [C], Initializer.Zero)];

    /// <summary>The outputs <c>s[b,c] = Σ_j W[c,j] h[b,j] − B[c]</c>; the bias is subtracted, as everywhere on the sheet.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="W">The weights [C,J].</param>
    /// <param name="B">The biases [C].</param>
    /// <param name="h">The states [B,J], or packed rows of them.</param>
    /// <returns>The outputs [B,C], with as many rows as <paramref name="h"/>.</returns>
    /// <exception cref="NotationException">The shapes do not fit.</exception>
    public static Computed Linear(Graph graph, Parameter W, Parameter B, Node h)
    {
        var s = graph.Computed("s", h.Rows(), W.Shape[0]);
        s[b, c] += W[c, j] * h[b, j];
        s[b, c] -= B[c];
        return s;
    }
}
