using RnnTrainer.Data.Storage;

namespace RnnTrainer.Training.Models;

/// <summary>The graphs in use, by shape: built once each, and the one that was not used for longest is given up when they grow too
/// many.</summary>
sealed class SequenceGraphs : IDisposable
{
    /// <summary>More than this is kept only while it is in use.</summary>
    internal const long MostBytes = 1L << 30;

    readonly Dictionary<SequenceShape, LinkedListNode<(SequenceShape Shape, ScanGraph Graph)>> _byShape = [];
    readonly LinkedList<(SequenceShape Shape, ScanGraph Graph)> _recent = new();
    long _bytes;

    public ScanGraph Of(SequenceShape shape, Func<SequenceShape, ScanGraph> build)
    {
        if (_byShape.TryGetValue(shape, out var node))
        {
            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value.Graph;
        }

        var graph = build(shape);
        _byShape[shape] = _recent.AddFirst((shape, graph));
        _bytes += graph.Bytes;
        while (_bytes > MostBytes && _recent.Count > 1)
        {
            GiveUp(_recent.Last!);
        }

        return graph;
    }

    public void Dispose()
    {
        while (_recent.Last is { } node)
        {
            GiveUp(node);
        }
    }

    void GiveUp(LinkedListNode<(SequenceShape Shape, ScanGraph Graph)> node)
    {
        _recent.Remove(node);
        _byShape.Remove(node.Value.Shape);
        _bytes -= node.Value.Graph.Bytes;
        node.Value.Graph.Dispose();
    }
}

/// <summary>What a graph over sequences is built for.</summary>
/// <param name="B">Sequences.</param>
/// <param name="T">Steps of the longest that it takes.</param>
/// <param name="Trains">Whether the backward pass will run.</param>
/// <param name="HasGaps">Whether sequences may miss some of their targets.</param>
readonly record struct SequenceShape(int B, int T, bool Trains, bool HasGaps)
{
    /// <summary>The shape for a batch: lengths are rounded up to a power of two, so that few graphs serve batches of many
    /// lengths.</summary>
    public static SequenceShape Of(Batch batch, bool trains) => Of(batch.Size, batch.MaxLength, trains, batch.HasGaps);

    /// <inheritdoc cref="Of(Batch, bool)"/>
    public static SequenceShape Of(int size, int longest, bool trains, bool hasGaps) =>
        new(size, (int)Math.Min(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)longest), int.MaxValue), trains, hasGaps);
}
