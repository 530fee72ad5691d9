// Problem 5 of the sheet: T copies of one cell that share Φ, trained by gradient descent. Every node has its time step in its name.
using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Indexes;

const int B = 4, T = 5, K = 3, J = 6;
var random = new Random(1);
using var graph = new Graph(Precision.Float64, B);
var Phi = new[] { ("WhR", J), ("WxR", K), ("BR", 0), ("WhG", J), ("WxG", K), ("BG", 0) }.ToDictionary(
    p => p.Item1, p => new Parameter(p.Item1, Precision.Float64, p.Item2 == 0 ? [J] : [J, p.Item2]));
var X = Enumerable.Range(0, T).Select(t => graph.Input($"x_{t}", B, K)).ToList();
var zero = graph.Input("zero", B, J);

List<Node> H = [];
for (var t = 0; t < T; t++)
{
    H.Add(Cell(Phi, X[t], t == 0 ? zero : H[t - 1], t));
}

var (target, loss) = (graph.Data("target", B, J), graph.Computed("loss", B));
loss[b] += Square(H[^1][b, j] - target[b, j]);

foreach (var node in graph.Nodes.Where(n => n is not Computed && n != zero))
{
    node.Value.Assign([.. Enumerable.Range(0, node.Value.Length).Select(_ => random.NextDouble() - 0.5)]);
}

for (var update = 0; update <= 60; update++)
{
    Phi.Values.ClearGradients();
    graph.Forward();
    graph.Backward(loss);
    if (update % 20 == 0)
    {
        Console.WriteLine(FormattableString.Invariant($"update {update}: mean loss {loss.Value.ToArray().Average():0.0000}"));
    }

    Sgd.Step(Phi.Values, learningRate: 0.2);
}

Computed Cell(Dictionary<string, Parameter> phi, Node x, Node h, int t)
{
    Computed New(string name) => graph.Computed($"{name}_{t}", B, J);
    var (R, G, next) = (New("R~"), New("G~"), New("h"));
    R[b, j] += phi["WhR"][j, i] * h[b, i];
    R[b, j] += phi["WxR"][j, k] * x[b, k];
    R[b, j] -= phi["BR"][j];
    G[b, j] += phi["WhG"][j, i] * h[b, i];
    G[b, j] += phi["WxG"][j, k] * x[b, k];
    G[b, j] -= phi["BG"][j];
    next[b, j] += (Sigmoid(G[b, j]) * h[b, j]) + ((1 - Sigmoid(G[b, j])) * Tanh(R[b, j]));
    return next;
}
