using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Augmenting;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Optimization;

/// <summary>
/// The batches of each epoch and their order. They depend on config, sequences, seed and epoch alone, so that a resumed run continues where
/// it stopped.
/// </summary>
sealed class EpochPlan
{
    readonly TrainingConfig _config;
    readonly IReadOnlyList<Sequence> _ready;
    readonly int? _length;
    readonly Augmentation? _augmentation;
    readonly IReadOnlyList<Batch> _fixed = [];

    /// <param name="ready">The training sequences, at least one.</param>
    /// <param name="augmentation">What changes them in each epoch; null: nothing.</param>
    /// <exception cref="ConfigException">Initial states are learned, but sequences are cut into chunks.</exception>
    public EpochPlan(Config config, IReadOnlyList<Sequence> ready, Augmentation? augmentation = null)
    {
        (_config, _ready, _length, _augmentation) = (config.Training, ready, config.ChunkLength(ready.Count), augmentation);
        if (_length is not null)
        {
            if (config.Model.InitialState == InitialState.Learned)
            {
                throw new ConfigException(
                    new Diagnostic(
                        "model.initial_state", null, null,
                        "model.initial_state: in a stream each chunk continues from the states of the one before, and the first begins " +
                        "at zero", "remove it"));
            }

            _fixed = Fixed(ready);
        }

        var chunks = _length is null ? (ready.Count + _config.Batch - 1) / _config.Batch : _fixed.Sum(b => Chunk.Count(b, _length));
        Count = (chunks + _config.Accumulate - 1) / _config.Accumulate;
    }

    /// <summary>Updates of an epoch, the same for each.</summary>
    public int Count { get; }

    /// <summary>Whether sequences are cut into chunks, each of which continues from the hidden states of the chunk before.</summary>
    public bool Carries => _length is not null;

    /// <summary>The chunks of each update of an epoch.</summary>
    /// <param name="epoch">From 1.</param>
    public IEnumerable<IReadOnlyList<Chunk>> Steps(int epoch) =>
        BatchesOf(epoch).SelectMany(b => Chunk.Of(b, _length)).Chunk(_config.Accumulate);

    IReadOnlyList<Batch> BatchesOf(int epoch)
    {
        var ready = _augmentation?.Of(_ready, epoch) ?? _ready;
        if (Carries)
        {
            var all = _augmentation is null ? _fixed : Fixed(ready);
            return _config.Shuffle ? Batches.Reordered(all, _config.Seed, epoch) : all;
        }

        return !_config.Shuffle ? Batches.Of(ready, _config.Batch)
            : _config.Bucket ? Batches.Bucketed(ready, _config.Batch, _config.Seed, epoch)
            : Batches.Shuffled(ready, _config.Batch, _config.Seed, epoch);
    }

    // The batches that are cut into chunks hold the same sequences in every epoch, sorted by length: every epoch has as many updates, and
    // few chunks have empty places.
    IReadOnlyList<Batch> Fixed(IReadOnlyList<Sequence> ready) => ready.Count == 1 ? [Batches.OfStream(ready[0], _config.Batch)]
        : Batches.Of(
            _config.Shuffle ? Batches.InOrder(ready, [.. Enumerable.Range(0, ready.Count).OrderBy(ready.LengthOf)]) : ready,
            _config.Batch);
}
