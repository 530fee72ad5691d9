using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>
/// Reads the numeric cells of a file. A missing value becomes NaN; a cell that cannot be read is recorded as an error and becomes 0.
/// </summary>
sealed class NumberCells(DataOptions options, CellFormat format, ErrorLog errors)
{
    /// <summary>The missing-value markers of the file.</summary>
    public MissingMarkers Missing { get; } = new(options);

    /// <summary>
    /// Reads a number. False for any other cell and, if <paramref name="mayMiss"/>, for a number that marks a missing value.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> cell, bool mayMiss, out double x) =>
        NumberText.TryRead(cell, format, out x) && !(mayMiss && Missing.IsNumber(cell));

    /// <summary>Records that a cell is not a number.</summary>
    /// <param name="column">The column's name; null: the file has no names.</param>
    /// <param name="offset">Computes where the cell begins, in bytes.</param>
    /// <returns>0.</returns>
    public double Invalid(ReadOnlySpan<byte> cell, string? column, Func<long> offset)
    {
        if (errors.IsFull)
        {
            errors.CountOneMore();
            return 0;
        }

        var (message, hint) = NumberError.Of(Encoding.UTF8.GetString(cell), column, format);
        errors.Add(offset, message, hint);
        return 0;
    }
}
