using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells;

namespace RnnTrainer.Training.Inspect;

/// <summary>
/// One step s_t = f(x_t, s_{t−1}) of a recurrence in float64, s all states of the cell side by side: its gates, its direct path, and the
/// products Jᵀu with its Jacobian
/// J = ∂s_t/∂s_{t−1}, which the derived backward program gives without forming J.
/// </summary>
sealed class StepMap : IDisposable
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    readonly CellStep _step;
    readonly IReadOnlyList<Input> _weights;
    readonly Computed _product;
    readonly IKernel _direct;
    readonly Subscript _example;

    /// <param name="phi">The weights, in float64.</param>
    /// <param name="batch">Rows that are mapped side by side.</param>
    /// <param name="K">Inputs.</param>
    /// <param name="J">Units of each state.</param>
    public StepMap(ICell cell, Phi phi, int batch, int K, int J)
    {
        var executor = new Compiler();
        _step = CellStep.Trace(cell, phi, Precision.Float64, new CellSizes(B: batch, J: J, K: K), executor);
        _example = _step.Graph.Statements.SelectMany(s => s.References).First(r => r.Tensor == _step.X.Value).Subscripts[0];
        Gates = [.. _step.Graph.Statements.GroupBy(s => s.Target.Tensor).Where(g => IsGate([.. g])).Select(g => g.Key)];
        _direct = executor.Compile([.. _step.Graph.BackwardStatements.Where(IsDirect)], batch);
        _weights = [.. _step.After.Select(a => _step.Graph.Data($"u of {a.Name}", a.Shape))];
        _product = _step.Graph.Computed("u s", batch);
        foreach (var (u, after) in _weights.Zip(_step.After))
        {
            _product[b] += u[b, j] * after[b, j];
        }
    }

    /// <summary>What the step computes as a sigmoid and nothing else, a row for each example.</summary>
    public IReadOnlyList<Tensor> Gates { get; }

    /// <summary>Goes to a place.</summary>
    /// <param name="x">x_t, row-major [B,K].</param>
    /// <param name="before">The states before the step, row-major [B,J] each.</param>
    /// <returns>The states after it.</returns>
    public IReadOnlyList<double[]> At(ReadOnlySpan<double> x, IReadOnlyList<double[]> before)
    {
        _step.X.Value.Assign(x);
        foreach (var (from, to) in before.Zip(_step.Before))
        {
            to.Value.Assign(from);
        }

        _step.Graph.Forward();
        return [.. _step.After.Select(a => a.Value.ToArray())];
    }

    /// <summary>
    /// ∂s'[b,j]/∂s[b,j] with all else held: the factors by which a unit's next value takes over its own old one. For each state, row-major
    /// [B,J].
    /// </summary>
    public IReadOnlyList<double[]> Carry()
    {
        foreach (var (before, after) in _step.Before.Zip(_step.After))
        {
            before.Grad.Fill(0);
            after.Grad.Fill(1);
        }

        _direct.Run();
        GC.KeepAlive(this);
        return [.. _step.Before.Select(s => s.Grad.ToArray())];
    }

    /// <summary>Replaces u by Jᵀu, row by row.</summary>
    /// <param name="u">For each state, row-major [B,J].</param>
    public void Pull(IReadOnlyList<double[]> u)
    {
        foreach (var (from, to) in u.Zip(_weights))
        {
            to.Value.Assign(from);
        }

        _step.Graph.Backward(_product);
        foreach (var (before, to) in _step.Before.Zip(u))
        {
            before.Grad.Doubles.CopyTo(to);
        }
    }

    public void Dispose() => _step.Graph.Dispose();

    /// <summary>Its only statement is a sigmoid, and it has a place for each example.</summary>
    bool IsGate(IReadOnlyList<Statement> statements) =>
        statements is [{ Accumulation: Autodiff.Accumulation.Add, Value: Apply { Function: var function }, Target: { } target }]
        && function == Function.Sigmoid && target.Subscripts.Length > 1 && target.Subscripts[0] == _example;

    /// <summary>It hands a state's gradient, entry by entry, to that of the same state before the step.</summary>
    bool IsDirect(Statement statement) => _step.Before.Zip(_step.After).Any(s =>
        statement.Target.Tensor == s.First.Grad && statement.Indexes.Count == 2
        && statement.References.Any(r => r.Tensor == s.Second.Grad && r.Subscripts.SequenceEqual(statement.Target.Subscripts)));
}
