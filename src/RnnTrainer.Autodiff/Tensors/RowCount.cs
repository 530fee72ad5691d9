namespace RnnTrainer.Autodiff.Tensors;

/// <summary>
/// The number of a graph's packed rows that the present batch uses: sequences of unequal lengths have one row for each time step, without
/// padding.
/// </summary>
/// <param name="capacity">The largest number, for which memory is allocated.</param>
/// <param name="whole">The largest number of a whole batch, if the rows are those of a segment of it; null: the capacity.</param>
sealed class RowCount(int capacity, long? whole = null)
{
    int _used = capacity;

    public int Capacity { get; } = capacity;

    /// <summary>The largest number of a whole batch, by which kernels are chosen: a batch in segments must be summed as without.</summary>
    public long Whole { get; } = whole ?? capacity;

    /// <summary>Statements run over this many rows, from 1 to the capacity.</summary>
    public int Used
    {
        get => _used;
        set => _used = value >= 1 && value <= Capacity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"{value} rows were asked for, of 1 to {Capacity}.");
    }
}
