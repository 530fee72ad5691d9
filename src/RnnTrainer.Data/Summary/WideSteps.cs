using System.Text.RegularExpressions;
using RnnTrainer.Data.Layouts.Wide;
using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Summary;

/// <summary>The columns of a table with a row per sequence that hold the values of its steps.</summary>
static partial class WideSteps
{
    /// <summary>The features, each with its columns. A column of texts is none of them, whatever its name.</summary>
    public static WideFeature[] Of(IReadOnlyList<ColumnFacts> columns, DataOptions options)
    {
        var taken = columns.Where(c => c.IsText || options.Target.Contains(c.Name) || options.Sequence.Contains(c.Name))
            .Select(c => c.Index).ToHashSet();
        return WideHeader.Of([.. columns.Select(c => c.Name)], taken, options).Features;
    }

    /// <summary>That the columns of a feature make each row a sequence.</summary>
    public static LayoutGuess Guess(WideFeature feature, IReadOnlyList<ColumnFacts> columns) => new(
        Layout.Wide,
        $"the columns {columns[feature.Fields[0]].Name} … {columns[feature.Fields[^1]].Name} number the steps of a sequence, a row each");

    /// <summary>Whether of a few columns that are numbered some hold texts: then the numbers are those of the columns.</summary>
    /// <param name="few">This many columns may be steps, whatever some of them hold.</param>
    public static bool HoldTexts(IReadOnlyList<ColumnFacts> columns, int few) =>
        WideHeader.Of([.. columns.Select(c => c.Name)], new HashSet<int>(), new DataOptions()).Features
            .Any(f => f.Fields.Length < few && f.Fields.Any(i => columns[i].IsText));

    /// <summary>Whether the columns of a feature have names of times: <c>t0</c>, <c>step_1</c>, or only numbers.</summary>
    public static bool IsTimed(WideFeature feature, IReadOnlyList<ColumnFacts> columns) =>
        feature.Fields.All(i => TimeName().IsMatch(columns[i].Name));

    [GeneratedRegex(@"^(?:t|step|time|day|hour|week|month|lag)?[ _.-]?\d+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TimeName();

    /// <summary>The other columns.</summary>
    public static IEnumerable<ColumnFacts> Others(IReadOnlyList<ColumnFacts> columns, DataOptions options)
    {
        var steps = Of(columns, options).SelectMany(f => f.Fields).ToHashSet();
        return columns.Where(c => !steps.Contains(c.Index));
    }
}
