using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Scan.Memory;

/// <summary>The states with which the segments of a batch begin, from which their forward passes can be computed again.</summary>
/// <param name="states">The number of states of a step.</param>
/// <param name="units">J.</param>
sealed class KeptStates(int states, int units, Precision precision) : IDisposable
{
    readonly int _rowBytes = units * precision.Bytes();
    Arena? _arena;
    nint _start;
    long _capacity;
    long[] _rows = [];

    /// <summary>Makes room for the states of each segment but the first, whose states belong to the caller.</summary>
    public void Resize(IReadOnlyList<Segment> segments)
    {
        if (_rows.Length != segments.Count)
        {
            _rows = new long[segments.Count];
        }

        var rows = 0L;
        for (var n = 1; n < segments.Count; n++)
        {
            _rows[n] = rows;
            rows += (long)states * segments[n].Lengths.Batch;
        }

        var bytes = rows * _rowBytes;
        if (bytes > _capacity)
        {
            _arena?.Dispose();
            _arena = new Arena();
            (_start, _capacity) = (_arena.Take(bytes), bytes);
        }
    }

    /// <summary>The rows of a state at the beginning of a segment.</summary>
    /// <param name="batch">The number of examples of the segment.</param>
    public RowSpan Of(int segment, int state, int batch) =>
        new(_start + (nint)((_rows[segment] + ((long)state * batch)) * _rowBytes), _rowBytes, units, precision);

    public void Dispose() => _arena?.Dispose();
}
