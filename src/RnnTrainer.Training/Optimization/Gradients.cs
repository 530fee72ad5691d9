using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnTrainer.Autodiff;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Optimization;

/// <summary>The gradient of all parameters as one long vector.</summary>
/// <param name="parameters">All of one precision.</param>
sealed class Gradients(IReadOnlyList<Parameter> parameters)
{
    readonly Parameter[] _parameters = [.. parameters];

    /// <summary>Sets it to zero.</summary>
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

    /// <summary>The Euclidean norm.</summary>
    public double Norm()
    {
        var squares = 0.0;
        foreach (var parameter in _parameters)
        {
            squares += parameter.Grad.Precision == Precision.Float32 ? SquaresOf(parameter.Grad.Singles)
                : SquaresOf(parameter.Grad.Doubles);
        }

        return Math.Sqrt(squares);
    }

    /// <summary>The number of its entries.</summary>
    public int Length => _parameters.Sum(p => p.Grad.Length);

    /// <summary>
    /// Sets it to the gradient of the mean loss over several batches, as if they were one: with the mean gradient g_i and the number of
    /// outputs n_i of each batch, <c>Σ n_i g_i / Σ n_i</c>. What has been summed is rescaled before each batch adds its own gradient, so
    /// that no second vector is needed.
    /// </summary>
    /// <param name="chunks">Batches, or chunks of them.</param>
    /// <param name="states">The hidden states that the first chunk continues from; those that the last one leaves.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="first">The number of the first chunk in its epoch, from 0.</param>
    /// <returns>The sum of the losses of all sequences.</returns>
    public double Accumulate(Model model, IReadOnlyList<Chunk> chunks, HiddenStates states, int epoch, int first)
    {
        var (loss, last, all) = AccumulateOver(model, chunks, states, epoch, first);
        Scale(last / all);
        return loss;
    }

    /// <summary>Sets it to <c>Σ n_i g_i</c>: the part of one shard in the gradient.</summary>
    /// <param name="chunks">The shard's sequences of each batch; null: it has none.</param>
    /// <returns>The sum of the losses of all sequences, and Σ n_i.</returns>
    public (double Loss, double Outputs) AccumulateShard(
        Model model, IReadOnlyList<Chunk?> chunks, HiddenStates states, int epoch, int first)
    {
        var (loss, last, all) = AccumulateOver(model, chunks, states, epoch, first);
        Scale(last);
        return (loss, all);
    }

    /// <summary>Copies it.</summary>
    public void CopyTo<T>(Span<T> entries)
        where T : unmanaged
    {
        foreach (var parameter in _parameters)
        {
            parameter.Grad.Of<T>().CopyTo(entries);
            entries = entries[parameter.Grad.Length..];
        }
    }

    /// <summary>Takes what <see cref="CopyTo{T}"/> gave.</summary>
    public void CopyFrom<T>(ReadOnlySpan<T> entries)
        where T : unmanaged
    {
        foreach (var parameter in _parameters)
        {
            entries[..parameter.Grad.Length].CopyTo(parameter.Grad.Of<T>());
            entries = entries[parameter.Grad.Length..];
        }
    }

    /// <summary>Sets it to <c>Σ n_i g_i / n</c>, where n is the number of outputs of the last batch.</summary>
    (double Loss, double Last, double All) AccumulateOver(
        Model model, IReadOnlyList<Chunk?> chunks, HiddenStates states, int epoch, int first)
    {
        var (loss, before, all) = (0.0, 0.0, 0.0);
        Clear();
        for (var number = 0; number < chunks.Count; number++)
        {
            if (chunks[number] is not { } chunk)
            {
                continue;
            }

            var n = model.CountKnown(chunk.Steps.Sequences);
            Scale(all == 0 ? 1 : before / n);
            var graph = model.Load(chunk, trains: true, states, new DropoutStream(epoch, first + number, First: chunk.First));
            graph.Forward();
            states.Leave(graph, chunk);
            for (var b = 0; b < chunk.Steps.Size; b++)
            {
                loss += graph.LossOf(b);
            }

            graph.Backward();
            (before, all) = (n, all + n);
        }

        return (loss, before, all);
    }

    /// <summary>Multiplies it by a factor.</summary>
    public void Scale(double factor)
    {
        if (factor != 1)
        {
            Change(new Scaling<float>((float)factor), new Scaling<double>(factor));
        }
    }

    /// <summary>
    /// Applies <c>clip_value</c> to the entries, and returns the factor by which the norm of the result is at most <c>clip</c>.
    /// </summary>
    /// <param name="norm">The norm before.</param>
    public double Clip(double norm, TrainingConfig config)
    {
        if (config.ClipValue is { } limit)
        {
            Clamp(limit);
            norm = Norm();
        }

        return config.Clip is { } clip && norm > clip ? clip / norm : 1;
    }

    void Clamp(double limit) => Change(new Clamping<float>((float)limit), new Clamping<double>(limit));

    void Change<TSingle, TDouble>(TSingle single, TDouble twice)
        where TSingle : struct, IUpdateRule<float>
        where TDouble : struct, IUpdateRule<double>
    {
        foreach (var parameter in _parameters)
        {
            if (parameter.Grad.Precision == Precision.Float32)
            {
                single.Apply(parameter.Grad.Singles, parameter.Grad.Singles, [], []);
            }
            else
            {
                twice.Apply(parameter.Grad.Doubles, parameter.Grad.Doubles, [], []);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    readonly struct Scaling<T>(T factor) : IUpdateRule<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        public void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> first, ref Vector<T> second) => p = g * factor;
    }

    readonly struct Clamping<T>(T limit) : IUpdateRule<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        public void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> first, ref Vector<T> second) =>
            p = Vector.Min(Vector.Max(g, new Vector<T>(-limit)), new Vector<T>(limit));
    }
}
