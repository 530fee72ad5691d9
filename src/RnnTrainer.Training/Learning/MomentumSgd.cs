using System.Numerics;
using System.Runtime.InteropServices;
using RnnTrainer.Autodiff;

namespace RnnTrainer.Training;

/// <summary>Gradient descent with momentum and a limit on the gradient: <c>v = μ v + g</c>, <c>p −= η v</c>, where g is scaled down to the limit if it is longer.</summary>
public sealed class MomentumSgd
{
    const string Slot = "momentum.";

    readonly Parameter[] _parameters;
    readonly TrainingConfig _config;
    readonly Array[] _velocities;

    /// <param name="parameters">What is learnt.</param>
    /// <param name="config">η, μ and the limit.</param>
    public MomentumSgd(IReadOnlyList<Parameter> parameters, TrainingConfig config)
    {
        (_parameters, _config) = ([.. parameters], config);
        _velocities = config.Momentum == 0
            ? []
            : [.. parameters.Select(p => (Array)(p.Value.Precision == Precision.Float32 ? new float[p.Value.Length] : new double[p.Value.Length]))];
    }

    /// <summary>Sets the gradients to zero.</summary>
    public void Clear()
    {
        foreach (var parameter in _parameters)
        {
            if (parameter.Grad.Precision == Precision.Float32)
            {
                parameter.Grad.Singles.Clear();
            }
            else
            {
                parameter.Grad.Doubles.Clear();
            }
        }
    }

    /// <summary>The Euclidean norm of all gradients together.</summary>
    public double Norm()
    {
        var squares = 0.0;
        foreach (var parameter in _parameters)
        {
            squares += parameter.Grad.Precision == Precision.Float32 ? SquaresOf(parameter.Grad.Singles) : SquaresOf(parameter.Grad.Doubles);
        }

        return Math.Sqrt(squares);
    }

    /// <summary>One step, with the gradients as they are; <paramref name="norm"/> is theirs.</summary>
    public void Step(double norm)
    {
        var scale = _config.Clip is { } clip && norm > clip ? clip / norm : 1;
        for (var n = 0; n < _parameters.Length; n++)
        {
            var (value, gradient) = (_parameters[n].Value, _parameters[n].Grad);
            var velocity = _velocities.Length == 0 ? null : _velocities[n];
            if (value.Precision == Precision.Float32)
            {
                Step<float>(value.Singles, gradient.Singles, (float[]?)velocity, (float)scale, (float)_config.Momentum, (float)_config.LearningRate);
            }
            else
            {
                Step<double>(value.Doubles, gradient.Doubles, (double[]?)velocity, scale, _config.Momentum, _config.LearningRate);
            }
        }
    }

    /// <summary>The velocities, as <c>momentum.parameter</c>; none without momentum.</summary>
    public IReadOnlyList<SafeTensor> ToTensors() =>
        [.. _velocities.Select((v, n) => new SafeTensor(Slot + _parameters[n].Name, [.. _parameters[n].Shape.Select(s => (long)s)], (Array)v.Clone()))];

    /// <summary>Takes the velocities of a checkpoint; without any they start at zero.</summary>
    /// <exception cref="CheckpointException">They are not of this model.</exception>
    public void Assign(IReadOnlyList<SafeTensor> tensors, string file)
    {
        if (tensors.Count == 0 || _velocities.Length == 0)
        {
            return;
        }

        for (var n = 0; n < _parameters.Length; n++)
        {
            var name = Slot + _parameters[n].Name;
            var found = tensors.FirstOrDefault(t => t.Name == name);
            if (found is null || found.Data.Length != _velocities[n].Length || found.Data.GetType() != _velocities[n].GetType())
            {
                throw new CheckpointException(file, $"its optimiser state 'optim.{name}' is missing or of another shape or precision");
            }

            Array.Copy(found.Data, _velocities[n], found.Data.Length);
        }
    }

    static void Step<T>(Span<T> p, ReadOnlySpan<T> g, Span<T> v, T scale, T momentum, T rate)
        where T : struct, INumber<T>
    {
        var P = MemoryMarshal.Cast<T, Vector<T>>(p);
        var G = MemoryMarshal.Cast<T, Vector<T>>(g);
        var V = MemoryMarshal.Cast<T, Vector<T>>(v);
        for (var n = 0; n < P.Length; n++)
        {
            var next = G[n] * scale;
            if (V.Length > 0)
            {
                V[n] = next += V[n] * momentum;
            }

            P[n] -= next * rate;
        }

        for (var n = P.Length * Vector<T>.Count; n < p.Length; n++)
        {
            var next = g[n] * scale;
            if (v.Length > 0)
            {
                v[n] = next += v[n] * momentum;
            }

            p[n] -= next * rate;
        }
    }

    static double SquaresOf(ReadOnlySpan<float> g)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(g);
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        foreach (var vector in vectors)
        {
            Vector.Widen(vector, out var l, out var h);
            (low, high) = (low + (l * l), high + (h * h));
        }

        var sum = Vector.Sum(low + high);
        foreach (double x in g[(vectors.Length * Vector<float>.Count)..])
        {
            sum += x * x;
        }

        return sum;
    }

    static double SquaresOf(ReadOnlySpan<double> g)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(g);
        var squares = Vector<double>.Zero;
        foreach (var vector in vectors)
        {
            squares += vector * vector;
        }

        var sum = Vector.Sum(squares);
        foreach (var x in g[(vectors.Length * Vector<double>.Count)..])
        {
            sum += x * x;
        }

        return sum;
    }
}
