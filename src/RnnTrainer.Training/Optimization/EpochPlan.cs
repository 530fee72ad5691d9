using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Optimization;

/// <summary>
/// What the epochs of a training consist of. It depends on (config, sequences, seed, epoch) and on nothing else, so that a resumed run finds its place again.
/// </summary>
sealed class EpochPlan
{
    readonly TrainingConfig _config;
    readonly IReadOnlyList<Sequence> _ready;
    readonly int? _length;
    readonly IReadOnlyList<Batch> _fixed = [];

    /// <param name="ready">The training sequences, at least one.</param>
    /// <exception cref="ConfigException">Initial states are learnt, but states are carried.</exception>
    public EpochPlan(Config config, IReadOnlyList<Sequence> ready)
    {
        (_config, _ready, _length) = (config.Training, ready, config.ChunkLength(ready.Count));
        if (_length is not null)
        {
            if (config.Model.InitialState == InitialState.Learned)
            {
                throw new ConfigException(new Diagnostic("model.initial_state", null, null, "model.initial_state: in a stream a state is carried on from piece to piece and begins at zero", "remove it"));
            }

            _fixed = ready.Count == 1 ? [Batches.OfStream(ready[0], _config.Batch)]
                : Batches.Of(_config.Shuffle ? [.. ready.OrderBy(s => s.Length)] : ready, _config.Batch);
        }

        var pieces = _length is null ? (ready.Count + _config.Batch - 1) / _config.Batch : _fixed.Sum(b => Chunk.Count(b, _length));
        Count = (pieces + _config.Accumulate - 1) / _config.Accumulate;
    }

    /// <summary>Optimiser steps of an epoch, the same for each.</summary>
    public int Count { get; }

    /// <summary>Whether sequences are cut into pieces, from one to the next of which the states are carried.</summary>
    public bool Carries => _length is not null;

    /// <summary>The pieces of each optimiser step of an epoch.</summary>
    /// <param name="epoch">From 1.</param>
    public IEnumerable<IReadOnlyList<Chunk>> Steps(int epoch) => BatchesOf(epoch).SelectMany(b => Chunk.Of(b, _length)).Chunk(_config.Accumulate);

    // What is cut into pieces stays together, sorted by length: so every epoch has as many steps, and few pieces have empty places.
    IReadOnlyList<Batch> BatchesOf(int epoch) => Carries
        ? _config.Shuffle ? Batches.Reordered(_fixed, _config.Seed, epoch) : _fixed
        : !_config.Shuffle ? Batches.Of(_ready, _config.Batch)
        : _config.Bucket ? Batches.Bucketed(_ready, _config.Batch, _config.Seed, epoch)
        : Batches.Shuffled(_ready, _config.Batch, _config.Seed, epoch);
}
