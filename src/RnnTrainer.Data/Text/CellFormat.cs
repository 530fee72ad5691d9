namespace RnnTrainer.Data.Text;

/// <summary>How a file writes its numbers and dates.</summary>
/// <param name="Decimal">The decimal sign.</param>
/// <param name="IsGrouped">Whether the other sign may separate groups of three digits: 1,234.5 or, with a decimal comma, 1.234,5.</param>
/// <param name="Dates">What comes first in 01/02/2024.</param>
readonly record struct CellFormat(DecimalSign Decimal, bool IsGrouped, DateOrder Dates)
{
    /// <summary>How dates are written as numbers.</summary>
    public DateFormat DateNumbers { get; init; }

    /// <summary>What may stand next to a number; null: nothing.</summary>
    public IReadOnlyList<string>? Units { get; init; }

    /// <summary>The decimal sign as a byte.</summary>
    public byte Sign => Decimal == DecimalSign.Comma ? (byte)',' : (byte)'.';

    /// <summary>The byte between groups of digits.</summary>
    public byte Group => Decimal == DecimalSign.Comma ? (byte)'.' : (byte)',';

    /// <summary>
    /// The format of a file with this field separator. Where fields are not separated by commas, a comma between digits may be the decimal
    /// sign; so commas separate groups only in files with comma separators, where such a number is in quotes.
    /// </summary>
    public static CellFormat Of(DataOptions options, char separator) =>
        new(options.Decimal, options.Decimal == DecimalSign.Comma || separator == ',', options.DateOrder)
        {
            DateNumbers = options.DateFormat,
            Units = options.Units,
        };

    /// <summary>The format of cells that are kept apart from their file.</summary>
    public static CellFormat Of(DataOptions options) => Of(options, ';');
}
