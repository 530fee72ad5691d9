using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>Tells whether the first line of a CSV names the columns, by the rows below it.</summary>
static class HeaderDetection
{
    /// <summary>The number of rows that are looked at.</summary>
    const int MostRows = 100;

    /// <summary>By chance, one of 720 lines rises so often.</summary>
    const int FewestRises = 5;

    /// <summary>The share of the filled cells of a column that make it one of numbers or dates.</summary>
    const double Nearly = 0.8;

    /// <summary>
    /// Whether the first line names the columns. It does not if it holds numbers and dates in the columns where the lines below it hold
    /// numbers and dates, or words that stand there again; unless its numbers count the columns, as years or t = 0, 1, 2, … do.
    /// </summary>
    public static bool HasHeader(byte[] text)
    {
        using var reader = CsvFile.Open(text);
        if (!CsvFile.TryRead(reader))
        {
            return true;
        }

        string[] first = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        var below = new Column[first.Length];
        string[] second = [];
        for (var row = 0; row < MostRows && CsvFile.TryRead(reader); row++)
        {
            second = row > 0 ? second : [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
            for (var i = 0; i < Math.Min(first.Length, reader.FieldCount); i++)
            {
                below[i].Add(reader.GetString(i), first[i]);
            }
        }

        int[] values = [.. Enumerable.Range(0, first.Length).Where(i => below[i].IsOfNumbers || below[i].IsOfDates)];
        var filled = values.Where(i => !CellLook.IsMissing(first[i])).ToList();
        if (filled.Count > 0)
        {
            var areAlike = filled.TrueForAll(i => CellLook.IsValue(first[i]) && below[i].IsNumber(first[i]) == below[i].IsOfNumbers);
            string[] next = [.. filled.Where(i => i < second.Length).Select(i => second[i])];
            return !areAlike || Counts([.. filled.Select(i => first[i])], next);
        }

        // Without numbers, a few words that occur again and again tell.
        int[] words = [.. Enumerable.Range(0, first.Length).Where(i => below[i].IsOfFew)];
        return values.Length > 0 || words.Length == 0 || !words.All(i => below[i].Again > 0);
    }

    /// <summary>The error that the first line is a row; the hint names the setting for files without names.</summary>
    public static Diagnostic Refusal(byte[] text, string file)
    {
        using var reader = CsvFile.Open(text);
        string[] cells = CsvFile.TryRead(reader) ? [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)] : [];
        return new Diagnostic(
            file, 1, 1,
            $"the first line holds values like the lines below it, and no names: " +
                $"{Words.FirstFew([.. cells.Select(Printable.Cell)], most: 6, shown: 5)}",
            "Set header: false, and the columns are called c0, c1, …; or write a first line that names the columns, for example " +
            "seq,step,x0,label.");
    }

    /// <summary>Whether numbers count the columns, and those of the line below do not.</summary>
    static bool Counts(string[] cells, string[] below)
    {
        var (steps, other) = (Steps(cells), Steps(below));
        return (IsCount(cells, steps) && (!IsCount(below, other) || (AreWhole(cells) && !AreWhole(below))))
            || (Rises(steps) && !Rises(other));
    }

    /// <summary>Whether numbers rise by the same amount, from 0 or at least twice.</summary>
    static bool IsCount(string[] cells, double[] steps) =>
        steps.Length > 0 && steps[0] > 0 && (steps.Length > 1 || cells[0] == "0")
        && Array.TrueForAll(steps, d => Math.Abs(d - steps[0]) < 1e-9 * steps[0]);

    static bool AreWhole(string[] cells) => Array.TrueForAll(cells, c => !c.Contains('.', StringComparison.Ordinal));

    /// <summary>Whether so many numbers rise that it is no chance.</summary>
    static bool Rises(double[] steps) => steps.Length >= FewestRises && Array.TrueForAll(steps, d => d > 0);

    /// <summary>The distances between numbers; none if a cell holds something else.</summary>
    static double[] Steps(string[] cells)
    {
        var numbers = new List<double>();
        foreach (var cell in cells)
        {
            if (!double.TryParse(
                cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var x))
            {
                return [];
            }

            numbers.Add(x);
        }

        return [.. numbers.Zip(numbers.Skip(1), (a, b) => b - a)];
    }

    /// <summary>What the cells of a column are.</summary>
    struct Column
    {
        int _filled, _numbers, _dates;
        HashSet<string>? _distinct, _units;

        /// <summary>How often the first line's cell stands below it.</summary>
        public int Again { get; private set; }

        public readonly bool IsOfNumbers => _filled > 0 && _numbers >= Nearly * _filled;

        public readonly bool IsOfDates => _filled > 0 && !IsOfNumbers && _numbers + _dates >= Nearly * _filled;

        public readonly bool IsOfFew => _filled > 5 && _distinct!.Count * 3 <= _filled;

        /// <summary>Whether a cell is a number, or one with a unit of the column.</summary>
        public readonly bool IsNumber(string cell) =>
            CellLook.IsNumber(cell) || (_units is not null && UnitOf(cell) is { } unit && _units.Contains(unit));

        public void Add(string cell, string first)
        {
            if (CellLook.IsMissing(cell))
            {
                return;
            }

            _filled++;
            var isNumber = CellLook.IsNumber(cell);
            if (!isNumber && UnitOf(cell) is { } unit)
            {
                (_units ??= []).Add(unit);
                isNumber = true;
            }

            _numbers += isNumber ? 1 : 0;
            _dates += !isNumber && CellLook.IsValue(cell) ? 1 : 0;
            Again += cell == first ? 1 : 0;
            (_distinct ??= []).Add(cell);
        }

        static string? UnitOf(string cell)
        {
            var utf8 = Encoding.UTF8.GetBytes(cell);
            return NumberUnit.TryRead(utf8, new CellFormat(DecimalSign.Point, IsGrouped: true, default), out _, out var unit)
                || NumberUnit.TryRead(utf8, new CellFormat(DecimalSign.Comma, IsGrouped: true, default), out _, out unit) ? unit : null;
        }
    }
}
