using RnnTrainer.Autodiff;
using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Cells;

/// <summary>A built-in cell in float64, step after step from given numbers.</summary>
sealed class CellRun(string cell, int K, int J, int B = 1) : IDisposable
{
    readonly CellStep _step = CellStep.Trace(CellLibrary.Find(cell)!, Precision.Float64, new CellSizes(B: B, J: J, K: K));

    /// <summary>Sets a weight to one number.</summary>
    public CellRun With(string names, double value)
    {
        foreach (var name in names.Split(' '))
        {
            _step.Phi[name].Value.Fill(value);
        }

        return this;
    }

    /// <summary>Sets a weight, row by row.</summary>
    public CellRun With(string name, IEnumerable<double> values)
    {
        _step.Phi[name].Value.Assign([.. values]);
        return this;
    }

    /// <summary>Sets a state before the step.</summary>
    public CellRun From(string state, params double[] values)
    {
        Before(state).Value.Assign(values.Length == 1 ? [.. Enumerable.Repeat(values[0], Before(state).Value.Length)] : values);
        return this;
    }

    /// <summary>One step; the states after it are those before the next.</summary>
    public CellRun Step(params double[] x)
    {
        _step.X.Value.Assign(x);
        _step.Graph.Forward();
        foreach (var (before, after) in _step.Before.Zip(_step.After))
        {
            before.Value.Assign(after.Value.ToArray());
        }

        return this;
    }

    /// <summary>A state after the last step.</summary>
    public double[] State(string name) => Before(name).Value.ToArray();

    public void Dispose() => _step.Graph.Dispose();

    Input Before(string name) => _step.Before.Single(s => s.Name == name);
}
