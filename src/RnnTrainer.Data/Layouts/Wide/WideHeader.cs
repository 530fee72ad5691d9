using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>
/// The steps that the columns of a wide file name. The columns of a feature end in the number of the step, counted from 0 or 1: <c>t0</c>,
/// <c>x_0</c>, <c>x0_t0</c>, <c>x.0</c>, <c>x0</c>; or in its time: <c>2021-01-01</c>, <c>load_2021-01-01</c>, <c>Y1960</c>.
/// </summary>
/// <param name="Features">At least two columns each; none if the columns name no steps.</param>
/// <param name="Kind">What the names hold.</param>
/// <param name="Notes">How the names were understood, where that is not obvious.</param>
sealed record WideHeader(WideFeature[] Features, WideKind Kind, IReadOnlyList<string> Notes)
{
    /// <summary>The name of a feature whose columns have nothing but their steps.</summary>
    public const string Unnamed = "x";

    const int MostDigits = 9;

    /// <summary>A column that is a date only in the order that <c>date_order</c> is not; −1 if there is none.</summary>
    public int Exchanged { get; private init; } = -1;

    /// <summary>Finds the features of a header.</summary>
    /// <param name="taken">The columns that have another role.</param>
    /// <param name="options">How dates are written, where that is known.</param>
    public static WideHeader Of(string[] header, IReadOnlySet<int> taken, DataOptions options)
    {
        NumberedColumn[] numbered = [
            .. header.Index().Where(c => !taken.Contains(c.Index)).Select(c => Numbered(c.Index, c.Item)).OfType<NumberedColumn>()];
        var times = HeaderTimes.Of(header, taken, options);
        return times is not null && (times.Exchanged >= 0 || Outnumbers(times, numbered)) ? OfTimes(header, times)
            : HeaderTimes.OfNumbers(numbered, options) is { } dates ? OfTimes(header, dates)
            : HeaderTimes.OfAmounts(header, taken, options) is { } amounts && Outnumbers(amounts, numbered) ? OfTimes(header, amounts)
            : OfNumbers(header, numbered);
    }

    /// <summary>Whether at least as many columns are times as end in other numbers.</summary>
    static bool Outnumbers(HeaderTimes times, NumberedColumn[] numbered) =>
        times.Columns.Length > 1 && times.Columns.Length >= numbered.Count(c => !times.Has(c.Field));

    static WideHeader OfNumbers(string[] header, NumberedColumn[] columns)
    {
        WideFeature[] features = [
            .. Groups(columns, c => c.Name, c => c.Step).Select(g => new WideFeature(
                g[0].Name, Array.ConvertAll(g, c => c.Field), Array.ConvertAll(g, c => c.Step), Array.ConvertAll(g, c => c.Text)))];
        return new WideHeader(features, WideKind.Numbers, Reordered(header, features, "their numbers"));
    }

    static WideHeader OfTimes(string[] header, HeaderTimes times)
    {
        long[] keys = [.. times.Columns.Select(c => c.Key).Distinct().Order()];
        WideFeature[] features = [
            .. Groups(times.Columns, c => c.Name, c => c.Key).Select(g => new WideFeature(
                g[0].Name, Array.ConvertAll(g, c => c.Field), Array.ConvertAll(g, c => Array.BinarySearch(keys, c.Key)),
                Array.ConvertAll(g, c => c.Text)))];
        var order = times.Kind == WideKind.Numbers ? "their numbers" : "time";
        return new WideHeader(features, times.Kind, [.. Reordered(header, features, order), .. times.Notes])
        {
            Exchanged = times.Exchanged,
        };
    }

    /// <summary>At least two columns with one name, in the order of their steps.</summary>
    static IEnumerable<T[]> Groups<T>(T[] columns, Func<T, string> name, Func<T, long> step) =>
        columns.GroupBy(name, StringComparer.Ordinal).Select(g => g.OrderBy(step).ToArray()).Where(g => g.Length > 1);

    static string[] Reordered(string[] header, WideFeature[] features, string order)
    {
        var moved = Array.Find(features, f => f.Fields.Zip(f.Fields.Skip(1)).Any(p => p.First > p.Second));
        return moved is null ? []
            : [$"the columns were put into the order of {order}: '{Printable.Cell(header[moved.Fields[0]])}' is the first, " +
                $"'{Printable.Cell(header[moved.Fields[^1]])}' the last"];
    }

    /// <summary>
    /// A column name as the name of a feature, without what joins it to the number (<c>t</c>, a separator, or both), and the number: its
    /// last digits, at most nine. Null: the name does not end in a number.
    /// </summary>
    static NumberedColumn? Numbered(int field, string column)
    {
        // The World Bank writes 1960 [YR1960].
        column = column is [.. { Length: 4 } year, ' ', '[', 'Y', 'R', _, _, _, _, ']'] ? year : column;
        var start = column.Length;
        while (start > 0 && column.Length - start < MostDigits && char.IsAsciiDigit(column[start - 1]))
        {
            start--;
        }

        if (start == column.Length)
        {
            return null;
        }

        var name = column[..start] switch
        {
            "t" => "",
            [.. { Length: > 0 } front, '_' or '.' or '-' or ' ', 't'] => front,
            [.. var front, '_' or '.' or '-' or ' '] => front,
            var whole => whole,
        };
        var digits = column[start..];
        return new NumberedColumn(field, name.Length > 0 ? name : Unnamed, int.Parse(digits, CultureInfo.InvariantCulture), digits);
    }
}
