using RnnTrainer.Cli.Pages;
using RnnTrainer.Training;
using RnnTrainer.Training.Explanations;

namespace RnnTrainer.Cli.Report;

/// <summary>What the columns add to the outputs of a model, by integrated gradients.</summary>
/// <param name="Columns">The columns of the file that it reads.</param>
/// <param name="Sizes">Of each column the mean over sequences of its absolute attributions, summed over the steps.</param>
/// <param name="Shown">The attributions of the sequences that are shown.</param>
sealed record Attributions(
    IReadOnlyList<string> Columns, double[] Sizes, IReadOnlyList<(Excerpt Excerpt, Explanation Explanation)> Shown)
{
    /// <summary>The most sequences, and the most steps of one.</summary>
    const int MostSequences = 32, MostSteps = 512;

    /// <summary>Steps times parameters that take some seconds.</summary>
    const double MostProducts = 2e8;

    /// <summary>What is explained, and what the baseline is, in words.</summary>
    public required string What { get; init; }

    /// <summary>The sequences of <see cref="Sizes"/>, in words.</summary>
    public required string Which { get; init; }

    /// <summary>Null where nothing is attributed: of an ensemble, of a text, of a model that reads what is known ahead, and of
    /// sequences that take too long.</summary>
    public static Attributions? Of(TrainedModel trained, SplitPredictions predictions)
    {
        var part = predictions.Part;
        var steps = (int)Math.Min(MostSteps, MostProducts / trained.Model.Size);
        int[] brief = [.. Enumerable.Range(0, part.Count).Where(n => part.Ready[n].Length <= steps).Take(MostSequences)];
        if (trained.Members.Count > 0 || trained.Model.Schema.Known is not null || predictions.Task.PredictsNextSymbol || brief.Length == 0)
        {
            return null;
        }

        using var explainer = new Explainer(trained);
        var (all, rest) = (new List<Explanation>(), 8 * steps);
        foreach (var n in brief.TakeWhile(n => (rest -= part.Ready[n].Length) >= 0 || n == brief[0]))
        {
            all.Add(explainer.Explain(part, n));
        }

        var N = explainer.Columns.Names.Count;
        double[][] sizes = [.. all.Select(e => e.Sizes(N))];
        return new Attributions(
            explainer.Columns.Names, [.. Enumerable.Range(0, N).Select(k => sizes.Average(s => s[k]))],
            [.. predictions.Shown.Where(s => part.Ready[s.Sequence].Length <= steps).Select(s => (s, explainer.Explain(part, s.Sequence)))])
        {
            What = $"Explained: {explainer.Output.Description}. Baseline: {explainer.Baseline}.",
            Which = all.Count == part.Count ? $"all {Html.Counted(all.Count)} sequences"
                : $"{Html.Counted(all.Count)} of {Html.Counted(part.Count)} sequences",
        };
    }
}
