using RnnTrainer.Data.Layouts.Wide;
using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Summary;

/// <summary>The columns of a table with a row per sequence that hold the values of its steps.</summary>
static class WideSteps
{
    /// <summary>The features, each with its columns. A column of texts is none of them, whatever its name.</summary>
    public static WideFeature[] Of(IReadOnlyList<ColumnFacts> columns, DataOptions options)
    {
        var taken = columns.Where(c => c.IsText || options.Target.Contains(c.Name) || options.Sequence.Contains(c.Name))
            .Select(c => c.Index).ToHashSet();
        return WideHeader.Of([.. columns.Select(c => c.Name)], taken, options).Features;
    }

    /// <summary>The other columns.</summary>
    public static IEnumerable<ColumnFacts> Others(IReadOnlyList<ColumnFacts> columns, DataOptions options)
    {
        var steps = Of(columns, options).SelectMany(f => f.Fields).ToHashSet();
        return columns.Where(c => !steps.Contains(c.Index));
    }
}
