using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Explanations;

namespace RnnTrainer.Cli.Report;

/// <summary>Figures of what the columns add to the outputs: a bar for each column, and a strip over the steps of each sequence that is
/// shown.</summary>
static class AttributionFigures
{
    // More bars have no room for their names.
    const int MostBars = 24;

    public static IEnumerable<string> Of(Attributions attributions, DetailLevel detail)
    {
        yield return Html.Figure(Bars(attributions), detail);
        foreach (var (excerpt, explanation) in attributions.Shown)
        {
            yield return Html.Figure(Strip(attributions, excerpt, explanation, detail), detail);
        }
    }

    static Chart Bars(Attributions attributions)
    {
        var ranked = attributions.Columns.Zip(attributions.Sizes).OrderByDescending(c => c.Second).Take(MostBars).ToList();
        return new Chart("mean |attribution| by column", "column")
        {
            Curves = [new Curve("mean |attribution|", [.. ranked.Select((c, n) => ((double)n, c.Second))], CurveStyle.Bars)],
            XNames = [.. ranked.Select(c => c.First)],
            YScale = AxisScale.FromZero,
            Note = $"{attributions.What} Summed over the steps, mean over {attributions.Which}"
                + $"{(attributions.Columns.Count > MostBars ? $"; the largest {MostBars} of {attributions.Columns.Count} columns" : "")}.",
        };
    }

    /// <summary>The columns that matter most, over the steps that are shown of the sequence.</summary>
    static HeatMap Strip(Attributions attributions, Excerpt excerpt, Explanation explanation, DetailLevel detail)
    {
        var (N, every) = (attributions.Columns.Count, Downsampled.Every(excerpt.Count, detail.Steps));
        int[] steps = [.. Enumerable.Range(excerpt.From, excerpt.Count).Where(t => (t - excerpt.From) % every == 0)];
        int[] rows = [.. Enumerable.Range(0, N).OrderByDescending(k => attributions.Sizes[k]).Take(detail.Units).Order()];
        double[][] values = [.. rows.Select(k => steps.Select(t => explanation.Attributions[(t * N) + k]).ToArray())];
        var largest = Math.Max(1e-9, values.SelectMany(v => v).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
        return new HeatMap(
            excerpt.Title("attributions of", detail.Cut(explanation.Sequence.Id), explanation.Sequence.Length), "step", "column",
            [.. steps.Select(t => $"{t + 1}")], [.. rows.Select(k => attributions.Columns[k])], values, HeatMap.Diverging(largest))
        {
            Note = $"What each column adds to '{explanation.Target}': {Html.Number(explanation.Output)}, at the baseline "
                + $"{Html.Number(explanation.Baseline)}{(rows.Length < N ? $"; the largest {rows.Length} of {N} columns" : "")}"
                + $"{(every > 1 ? $", every {Html.Ordinal(every)} step" : "")}.",
            Legend = HeatMap.Ends(largest, hasNegative: true),
        };
    }
}
