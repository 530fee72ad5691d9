namespace RnnTrainer.Autodiff.Tensors;

/// <summary>
/// The number of a graph's packed rows that the present batch uses: sequences of unequal lengths have one row for each time step, without
/// padding.
/// </summary>
/// <param name="capacity">The largest number, for which memory is allocated.</param>
sealed class RowCount(int capacity)
{
    int _used = capacity;

    public int Capacity { get; } = capacity;

    /// <summary>Statements run over this many rows, from 1 to the capacity.</summary>
    public int Used
    {
        get => _used;
        set => _used = value >= 1 && value <= Capacity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"{value} rows were asked for, of 1 to {Capacity}.");
    }
}
