using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Common;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Analysis;

/// <summary>One step of a cell with a loss, a random weighted sum of its states, in float64: what a check differentiates.</summary>
sealed class CheckedStep : IDisposable
{
    const int Seed = 1;

    readonly IReadOnlyList<Node> _weights;

    public CheckedStep(ICell cell, IExecutor executor)
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

    /// <summary>The nodes whose gradients are checked: parameters, input and states.</summary>
    public IReadOnlyList<Node> Checked { get; }

    /// <summary>
    /// Fills all nodes with random numbers of both signs; with positive ones if the results are not finite, as under a logarithm.
    /// </summary>
    /// <exception cref="NotationException">The results are not finite with either.</exception>
    public void FillUntilFinite()
    {
        FillAtRandom(All, least: -0.5);
        if (!IsFinite())
        {
            FillAtRandom(All, least: 0.25);
        }

        if (!IsFinite())
        {
            throw new NotationException(
                "the next states are not finite for random numbers: neither from -0.5 to 0.5 nor from 0.25 to 1.25");
        }
    }

    /// <summary>Copies the values of another step of the same shape.</summary>
    public void FillAs(CheckedStep other)
    {
        foreach (var (mine, others) in All.Zip(other.All))
        {
            mine.Value.Assign(others.Value.ToArray());
        }
    }

    /// <summary>The gradients of <see cref="Checked"/>, by a forward and a backward pass.</summary>
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

    /// <summary>Fills nodes with numbers from <paramref name="least"/> to <paramref name="least"/> + 1, the same ones each time.</summary>
    public static void FillAtRandom(IEnumerable<Node> nodes, double least)
    {
        var random = new RandomStream(Seed, "check", 0);
        foreach (var node in nodes)
        {
            node.Value.Assign([.. Enumerable.Range(0, node.Value.Length).Select(_ => least + random.NextDouble())]);
        }
    }

    IEnumerable<Node> All => Checked.Concat(_weights);

    bool IsFinite() => Gradients().All(g => g.All(double.IsFinite)) && Loss.Value.ToArray().All(double.IsFinite);
}
