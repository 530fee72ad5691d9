using RnnTrainer.Cli.Pages;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Report;

/// <summary>The predictions of a trained model for data that it was not trained on.</summary>
/// <param name="Split">test, or validation if there is no test split.</param>
sealed record SplitPredictions(string Split, DataPart Part, EvaluationResult Evaluation, Config Config, ModelSchema Schema)
{
    public SequenceTask Task => SequenceTask.Of(Config);

    /// <summary>The scores of each class or label; empty where there are none.</summary>
    public IReadOnlyList<ScoredGroup> Labels { get; init; } = [];

    /// <summary>The index of the first prediction of each sequence.</summary>
    public required IReadOnlyList<int> Starts { get; init; }

    /// <summary>The sequence with the median loss per prediction.</summary>
    public required int Median { get; init; }

    /// <summary>The sequences with the best, median and worst predictions; empty for a language model.</summary>
    public required IReadOnlyList<Excerpt> Shown { get; init; }

    /// <summary>The ranges around predicted numbers; null for other predictions.</summary>
    public PredictionIntervals? Intervals { get; init; }

    /// <summary>For a language model, excerpts of the text; else empty.</summary>
    public IReadOnlyList<TextExcerpt> Texts { get; init; } = [];

    /// <exception cref="UsageException">There is neither a test nor a validation split.</exception>
    public static SplitPredictions Of(TrainedModel trained)
    {
        var model = trained.Model;
        var test = trained.HasTest ? trained.Test() : null;
        var part = test ?? trained.Validation() ?? throw new UsageException("the run has neither a test nor a validation split");
        var evaluation = trained.Evaluate(part);
        int[] counts = [.. part.Raw.Select(s => model.CountOutputs(s))];
        double[] losses = evaluation.Outputs is { } outputs ? [.. outputs.Losses.Zip(counts, (loss, n) => loss / n)]
            : [.. Enumerable.Range(0, part.Count).Select(evaluation.Tally.MeanLoss)];
        var starts = StartsOf(counts);
        return new SplitPredictions(test is null ? "validation" : "test", part, evaluation, trained.Config, model.Schema)
        {
            Starts = starts,
            Labels = LabelScores.Of(model.Schema, evaluation),
            Median = Enumerable.Range(0, part.Count).OrderBy(n => losses[n]).ElementAt(part.Count / 2),
            Shown = evaluation.Outputs is null ? [] : Excerpt.Of(model, part, evaluation, starts, losses),
            Intervals = evaluation.Numbers is { } numbers
            && !model.IsPerStep ? PredictionIntervals.Of(trained, numbers, test is null ? null : trained.Validation()) : null,
            Texts = model.Task.PredictsNextSymbol ? TextExcerpt.Of(trained.Models, part) : [],
        };
    }

    static int[] StartsOf(int[] counts)
    {
        var starts = new int[counts.Length];
        for (var n = 1; n < starts.Length; n++)
        {
            starts[n] = starts[n - 1] + counts[n - 1];
        }

        return starts;
    }
}

/// <summary>The ranges around predicted numbers.</summary>
/// <param name="Source">The split from whose errors they are computed.</param>
/// <param name="Coverage">The share of the targets of the shown split within the wide range.</param>
/// <param name="Own">The ranges computed from the errors on the shown split.</param>
sealed record PredictionIntervals(ErrorBands Bands, string Source, double Coverage, ErrorBands Own)
{
    /// <summary>Computes the ranges from the errors on the validation split, or on the shown split if there is none.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="own">The predictions for the shown split.</param>
    /// <param name="validation">The validation split; null if there is none.</param>
    public static PredictionIntervals Of(TrainedModel trained, NumberPredictions own, DataPart? validation)
    {
        var (ofOwn, other) = (ErrorBands.Of(own), validation is null ? null : trained.Evaluate(validation).Numbers);
        var bands = other is null ? ofOwn : ErrorBands.Of(other);
        return new PredictionIntervals(bands, other is null ? "these same sequences" : "validation", bands.Coverage(own), ofOwn);
    }

    /// <summary>What the ranges are, in a sentence.</summary>
    public string Sentence(string split) =>
        $"A range around a prediction holds 50 % or 90 % of the errors on {Source}, "
        + $"{Html.Counted(Bands.Count)} for each number that is predicted"
        + (Source == "validation" ? FormattableString.Invariant($"; of {split}, {100 * Coverage:0.#} % lie within the wide one.")
            : ", as there is no validation split to take them from.");

    /// <summary>The 90 % range around a prediction.</summary>
    public (double Low, double High) Wide(int output, double prediction) =>
        (prediction + Bands.Quantiles[output][0], prediction + Bands.Quantiles[output][^1]);
}

/// <summary>An excerpt of a text, with the loss of a language model for each symbol.</summary>
/// <param name="Name">Best, median, worst.</param>
/// <param name="Symbols">As the data have them.</param>
/// <param name="Losses">−ln p of each.</param>
sealed record TextExcerpt(string Name, IReadOnlyList<string> Symbols, IReadOnlyList<double> Losses)
{
    const int Length = 240;
    const int MostExcerpts = 80;
    const long MostScores = 20_000_000;

    /// <summary>Cuts the first symbols into excerpts, and takes those with the smallest, the median and the largest loss.</summary>
    public static IReadOnlyList<TextExcerpt> Of(IReadOnlyList<Model> models, DataPart part)
    {
        var most = (int)Math.Clamp(MostScores / Math.Max(1, models[0].Schema.Outputs), Length, (long)Length * MostExcerpts);
        var excerpts = new List<TextExcerpt>();
        var symbols = 0;
        foreach (var sequence in part.Ready.TakeWhile(_ => symbols < most))
        {
            var read = sequence.Length <= most - symbols ? sequence : sequence.Slice(0, most - symbols);
            var losses = Surprisal.Of(models, read);
            excerpts.AddRange(
                read.StepLabels!.Zip(losses).Chunk(Length)
                .Select(p => new TextExcerpt("", [.. p.Select(s => s.First)], [.. p.Select(s => s.Second)])));
            symbols += read.Length;
        }

        var sorted = excerpts.OrderBy(p => p.Losses.Average()).ToList();
        return sorted.Count < 3 ? [.. sorted.Select((p, n) => p with { Name = n == 0 ? "best" : "worst" })]
            : [sorted[0] with { Name = "best" }, sorted[sorted.Count / 2] with { Name = "median" }, sorted[^1] with { Name = "worst" }];
    }
}
