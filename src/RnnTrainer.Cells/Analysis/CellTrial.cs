using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Analysis;

/// <summary>One step and a loss: a random weighted sum of its states.</summary>
sealed class CellTrial : IDisposable
{
    const int Seed = 1;

    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    readonly IReadOnlyList<Node> _weights;

    public CellTrial(ICell cell, IExecutor executor)
    {
        var sizes = CellSizes.For(cell);
        var step = CellStep.Trace(cell, Precision.Float64, sizes, executor);
        Graph = step.Graph;
        _weights = [.. step.After.Select(a => Graph.Data($"weights of {a.Name}", a.Shape))];
        var loss = Graph.Computed("loss", sizes.B);
        foreach (var (weights, after) in _weights.Zip(step.After))
        {
            loss[b] += weights[b, j] * after[b, j];
        }

        (Loss, Checked) = (loss, [.. step.Phi.Parameters, step.X, .. step.Before]);
    }

    public Graph Graph { get; }

    public Node Loss { get; }

    public IReadOnlyList<Node> Checked { get; }

    /// <summary>Numbers of both signs; where these lead to no numbers, as under a logarithm, positive ones.</summary>
    public void FillUntilFinite()
    {
        Fill(-0.5);
        if (!IsFinite())
        {
            Fill(0.25);
        }

        if (!IsFinite())
        {
            throw new NotationException("the next states are not finite for random numbers: neither from -0.5 to 0.5 nor from 0.25 to 1.25");
        }
    }

    public void FillAs(CellTrial other)
    {
        foreach (var (mine, others) in Checked.Concat(_weights).Zip(other.Checked.Concat(other._weights)))
        {
            mine.Value.Assign(others.Value.ToArray());
        }
    }

    public IReadOnlyList<double[]> Gradients()
    {
        Checked.OfType<Parameter>().ClearGradients();
        Graph.Forward();
        Graph.Backward(Loss);
        return [.. Checked.Select(n => n.Grad.ToArray())];
    }

    public void Dispose()
    {
        Graph.Dispose();
        foreach (var parameter in Checked.OfType<Parameter>())
        {
            parameter.Dispose();
        }
    }

    void Fill(double least)
    {
        var random = new Random(Seed);
        foreach (var node in Checked.Concat(_weights))
        {
            node.Value.Assign([.. Enumerable.Range(0, node.Value.Length).Select(_ => least + random.NextDouble())]);
        }
    }

    bool IsFinite() => Gradients().All(g => g.All(double.IsFinite)) && Loss.Value.ToArray().All(double.IsFinite);
}
