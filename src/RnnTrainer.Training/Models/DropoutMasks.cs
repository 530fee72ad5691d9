using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Models;

/// <summary>
/// The place of a batch in training, which selects the random stream of its dropout masks. An entry of a mask depends on (seed, place in
/// the model, epoch, batch, sequence, step,
/// unit) and on nothing else, so that neither threads nor an interruption change it.
/// </summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Batch">The batch's number in its epoch, from 0.</param>
/// <param name="Copies">How many times in a row each sequence is in the batch, all with one mask: the gradient check doubles
/// batches.</param>
/// <param name="First">The number in the batch of the first sequence: that of a shard is the first of its own.</param>
sealed record DropoutStream(int Epoch, int Batch, int Copies = 1, int First = 0);

/// <summary>The mask of one place where entries are dropped, see <see cref="RnnTrainer.Cells.Layers.Dropout"/>.</summary>
sealed class Mask
{
    readonly Config _config;
    readonly Input _node;
    readonly string _purpose;
    readonly uint _dropped;
    readonly double _kept;
    ulong _key;
    int _copies = 1;
    int _first;

    /// <param name="node">[rows,J].</param>
    /// <param name="place">The place in the model: masks of two places are independent.</param>
    /// <param name="rate">The probability p that an entry is dropped.</param>
    public Mask(Config config, Input node, string place, double rate)
    {
        (_config, _node, _purpose) = (config, node, $"dropout {place}");
        (_dropped, _kept) = ((uint)(rate * 4294967296.0), 1 / (1 - rate));
    }

    /// <summary>A new batch.</summary>
    public void Begin(DropoutStream dropout)
    {
        _key = new RandomStream(_config.Training.Seed, _purpose, ((long)dropout.Epoch << 32) + dropout.Batch).NextBits();
        (_copies, _first) = (dropout.Copies, dropout.First);
    }

    /// <summary>Draws the row of step t of the batch's sequence b.</summary>
    public void Draw(int row, int b, int t)
    {
        var step = _config.Model.DropoutMask == DropoutMask.Sequence ? 0 : t;
        var state = RandomStream.Mix(_key + (((ulong)(uint)(_first + (b / _copies)) << 32) | (uint)step));
        var J = _node.Shape[1];
        if (_node.Value.Precision == Precision.Float32)
        {
            Fill(_node.Value.Singles.Slice(row * J, J), state, (float)_kept);
        }
        else
        {
            Fill(_node.Value.Doubles.Slice(row * J, J), state, _kept);
        }
    }

    /// <summary>32 random bits decide an entry; they are drawn 64 at a time.</summary>
    void Fill<T>(Span<T> mask, ulong state, T kept)
        where T : struct
    {
        var bits = 0UL;
        for (var n = 0; n < mask.Length; n++)
        {
            bits = n % 2 == 0 ? RandomStream.NextBits(ref state) : bits >> 32;
            mask[n] = (uint)bits < _dropped ? default : kept;
        }
    }
}
