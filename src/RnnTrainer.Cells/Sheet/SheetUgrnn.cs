using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Sheet;

/// <summary>
/// The update-gate RNN of Collins, Sohl-Dickstein and Sussillo (2017), with the signs of the sheet's problem 4: R = tanh(WhR h + WxR x −
/// BR), G = σ(WhG h + WxG x − BG), h′ = G h + (1 − G) R. Configs and commands use the same equations from <c>Library/ugrnn.cell</c>; this
/// is the cell in C#.
/// </summary>
sealed class SheetUgrnn : ICell
{
    public string Name => "ugrnn";

    public IReadOnlyList<string> States => ["h"];

    public IReadOnlyList<ParameterShape> Parameters(int K, int J) =>
    [
        new("WhR", [J, J], Initializer.Orthogonal),
        new("WxR", [J, K], Initializer.Glorot),
        new("BR", [J], Initializer.Zero),
        new("WhG", [J, J], Initializer.Orthogonal),
        new("WxG", [J, K], Initializer.Glorot),
        new("BG", [J], Initializer.MinusOne),
    ];

    public IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states) =>
        [Step(graph, new Weights(phi["WhR"], phi["WxR"], phi["BR"], phi["WhG"], phi["WxG"], phi["BG"]), x.Value, states[0].Value)];

    static Computed Step(Graph graph, Weights phi, Tensor x, Tensor h)
    {
        var RTilde = graph.Computed("R~", h.Shape);
        RTilde[b, j] += phi.WhR[j, i] * h[b, i];
        RTilde[b, j] += phi.WxR[j, k] * x[b, k];
        RTilde[b, j] -= phi.BR[j];
        var R = graph.Computed("R", h.Shape);
        R[b, j] += Tanh(RTilde[b, j]);

        var GTilde = graph.Computed("G~", h.Shape);
        GTilde[b, j] += phi.WhG[j, i] * h[b, i];
        GTilde[b, j] += phi.WxG[j, k] * x[b, k];
        GTilde[b, j] -= phi.BG[j];
        var G = graph.Computed("G", h.Shape);
        G[b, j] += Sigmoid(GTilde[b, j]);

        var next = graph.Computed("h'", h.Shape);
        next[b, j] += (G[b, j] * h[b, j]) + ((1 - G[b, j]) * R[b, j]);
        return next;
    }

    readonly record struct Weights(Parameter WhR, Parameter WxR, Parameter BR, Parameter WhG, Parameter WxG, Parameter BG);
}
