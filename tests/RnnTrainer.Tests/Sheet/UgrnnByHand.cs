using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Sheet;
using RnnTrainer.Tests.Autodiff;
using static RnnTrainer.Autodiff.Functions;

namespace RnnTrainer.Tests.Sheet;

/// <summary>A UGRNN step with the backward loops of problem 4(b) written by hand; a test may replace one of them by what the sheet
/// prints.</summary>
sealed class UgrnnByHand : IDisposable
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex i = new("i");
    static readonly LoopIndex j = new("j");
    static readonly LoopIndex k = new("k");
    static readonly Expression OverB = 1 / new BatchSize();

    readonly Phi _phi;

    /// <param name="instead">Takes the place of the line <c>h.grad += WhR R~.grad</c>; null: the right one.</param>
    /// <param name="withInputGradient">Whether x.grad has its lines.</param>
    public UgrnnByHand(Action<UgrnnByHand>? instead = null, bool withInputGradient = true)
    {
        _phi = Phi.Zeros(new SheetUgrnn(), Precision.Float64, K: 4, J: 5);
        (x, h) = (Graph.Input("x", 3, 4), Graph.Input("h", 3, 5));
        Graph.WithBackward(
            () => Next = (Computed)new SheetUgrnn().Step(Graph, _phi, x, [h])[0], () => Backward(instead, withInputGradient));
        Loss = Graph.Weighted([Next]);
        Graph.FillAtRandom();
    }

    public Graph Graph { get; } = new(Precision.Float64, batch: 3);

    public Input x { get; }

    public Input h { get; }

    public Computed Next { get; private set; } = null!;

    public Computed Loss { get; }

    public Parameter WhR => _phi["WhR"];

    public Computed RTilde => Node("R~");

    public GradientReport Check() => GradientCheck.Run(Graph, Loss, [.. _phi.Parameters, x, h]);

    public void Dispose() => Graph.Dispose();

    void Backward(Action<UgrnnByHand>? instead, bool withInputGradient)
    {
        var (R, G, GTilde) = (Node("R"), Node("G"), Node("G~"));
        h.Grad[b, j] += Next.Grad[b, j] * G[b, j];
        G.Grad[b, j] += Next.Grad[b, j] * (h[b, j] - R[b, j]);
        R.Grad[b, j] += Next.Grad[b, j] * (1 - G[b, j]);

        RTilde.Grad[b, j] += R.Grad[b, j] * (1 - Square(R[b, j]));
        GTilde.Grad[b, j] += G.Grad[b, j] * G[b, j] * (1 - G[b, j]);

        _phi["BR"].Grad[j] -= OverB * RTilde.Grad[b, j];
        _phi["BG"].Grad[j] -= OverB * GTilde.Grad[b, j];
        _phi["WhR"].Grad[j, i] += OverB * RTilde.Grad[b, j] * h[b, i];
        _phi["WhG"].Grad[j, i] += OverB * GTilde.Grad[b, j] * h[b, i];
        _phi["WxR"].Grad[j, k] += OverB * RTilde.Grad[b, j] * x[b, k];
        _phi["WxG"].Grad[j, k] += OverB * GTilde.Grad[b, j] * x[b, k];

        (instead ?? (_ => h.Grad[b, i] += _phi["WhR"][j, i] * RTilde.Grad[b, j]))(this);
        h.Grad[b, i] += _phi["WhG"][j, i] * GTilde.Grad[b, j];
        if (withInputGradient)
        {
            x.Grad[b, k] += _phi["WxR"][j, k] * RTilde.Grad[b, j];
            x.Grad[b, k] += _phi["WxG"][j, k] * GTilde.Grad[b, j];
        }
    }

    Computed Node(string name) => Graph.Nodes.OfType<Computed>().Single(n => n.Name == name);
}
