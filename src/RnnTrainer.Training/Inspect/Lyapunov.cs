using RnnTrainer.Common;

namespace RnnTrainer.Training.Inspect;

/// <summary>
/// The largest Lyapunov exponent of a driven recurrence, λ = lim 1/T ln ‖J_T … J_1‖: by what factor e^λ per step a small change of the
/// states grows or shrinks. One random
/// vector is pulled back through the transposed Jacobians, u ← Jᵀu, from the last step to the first, its length taken off and its logarithm
/// kept at every step: the product's
/// singular values are the same from either side, and the backward program is at hand. The one-vector form of Benettin, Galgani, Giorgilli
/// and Strelcyn 1980, "Lyapunov
/// characteristic exponents for smooth dynamical systems", Meccanica 15; for recurrent networks see Vogt et al. 2022, "On Lyapunov
/// exponents for RNNs".
/// Over T steps it is the exponent of that time: what the first directions cost is spread over T.
/// </summary>
sealed class Lyapunov
{
    readonly IReadOnlyList<double[]> _u;
    readonly int _width;
    double _logarithms;
    long _steps;

    /// <param name="batch">Sequences side by side, a vector for each.</param>
    /// <param name="states">States of the cell.</param>
    /// <param name="width">Units of each.</param>
    public Lyapunov(int batch, int states, int width)
    {
        var random = new RandomStream(1, "lyapunov", 0);
        (_width, _u) = (
            width,
            [.. Enumerable.Range(0, states)
            .Select(_ => Enumerable.Range(0, batch * width).Select(_ => (2 * random.NextDouble()) - 1).ToArray())]);
        for (var row = 0; row < batch; row++)
        {
            Normalize(row);
        }
    }

    /// <summary>Per step, over all that was pulled; −∞ if a vector vanished, NaN before the first step.</summary>
    public double Exponent => _logarithms / _steps;

    /// <summary>Takes the step at which the map stands, one further back than the last.</summary>
    /// <param name="isRunning">Whether a sequence has the step: one that has ended keeps its vector.</param>
    public void Pull(StepMap map, Func<int, bool> isRunning)
    {
        var before = _u.Select(u => (double[])u.Clone()).ToList();
        map.Pull(_u);
        for (var row = 0; row < _u[0].Length / _width; row++)
        {
            if (isRunning(row))
            {
                _logarithms += Math.Log(Normalize(row));
                _steps++;
            }
            else
            {
                Restore(before, row);
            }
        }
    }

    void Restore(List<double[]> from, int row)
    {
        foreach (var (u, old) in _u.Zip(from))
        {
            Row(old, row).CopyTo(Row(u, row));
        }
    }

    /// <summary>Makes a sequence's vector one of length 1; its length before.</summary>
    double Normalize(int row)
    {
        var sum = 0.0;
        foreach (var u in _u)
        {
            foreach (var entry in Row(u, row))
            {
                sum += entry * entry;
            }
        }

        var length = Math.Sqrt(sum);
        foreach (var u in _u)
        {
            foreach (ref var entry in Row(u, row))
            {
                entry = length > 0 ? entry / length : 0;
            }
        }

        return length;
    }

    Span<double> Row(double[] u, int row) => u.AsSpan(row * _width, _width);
}
