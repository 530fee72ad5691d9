using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Distributed;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Optimization;

/// <summary>The gradient of an update, from those of the shards of its batches.</summary>
interface IShardSums
{
    /// <summary>As <see cref="Gradients.Accumulate"/>, for the sequences of all shards and processes.</summary>
    double Accumulate(IReadOnlyList<Chunk> chunks, HiddenStates states, int epoch, int first);
}

/// <summary>Chooses how an update's gradient is summed.</summary>
static class ShardSums
{
    /// <summary>Null: a batch is one shard.</summary>
    /// <param name="processes">Those that train the model together; null: this one alone.</param>
    public static IShardSums? Of(Model model, Gradients gradients, ICommunicator? processes) =>
        (model.Config.Training.Shards ?? 1) is var S && S == 1 ? null
        : model.Precision == Precision.Float32 ? new ShardSums<float>(model, gradients, S, processes)
        : new ShardSums<double>(model, gradients, S, processes);

    /// <summary>Vectors as long as the gradient that sums of S shards need.</summary>
    public static int VectorsOf(int S) => S == 1 ? 0 : BitOperations.Log2((uint)S - 1) + 3;
}

/// <summary>
/// Sums the gradients n_k g_k of the shards k = 0 … S − 1, n_k the number of outputs of shard k, by a fixed binary tree: the sum over
/// [from, to) is that over its lower half plus that over its upper half, and the lower half has ⌊(to − from) / 2⌋ shards. R processes, a
/// power of two that divides S, have S / R shards each, which is a subtree; the sums of subtrees are added in the order of the tree. So
/// every R gives the same bits.
/// </summary>
sealed class ShardSums<T> : IShardSums
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Model _model;
    readonly Gradients _gradients;
    readonly int _shards;
    readonly ICommunicator? _processes;
    readonly List<T[]> _vectors = [];

    public ShardSums(Model model, Gradients gradients, int S, ICommunicator? processes) =>
        (_model, _gradients, _shards, _processes) = (model, gradients, S, processes);

    /// <summary>An update.</summary>
    /// <param name="Reached">The states that each shard of this process has reached.</param>
    sealed record Update(IReadOnlyList<Chunk> Chunks, HiddenStates States, int Epoch, int First, HiddenStates?[] Reached);

    public double Accumulate(IReadOnlyList<Chunk> chunks, HiddenStates states, int epoch, int first)
    {
        var update = new Update(chunks, states, epoch, first, new HiddenStates?[_shards]);
        var (loss, outputs) = Sum(StartOf(Rank), StartOf(Rank + 1), depth: 0, update);
        if (_processes is not null)
        {
            Span<double> totals = [loss, outputs];
            _processes.Sum(totals, stackalloc double[2]);
            _processes.Sum<T>(Vector(0), Vector(1));
            (loss, outputs) = (totals[0], totals[1]);
        }

        _gradients.CopyFrom<T>(Vector(0));
        _gradients.Scale(1 / outputs);
        CarryOn(update);
        return loss;
    }

    int Rank => _processes?.Rank ?? 0;

    /// <summary>The first shard of a process.</summary>
    int StartOf(int rank) => rank * (_shards / (_processes?.Size ?? 1));

    /// <summary>Sums the shards from … to − 1 into the vector of a depth.</summary>
    (double Loss, double Outputs) Sum(int from, int to, int depth, Update update)
    {
        if (update.Chunks.All(c => Chunk.StartOf(from, _shards, c.Rows) == Chunk.StartOf(to, _shards, c.Rows)))
        {
            Array.Clear(Vector(depth)); // as if every shard had added its zeros
            return (0, 0);
        }

        if (to - from == 1)
        {
            var totals = OfShard(from, update);
            _gradients.CopyTo<T>(Vector(depth));
            return totals;
        }

        var middle = from + ((to - from) / 2);
        var lower = Sum(from, middle, depth + 1, update);
        (_vectors[depth], _vectors[depth + 1]) = (Vector(depth + 1), Vector(depth));
        var upper = Sum(middle, to, depth + 1, update);
        Collectives.Add<T>(Vector(depth), Vector(depth + 1));
        return (lower.Loss + upper.Loss, lower.Outputs + upper.Outputs);
    }

    (double Loss, double Outputs) OfShard(int k, Update update)
    {
        // Each shard has states of its own: an update may go from one batch to the next, and every shard does so at its time.
        var states = update.Reached[k] = update.Chunks.All(c => c.IsWhole) ? update.States : update.States.Copy();
        return _gradients.AccumulateShard(
            _model, [.. update.Chunks.Select(c => Known(c.Shard(k, _shards)))], states, update.Epoch, update.First);
    }

    // A shard in which every target is missing has a gradient of zero, and no mean.
    Chunk? Known(Chunk? chunk) => chunk is not null && _model.CountKnown(chunk.Steps.Sequences) > 0 ? chunk : null;

    /// <summary>Keeps the states from which the next chunk continues.</summary>
    void CarryOn(Update update)
    {
        var last = update.Chunks[^1];
        if (last.IsWhole)
        {
            return;
        }

        for (var k = StartOf(Rank); k < StartOf(Rank + 1); k++)
        {
            if (update.Reached[k] is { } reached)
            {
                update.States.Take(
                    reached, Chunk.StartOf(k, _shards, last.Rows), Chunk.StartOf(k + 1, _shards, last.Rows), last.Rows);
            }
        }

        if (_processes is not null)
        {
            update.States.Gather(_model, _processes, rank => Chunk.StartOf(StartOf(rank), _shards, last.Rows));
        }
    }

    T[] Vector(int depth)
    {
        while (_vectors.Count <= depth)
        {
            _vectors.Add(new T[_gradients.Length]);
        }

        return _vectors[depth];
    }
}
