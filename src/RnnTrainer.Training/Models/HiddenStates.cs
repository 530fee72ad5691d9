using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Distributed;

namespace RnnTrainer.Training.Models;

/// <summary>
/// The hidden states of the sequences of a batch between two of its chunks, by place in the batch. No gradient flows through them: that
/// truncates
/// backpropagation.
/// </summary>
sealed class HiddenStates
{
    readonly SortedDictionary<string, double[]> _rows = new(StringComparer.Ordinal);
    int _width;

    /// <summary>Sets a graph's initial states for a chunk that it has loaded: zero where sequences begin, else those that the chunk before
    /// has left.</summary>
    public void Enter(ISequenceGraph graph, Chunk chunk)
    {
        foreach (var initial in graph.InitialStates)
        {
            if (chunk.Begins)
            {
                initial.Value.Fill(0);
                continue;
            }

            var rows = _rows[initial.Name];
            for (var b = 0; b < chunk.Steps.Size; b++)
            {
                for (var j = 0; j < _width; j++)
                {
                    initial.Value.Set((graph.RowOf(b) * _width) + j, rows[(chunk.Places[b] * _width) + j]);
                }
            }
        }
    }

    /// <summary>Keeps the states that a graph has reached at the end of a chunk, unless the chunk is a whole batch.</summary>
    public void Leave(ISequenceGraph graph, Chunk chunk)
    {
        if (chunk.IsWhole)
        {
            return;
        }

        foreach (var (initial, final) in graph.InitialStates.Zip(graph.FinalStates))
        {
            _width = final.Shape[1];
            var rows = chunk.Begins ? _rows[initial.Name] = new double[chunk.Rows * _width] : _rows[initial.Name];
            for (var b = 0; b < chunk.Steps.Size; b++)
            {
                for (var j = 0; j < _width; j++)
                {
                    rows[(chunk.Places[b] * _width) + j] = final.Value.Get((graph.RowOf(b) * _width) + j);
                }
            }
        }
    }

    /// <summary>A copy, from which a shard of the batch continues by itself.</summary>
    public HiddenStates Copy()
    {
        var copy = new HiddenStates { _width = _width };
        foreach (var (name, rows) in _rows)
        {
            copy._rows[name] = [.. rows];
        }

        return copy;
    }

    /// <summary>Takes the states that a shard has reached.</summary>
    /// <param name="shard">What <see cref="Copy"/> gave, after the chunks of the shard.</param>
    /// <param name="start">The shard's first place in the batch.</param>
    /// <param name="end">The place after its last.</param>
    /// <param name="B">The sequences of the batch.</param>
    public void Take(HiddenStates shard, int start, int end, int B)
    {
        _width = Math.Max(_width, shard._width);
        foreach (var (name, rows) in shard._rows.Where(_ => start < end))
        {
            rows.AsSpan(start * _width, (end - start) * _width).CopyTo(RowsOf(name, B).AsSpan(start * _width));
        }
    }

    /// <summary>Gives every process the states of all sequences.</summary>
    /// <param name="start">The first place of the sequences of each process; of R: B.</param>
    internal void Gather(Model model, ICommunicator processes, Func<int, int> start)
    {
        _width = model.Config.Model.Hidden;
        foreach (var name in NamesOf(model))
        {
            processes.Gather<double>(RowsOf(name, start(processes.Size)), rank => start(rank) * _width);
        }
    }

    /// <summary>Sets what is not finite to zero, after a skipped update.</summary>
    public void ForgetNonFinite()
    {
        foreach (var rows in _rows.Values)
        {
            for (var n = 0; n < rows.Length; n++)
            {
                rows[n] = double.IsFinite(rows[n]) ? rows[n] : 0;
            }
        }
    }

    /// <summary>Copies, [B,H] each, named like learned initial states: <c>layer0.h0</c>.</summary>
    public IReadOnlyList<SafeTensor> ToTensors() =>
        [.. _rows.Select(p => new SafeTensor(p.Key, [p.Value.Length / _width, _width], p.Value.ToArray()))];

    /// <summary>Takes what <see cref="ToTensors"/> gave.</summary>
    /// <param name="next">The chunk that continues from there.</param>
    /// <param name="file">Where the tensors come from, for messages.</param>
    /// <exception cref="CheckpointException">They are not the states of this model before that chunk.</exception>
    internal void Assign(Model model, IReadOnlyList<SafeTensor> tensors, Chunk next, string file)
    {
        var B = next.Places.Max() + 1;
        _width = model.Config.Model.Hidden;
        foreach (var name in NamesOf(model))
        {
            var tensor = tensors.FirstOrDefault(t => t.Name == name);
            _rows[name] = tensor is { Shape: [var rows, var width] } && rows >= B && width == _width
                ? tensor.ToDoubles()
                : throw new CheckpointException(
                    file,
                    $"the hidden states to continue from are missing: 'carried.{name}' is {tensor?.ShapeText ?? "not there"}, expected " +
                    $"[{B},{_width}]");
        }
    }

    static IEnumerable<string> NamesOf(Model model) => model.Layers.SelectMany(l => model.Cell.States.Select(s => $"{l.Name}.{s}0"));

    double[] RowsOf(string name, int B) =>
        _rows.TryGetValue(name, out var rows) && rows.Length == B * _width ? rows : _rows[name] = new double[B * _width];
}
