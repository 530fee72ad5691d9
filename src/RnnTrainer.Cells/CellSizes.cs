namespace RnnTrainer.Cells;

/// <summary>
/// The sizes of the indexes for which a cell or a program is traced. By default all are different, so that an index in the wrong place is
/// an error.
/// </summary>
/// <param name="B">The number of examples in the batch.</param>
/// <param name="J">The hidden size.</param>
/// <param name="K">The number of inputs.</param>
/// <param name="C">The number of classes.</param>
/// <param name="I">The number of inputs of a single unit, and of symbols of an embedding.</param>
public sealed record CellSizes(int B = 3, int J = 5, int K = 4, int C = 6, int I = 7)
{
    /// <summary>
    /// The sizes with which a cell is printed and checked: the defaults, J being 5 times <see cref="ICell.UnitMultiple"/>.
    /// </summary>
    public static CellSizes For(ICell cell) => new(J: 5 * cell.UnitMultiple);

    /// <summary>These sizes with J rounded up to the next hidden size that the cell can have.</summary>
    public CellSizes Fitting(ICell cell) => this with { J = (J + cell.UnitMultiple - 1) / cell.UnitMultiple * cell.UnitMultiple };
}
