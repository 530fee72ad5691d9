using System.Text;
using System.Text.RegularExpressions;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>Takes cells with several values apart: <c>0.1 0.2 0.3</c>, <c>[0.1, 0.2, 0.3]</c>, <c>0.1;0.2;0.3</c>.</summary>
static partial class ListCells
{
    /// <summary>Whether a cell holds a list of numbers: at least two, or one in brackets.</summary>
    public static bool Looks(ReadOnlySpan<byte> cell, CellFormat format = default)
    {
        var isBracketed = Inner(cell) is var (from, to) && to - from < cell.Trim(" \t\r\n"u8).Length;
        var parts = Split(cell, format.Sign);
        if (parts.Count < (isBracketed ? 1 : 2) || (!isBracketed && Grouped().IsMatch(Encoding.UTF8.GetString(cell))))
        {
            return false;
        }

        var numbers = 0;
        foreach (var part in parts)
        {
            var value = cell[part];
            numbers += NumberText.TryRead(value, format, out _) ? 1 : 0;
            if (!value.IsEmpty && !NumberError.Resembles(value, format) && !NumberError.IsMissingMarker(Encoding.UTF8.GetString(value)))
            {
                return false;
            }
        }

        return numbers > 0;
    }

    /// <summary>
    /// The values of a list, without brackets and spaces. They are separated by semicolons, bars, commas or white space: by the first of
    /// these that the cell has. A separator may follow the last value.
    /// </summary>
    /// <param name="sign">The decimal sign: a comma that is one separates no values.</param>
    public static List<Range> Split(ReadOnlySpan<byte> cell, byte sign)
    {
        var (start, end) = Inner(cell);
        var separators = Separators(cell[start..end], sign);
        var parts = new List<Range>();
        for (var (at, next) = (start, 0); at < end; at = next + 1)
        {
            var size = cell[at..end].IndexOfAny(separators);
            next = size < 0 ? end : at + size;
            var (from, to) = Trimmed(cell, at, next);
            if (from < to || separators.Length == 1)
            {
                parts.Add(from..to);
            }
        }

        return parts;
    }

    static ReadOnlySpan<byte> Separators(ReadOnlySpan<byte> list, byte sign) =>
        list.Contains((byte)';') ? ";"u8
        : list.Contains((byte)'|') ? "|"u8
        : sign != ',' && list.Contains((byte)',') ? ","u8
        : " \t\r\n"u8;

    /// <summary>What is within the brackets, also those of array([…], dtype=float32); without brackets all.</summary>
    static (int From, int To) Inner(ReadOnlySpan<byte> cell)
    {
        var (from, to) = Trimmed(cell, 0, cell.Length);
        var (open, close) = (cell.IndexOf((byte)'['), cell.LastIndexOf((byte)']'));
        if (open >= 0 && close > open && cell[from..open].IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            return Trimmed(cell, open + 1, close);
        }

        return to - from >= 2 && (cell[from], cell[to - 1]) is ((byte)'(', (byte)')') or ((byte)'{', (byte)'}')
            ? Trimmed(cell, from + 1, to - 1) : (from, to);
    }

    static (int From, int To) Trimmed(ReadOnlySpan<byte> cell, int from, int to)
    {
        while (from < to && IsSpace(cell[from]))
        {
            from++;
        }

        while (from < to && IsSpace(cell[to - 1]))
        {
            to--;
        }

        return (from, to);
    }

    static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>One number in groups of digits: 1,234,567 and 1 234.</summary>
    [GeneratedRegex(@"^\s*[+-]?\d{1,3}((,\d{3})+|( \d{3}){1,4})(\.\d*)?\s*$")]
    private static partial Regex Grouped();
}
