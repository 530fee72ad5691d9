namespace RnnTrainer.Data.Text;

/// <summary>How a file writes its numbers and dates.</summary>
/// <param name="Decimal">What stands before the fraction of a number.</param>
/// <param name="IsGrouped">Whether the other sign may stand between groups of three digits: 1,234.5 or, with a decimal comma, 1.234,5.</param>
/// <param name="Dates">What comes first in 01/02/2024.</param>
readonly record struct CellFormat(DecimalSign Decimal, bool IsGrouped, DateOrder Dates)
{
    /// <summary>The byte before a fraction.</summary>
    public byte Sign => Decimal == DecimalSign.Comma ? (byte)',' : (byte)'.';

    /// <summary>The byte between groups of digits.</summary>
    public byte Group => Decimal == DecimalSign.Comma ? (byte)'.' : (byte)',';

    /// <summary>A comma that stands between digits where something else separates fields may as well be the decimal sign: only in quotes among commas it groups.</summary>
    public static CellFormat Of(DataOptions options, char separator) => new(options.Decimal, options.Decimal == DecimalSign.Comma || separator == ',', options.DateOrder);

    /// <summary>Of cells that are kept apart from their file.</summary>
    public static CellFormat Of(DataOptions options) => Of(options, ';');

    public bool TryNumber(ReadOnlySpan<byte> cell, out double x) => NumberText.TryRead(cell, this, out x);

    public bool TryDate(ReadOnlySpan<byte> cell, out DateTime time) => DateText.TryParse(cell, Dates, out time);
}
