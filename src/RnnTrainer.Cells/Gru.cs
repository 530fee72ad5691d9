using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Letters;

namespace RnnTrainer.Cells;

/// <summary>
/// The gated recurrent unit of Cho et al. (2014), the reset gate r before the product: z = σ(…), r = σ(…), n = tanh(Wxn x + Whn (r h) − Bn),
/// h′ = z h + (1 − z) n. Biases are subtracted, as on the sheet.
/// </summary>
public sealed class Gru : ICell
{
    public string Name => "gru";

    public IReadOnlyList<string> States => ["h"];

    public IReadOnlyList<ParameterShape> Parameters(int K, int J) =>
    [
        new("Whz", [J, J], Start.Orthogonal),
        new("Wxz", [J, K], Start.Glorot),
        new("Bz", [J], Start.MinusOne),
        new("Whr", [J, J], Start.Orthogonal),
        new("Wxr", [J, K], Start.Glorot),
        new("Br", [J], Start.Zero),
        new("Whn", [J, J], Start.Orthogonal),
        new("Wxn", [J, K], Start.Glorot),
        new("Bn", [J], Start.Zero),
    ];

    public IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states) =>
        [Step(graph, new Weights(phi["Whz"], phi["Wxz"], phi["Bz"], phi["Whr"], phi["Wxr"], phi["Br"], phi["Whn"], phi["Wxn"], phi["Bn"]), x.Value, states[0].Value)];

    static Computed Step(Graph graph, Weights phi, Tensor x, Tensor h)
    {
        var zTilde = graph.Computed("z~", h.Shape);
        zTilde[b, j] += phi.Whz[j, i] * h[b, i];
        zTilde[b, j] += phi.Wxz[j, k] * x[b, k];
        zTilde[b, j] -= phi.Bz[j];
        var z = graph.Computed("z", h.Shape);
        z[b, j] += Sigmoid(zTilde[b, j]);

        var rTilde = graph.Computed("r~", h.Shape);
        rTilde[b, j] += phi.Whr[j, i] * h[b, i];
        rTilde[b, j] += phi.Wxr[j, k] * x[b, k];
        rTilde[b, j] -= phi.Br[j];
        var r = graph.Computed("r", h.Shape);
        r[b, j] += Sigmoid(rTilde[b, j]);
        var s = graph.Computed("s", h.Shape);
        s[b, j] += r[b, j] * h[b, j];

        var nTilde = graph.Computed("n~", h.Shape);
        nTilde[b, j] += phi.Whn[j, i] * s[b, i];
        nTilde[b, j] += phi.Wxn[j, k] * x[b, k];
        nTilde[b, j] -= phi.Bn[j];
        var n = graph.Computed("n", h.Shape);
        n[b, j] += Tanh(nTilde[b, j]);

        var next = graph.Computed("h'", h.Shape);
        next[b, j] += (z[b, j] * h[b, j]) + ((1 - z[b, j]) * n[b, j]);
        return next;
    }

    readonly record struct Weights(
        Parameter Whz, Parameter Wxz, Parameter Bz, Parameter Whr, Parameter Wxr, Parameter Br, Parameter Whn, Parameter Wxn, Parameter Bn);
}
