using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Letters;

namespace RnnTrainer.Cells;

/// <summary>
/// Long short-term memory of Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al. (2000):
/// u, f, o = σ(…), g = tanh(…), c′ = f c + u g, h′ = o tanh(c′). Biases are subtracted, as on the sheet; that of f starts at −1.
/// </summary>
public sealed class Lstm : ICell
{
    static readonly string[] Gates = ["u", "f", "g", "o"];

    public string Name => "lstm";

    public IReadOnlyList<string> States => ["h", "c"];

    public IReadOnlyList<ParameterShape> Parameters(int K, int J) =>
    [
        .. Gates.SelectMany(gate => new ParameterShape[]
        {
            new("Wh" + gate, [J, J], Start.Orthogonal),
            new("Wx" + gate, [J, K], Start.Glorot),
            new("B" + gate, [J], gate == "f" ? Start.MinusOne : Start.Zero),
        }),
    ];

    public IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states)
    {
        var c = states[1].Value;
        var u = Gate(graph, phi, "u", x.Value, states[0].Value, Sigmoid);
        var f = Gate(graph, phi, "f", x.Value, states[0].Value, Sigmoid);
        var g = Gate(graph, phi, "g", x.Value, states[0].Value, Tanh);
        var o = Gate(graph, phi, "o", x.Value, states[0].Value, Sigmoid);

        var cell = graph.Computed("c'", c.Shape);
        cell[b, j] += (f[b, j] * c[b, j]) + (u[b, j] * g[b, j]);
        var a = graph.Computed("a", c.Shape);
        a[b, j] += Tanh(cell[b, j]);
        var next = graph.Computed("h'", c.Shape);
        next[b, j] += o[b, j] * a[b, j];
        return [next, cell];
    }

    /// <summary>y = activation(Wh h + Wx x − B).</summary>
    static Computed Gate(Graph graph, Phi phi, string name, Tensor x, Tensor h, Func<Expression, Expression> activation)
    {
        var tilde = graph.Computed(name + "~", h.Shape);
        tilde[b, j] += phi["Wh" + name][j, i] * h[b, i];
        tilde[b, j] += phi["Wx" + name][j, k] * x[b, k];
        tilde[b, j] -= phi["B" + name][j];
        var y = graph.Computed(name, h.Shape);
        y[b, j] += activation(tilde[b, j]);
        return y;
    }
}
