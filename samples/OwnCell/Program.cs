// A cell of one's own in C#, trained to name the mean of eight numbers. No derivative is written: it is derived.
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using static RnnTrainer.Autodiff.Functions;

const int B = 32, T = 8, J = 16;
var random = new Random(1);
var (cell, graph) = (new GatedCell(), new Graph(Precision.Float32, batch: B));
var phi = Phi.Of(cell, Precision.Float32, K: 1, J);
var (W, bias) = (new Parameter("W", Precision.Float32, 1, J), new Parameter("B", Precision.Float32, 1));
Input[] x = [.. Enumerable.Range(0, T).Select(t => graph.Data($"x{t}", B, 1))];
var y = graph.Data("y", B, 1);
var states = Unroll.Over(graph, cell, phi, x, [graph.Data("h0", B, J)]);
var loss = Losses.SquaredError(graph, Head.Linear(graph, W, bias, states[^1][0]), y);

Parameter[] parameters = [.. phi.Parameters, W, bias];
foreach (var parameter in parameters)
    parameter.Value.Assign([.. Enumerable.Range(0, parameter.Value.Length).Select(_ => random.NextDouble() - 0.5)]);
for (var step = 1; step <= 3000; step++)
{
    for (var b = 0; b < B; b++)
        y.Value.Set(b, x.Average(xt => { xt.Value.Set(b, random.NextDouble()); return xt.Value.Get(b); }));
    graph.Forward();
    parameters.ClearGradients();
    graph.Backward(loss);
    Sgd.Step(parameters, learningRate: 0.2);
    if (step is 1 or 3000)
        Console.WriteLine(FormattableString.Invariant($"step {step}: mean squared error {loss.Value.ToArray().Average():0.0000}"));
}

/// <summary>h′ = G h + (1 − G) tanh(U x − BR), G = σ(V h + W x − BG).</summary>
sealed class GatedCell : ICell
{
    static readonly Axis b = new("b"), i = new("i"), j = new("j"), k = new("k");

    public string Name => "gated";

    public IReadOnlyList<string> States => ["h"];

    public IReadOnlyList<ParameterShape> Parameters(int K, int J) =>
        [new("U", [J, K], Start.Glorot), new("BR", [J], Start.Zero), new("V", [J, J], Start.Orthogonal), new("W", [J, K], Start.Glorot), new("BG", [J], Start.Zero)];

    public IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states)
    {
        var (h, G, next) = (states[0].Value, graph.Computed("G~", states[0].Shape), graph.Computed("h'", states[0].Shape));
        G[b, j] += phi["V"][j, i] * h[b, i];
        G[b, j] += phi["W"][j, k] * x.Value[b, k];
        G[b, j] -= phi["BG"][j];
        var R = graph.Computed("R~", states[0].Shape);
        R[b, j] += phi["U"][j, k] * x.Value[b, k];
        R[b, j] -= phi["BR"][j];
        next[b, j] += (Sigmoid(G[b, j]) * h[b, j]) + ((1 - Sigmoid(G[b, j])) * Tanh(R[b, j]));
        return [next];
    }
}
