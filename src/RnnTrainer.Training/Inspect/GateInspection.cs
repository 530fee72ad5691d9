using MathNet.Numerics.Statistics;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Inspect;

/// <summary>Inspects a model at work: the unrolled graph is run forward and backward, then every step of every layer is visited, the last
/// first.</summary>
static class GateInspection
{
    const int MostSequences = 32;
    const int MostSteps = 256;
    const double Low = 0.1;
    const double High = 0.9;

    // An unrolled graph holds values and gradients of everything at every step: roughly this many numbers, so that a wide model is
    // inspected with fewer sequences.
    const long MostNumbers = 30_000_000;
    const int NodesOfACell = 12;

    /// <param name="model">In float64.</param>
    /// <param name="ready">Scaled sequences with their targets, at least one; the first are taken.</param>
    public static GateReport Of(Model model, IReadOnlyList<Sequence> ready)
    {
        var batch = model.Patched(
            new Batch([.. ready.Take(Sequences(model)).Select(s => s.Length <= MostSteps ? s : s.Slice(0, MostSteps))]));
        using var graph = new SequenceGraph(model, batch, trains: false);
        graph.Load(batch);
        graph.Forward();
        graph.Backward();
        return new GateReport(batch.Size, batch.MaxLength, [.. graph.Paths.Select(p => Of(model, p, batch.Size))]);
    }

    /// <summary>The states of the top layer, that which reads forward, after every step.</summary>
    /// <param name="model">In float64.</param>
    /// <param name="ready">A scaled sequence; its first steps are taken.</param>
    public static StateTrajectory States(Model model, Sequence ready)
    {
        var batch = new Batch([ready.Length <= MostSteps ? ready : ready.Slice(0, MostSteps)]);
        using var graph = new SequenceGraph(model, batch, trains: false);
        graph.Load(batch);
        graph.Forward();
        var path = graph.Paths.Last(p => p.Layer == model.Layers[^1]);
        return new StateTrajectory(path.Layer.Name, model.Cell.States[0], [.. path.States.Select(s => s[0].Value.ToArray())]);
    }

    static int Sequences(Model model)
    {
        var numbers = (NodesOfACell * model.Layers.Count * (long)model.Width) + (model.IsPerStep ? model.Schema.Outputs : 0);
        return (int)Math.Clamp(MostNumbers / (MostSteps * numbers), 1, MostSequences);
    }

    static LayerGates Of(Model model, LayerPath path, int batch)
    {
        var J = model.Config.Model.Hidden;
        using var map = new StepMap(model.Cell, path.Layer.Phi, batch, path.X[0].Shape[1], J);
        var gates = map.Gates.Select(_ => new List<double[]>()).ToList();
        var carries = path.Initial.Select(_ => Enumerable.Range(0, J).Select(_ => new List<double>()).ToList()).ToList();
        var lyapunov = new Lyapunov(batch, path.Initial.Count, J);
        for (var n = path.States.Count - 1; n >= 0; n--)
        {
            map.At(path.X[n].Value.Doubles, [.. path.Before(n).Select(s => s.Value.ToArray())]);
            int[] running = [.. Enumerable.Range(0, batch).Where(b => path.IsRunning(n, b))];
            foreach (var (values, gate) in gates.Zip(map.Gates))
            {
                values.Add([.. running.SelectMany(b => Row(gate.Doubles, b, batch))]);
            }

            foreach (var (units, carry) in carries.Zip(map.Carry()))
            {
                for (var j = 0; j < J; j++)
                {
                    units[j].AddRange(running.Select(b => Math.Abs(carry[(b * J) + j])));
                }
            }

            lyapunov.Pull(map, running.Contains);
        }

        return new LayerGates(
            path.Layer.Name,
            [.. map.Gates.Zip(gates, (gate, values) => Of(gate.Name, values))],
            [.. model.Cell.States.Select((name, s) => Of(name, carries[s], GradientNorms(path, s, batch)))],
            lyapunov.Exponent);
    }

    /// <param name="back">The values of each step, the last first.</param>
    static GateValues Of(string name, List<double[]> back)
    {
        double[] all = [.. back.SelectMany(v => v)];
        return new GateValues(
            name,
            all.Mean(),
            Share(all, v => v < Low),
            Share(all, v => v > High),
            [.. Enumerable.Reverse(back).Where(v => v.Length > 0)
            .Select(v => new GateAtStep(v.Mean(), v.Quantile(Low), v.Quantile(High)))]);
    }

    static StateMemory Of(string name, List<List<double>> carries, IReadOnlyList<double> norms)
    {
        var memory = carries.Select(c => MemoryLength(c.Average(Math.Log))).ToList();
        return new StateMemory(name, carries.SelectMany(c => c).Mean(), memory.Median(), memory.Max(), norms);
    }

    static double MemoryLength(double logarithm) => logarithm >= 0 ? double.PositiveInfinity : -1 / logarithm;

    /// <summary>By steps before each sequence's last, from the backward pass.</summary>
    static double[] GradientNorms(LayerPath path, int state, int batch)
    {
        var last = Enumerable.Range(0, batch).Select(path.Last).ToList();
        return [.. Enumerable.Range(0, path.States.Count).Select(back =>
        {
            var squares = Enumerable.Range(0, batch).Where(b => last[b] >= back && path.IsRunning(last[b] - back, b))
                .Select(b => Row(path.States[last[b] - back][state].Grad.Doubles, b, batch).Sum(g => g * g)).ToList();
            return squares.Count == 0 ? double.NaN : Math.Sqrt(squares.Average());
        })];
    }

    static double Share(double[] values, Func<double, bool> isIn) => (double)values.Count(isIn) / values.Length;

    static double[] Row(Span<double> all, int row, int rows) => all.Slice(row * (all.Length / rows), all.Length / rows).ToArray();
}

/// <summary>A layer's state over the steps of one sequence.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="State">The state's.</param>
/// <param name="Values">[t][j], after step t.</param>
sealed record StateTrajectory(string Layer, string State, IReadOnlyList<double[]> Values);
