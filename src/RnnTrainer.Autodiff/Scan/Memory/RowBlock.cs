using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Scan.Memory;

/// <summary>The rows of several tensors next to each other, each padded to whole vectors.</summary>
/// <param name="elementSize">Bytes of one number.</param>
/// <param name="vectorBytes">Bytes of one vector.</param>
/// <param name="units">The numbers of a row if a worker has only some of the units; null: all of the tensor's.</param>
sealed class RowBlock(RowsAt rows, int elementSize, int vectorBytes, int? units = null)
{
    readonly List<(Tensor Tensor, int Column)> _columns = [];
    int _width;

    public void Add(Tensor tensor)
    {
        _columns.Add((tensor, _width));
        var width = units * elementSize ?? tensor.Shape.Skip(1).Aggregate(elementSize, (a, b) => a * b);
        _width += (width + vectorBytes - 1) / vectorBytes * vectorBytes;
    }

    /// <summary>
    /// The bytes from row to row: never a multiple of 1 KiB, so that the rows of a register tile do not use the same lines of the first
    /// cache.
    /// </summary>
    int RowBytes => _width % 1024 == 0 ? _width + vectorBytes : _width;

    /// <summary>Allocates the memory and gives the place of each tensor.</summary>
    public IEnumerable<(Tensor Tensor, Place Place)> Allocate(Arena arena, long count)
    {
        if (_columns.Count == 0)
        {
            yield break;
        }

        var start = arena.Take((count * RowBytes) + vectorBytes);
        foreach (var (tensor, column) in _columns)
        {
            yield return (tensor, new Place(start + column, rows, RowBytes));
        }
    }
}
