using System.Buffers;
using System.Globalization;
using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Text;

/// <summary>Reads the numeric cells of a file. A cell that cannot be read is recorded as an error and becomes 0.</summary>
sealed class NumberCells(DataOptions options, CellFormat format, ErrorLog errors)
{
    static readonly SearchValues<byte> Plain = SearchValues.Create("0123456789+-.,eE"u8);

    /// <summary>The missing-value markers of the file.</summary>
    public MissingMarkers Missing { get; } = new(options);

    /// <summary>
    /// The first number of each column that was read without its unit or its groups of digits, as in "'$20.50' is read as 20.5".
    /// </summary>
    public Dictionary<int, string> Reinterpreted { get; } = [];

    /// <summary>
    /// Reads a number. False for any other cell and, if <paramref name="mayMiss"/>, for a number that marks a missing value.
    /// </summary>
    /// <param name="column">The number of the column, for <see cref="Reinterpreted"/>.</param>
    public bool TryRead(ReadOnlySpan<byte> cell, bool mayMiss, int column, out double x)
    {
        if (NumberText.TryReadShort(cell, format.Sign, out x))
        {
            return !(mayMiss && Missing.IsNumber(x));
        }

        if (!NumberText.TryRead(cell, format, out x) || (mayMiss && Missing.IsNumber(x)))
        {
            return false;
        }

        if (cell.Trim(" \t"u8).IndexOfAnyExcept(Plain) >= 0 || cell.IndexOf(format.Group) >= 0)
        {
            Reinterpreted.TryAdd(
                column, string.Create(CultureInfo.InvariantCulture, $"'{Printable.Cell(Encoding.UTF8.GetString(cell))}' is read as {x}"));
        }

        return true;
    }

    /// <summary>Reads a target: one that is missing is NaN if it may be, and otherwise recorded as an error.</summary>
    /// <param name="number">The number of the column.</param>
    /// <param name="column">The column's name; null: the file has no names.</param>
    /// <param name="offset">Computes where the cell begins, in bytes.</param>
    public double Target(ReadOnlySpan<byte> cell, bool mayMiss, int number, string? column, Func<long> offset)
    {
        if (TryRead(cell, mayMiss: true, number, out var x))
        {
            return x;
        }

        if (!cell.IsEmpty && !Missing.Contains(cell))
        {
            return Invalid(cell, column, offset);
        }

        if (mayMiss)
        {
            return double.NaN;
        }

        var what = cell.IsEmpty ? "is empty" : $"is missing: '{Printable.Cell(Encoding.UTF8.GetString(cell))}'";
        errors.Add(
            offset, $"the target{(column is null ? "" : $" in column '{column}'")} {what}",
            "Leave out the rows without a target: missing values are filled in inputs only.");
        return 0;
    }

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
