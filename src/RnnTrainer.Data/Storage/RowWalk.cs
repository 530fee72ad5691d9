namespace RnnTrainer.Data.Storage;

/// <summary>The rows of numbers, one after the other; a block of them is in memory.</summary>
/// <param name="width">The numbers of a row.</param>
sealed class RowWalk(Values rows, int width)
{
    readonly IEnumerator<ReadOnlyMemory<double>> _blocks = rows.Blocks(width).GetEnumerator();
    ReadOnlyMemory<double> _left;

    /// <summary>The next row; good until the one after it is asked for.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public ReadOnlyMemory<double> Next()
    {
        if (_left.IsEmpty)
        {
            _left = _blocks.MoveNext() ? _blocks.Current : throw new InvalidOperationException("there is no row left");
        }

        var row = _left[..width];
        _left = _left[width..];
        return row;
    }
}
