namespace RnnTrainer.Autodiff.Tensors;

/// <summary>How many of a graph's packed rows the present batch uses: sequences of unequal lengths need a row per step that exists, no more.</summary>
/// <param name="capacity">The rows that memory is kept for.</param>
sealed class RowCount(int capacity)
{
    int _used = capacity;

    public int Capacity { get; } = capacity;

    /// <summary>Statements run over this many rows, 1 to the capacity.</summary>
    public int Used
    {
        get => _used;
        set => _used = value >= 1 && value <= Capacity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"{value} rows were asked for, of 1 to {Capacity}.");
    }
}
