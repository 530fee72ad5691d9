// A cell written in C#, trained like a built-in one. Its derivatives are derived from the statements.
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Training;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Indexes;

using var training = TrainingRun.Begin(args[0], new TrainingOptions { Folder = args[1], Cell = new GatedCell() });
foreach (var part in training.Finish())
{
    Console.WriteLine(part);
}

/// <summary>h′ = G h + (1 − G) tanh(U x − BR), G = σ(V h + W x − BG).</summary>
sealed class GatedCell : ICell
{
    public string Name => "gated";

    public IReadOnlyList<string> States => ["h"];

    public IReadOnlyList<ParameterShape> Parameters(int K, int J) =>
        [new("U", J, K), new("BR", J), new("V", [J, J], Initializer.Orthogonal), new("W", J, K), new("BG", J)];

    public IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states)
    {
        var h = states[0];
        var (R, G, next) = (graph.Computed("R~", h.Shape), graph.Computed("G~", h.Shape), graph.Computed("h'", h.Shape));
        R[b, j] += phi["U"][j, k] * x[b, k];
        R[b, j] -= phi["BR"][j];
        G[b, j] += phi["V"][j, i] * h[b, i];
        G[b, j] += phi["W"][j, k] * x[b, k];
        G[b, j] -= phi["BG"][j];
        next[b, j] += (Sigmoid(G[b, j]) * h[b, j]) + ((1 - Sigmoid(G[b, j])) * Tanh(R[b, j]));
        return [next];
    }
}
