using RnnTrainer.Cells;
using RnnTrainer.Cli.Pages;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Report;

/// <summary>What a trained model answers to what it did not see in training.</summary>
/// <param name="Split">test, or validation where there is no test.</param>
sealed record SplitPredictions(string Split, DataPart Part, EvaluationResult Evaluation, Config Config, ModelSchema Schema)
{
    public SequenceTask Task => SequenceTask.Of(Config);

    /// <summary>Of each sequence, its first answer.</summary>
    public required IReadOnlyList<int> Starts { get; init; }

    /// <summary>The sequence with the median loss per answer.</summary>
    public required int Median { get; init; }

    /// <summary>What is predictions best, as usual and worst; of a language model nothing.</summary>
    public required IReadOnlyList<Excerpt> Shown { get; init; }

    public PredictionIntervals? Intervals { get; init; }

    /// <summary>Of a language model, some of what it read.</summary>
    public IReadOnlyList<TextExcerpt> Texts { get; init; } = [];

    /// <exception cref="UsageException">There is neither a test nor a validation split.</exception>
    public static SplitPredictions Of(TrainedModel trained)
    {
        var model = trained.Model;
        var test = trained.Config.Data.Test is not null || trained.Config.Data.Split is { Test: > 0 } ? trained.Test() : null;
        var part = test ?? trained.Validation() ?? throw new UsageException("the run has neither a test nor a validation split");
        var evaluation = Predictor.Evaluate(model, part);
        int[] counts = [.. part.Raw.Select(s => model.CountOutputs(s))];
        double[] losses = evaluation.Outputs is { } answers ? [.. answers.Losses.Zip(counts, (loss, n) => loss / n)] : [.. Enumerable.Range(0, part.Count).Select(evaluation.Tally.MeanLoss)];
        var starts = StartsOf(counts);
        return new SplitPredictions(test is null ? "validation" : "test", part, evaluation, trained.Config, model.Schema)
        {
            Starts = starts,
            Median = Enumerable.Range(0, part.Count).OrderBy(n => losses[n]).ElementAt(part.Count / 2),
            Shown = evaluation.Outputs is null ? [] : Excerpt.Of(model, part, evaluation, starts, losses),
            Intervals = evaluation.Numbers is { } numbers && !model.IsPerStep ? PredictionIntervals.Of(trained, numbers, test is null ? null : trained.Validation()) : null,
            Texts = model.Task.PredictsNextSymbol ? TextExcerpt.Of(model, part) : [],
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

/// <summary>Ranges around answers that are numbers.</summary>
/// <param name="Source">The split whose errors they are made of.</param>
/// <param name="Coverage">The share of the shown split's numbers within the wide range.</param>
/// <param name="Own">The same, of the errors on the shown split.</param>
sealed record PredictionIntervals(ErrorBands Bands, string Source, double Coverage, ErrorBands Own)
{
    /// <param name="own">The answers that are shown.</param>
    /// <param name="validation">Errors of other sequences; null: there are none, and the range is made of the own.</param>
    public static PredictionIntervals Of(TrainedModel trained, NumberPredictions own, DataPart? validation)
    {
        var (ofOwn, other) = (ErrorBands.Of(own), validation is null ? null : Predictor.Evaluate(trained.Model, validation).Numbers);
        var bands = other is null ? ofOwn : ErrorBands.Of(other);
        return new PredictionIntervals(bands, other is null ? "these same sequences" : "validation", bands.Coverage(own), ofOwn);
    }

    public string Sentence(string split) => FormattableString.Invariant($"A range around a prediction holds 50 % or 90 % of the errors on {Source}, {Html.Counted(Bands.Count)} for each number that is predicted")
        + (Source == "validation" ? FormattableString.Invariant($"; of {split}, {100 * Coverage:0.#} % lie within the wide one.") : ", as there is no validation split to take them from.");

    /// <summary>The range around an answer that holds 90 %.</summary>
    public (double Low, double High) Wide(int output, double answer) => (answer + Bands.Quantiles[output][0], answer + Bands.Quantiles[output][^1]);
}

/// <summary>Some symbols that a language model read.</summary>
/// <param name="Name">Best, median, worst.</param>
/// <param name="Symbols">As they are written.</param>
/// <param name="Losses">−ln p of each.</param>
sealed record TextExcerpt(string Name, IReadOnlyList<string> Symbols, IReadOnlyList<double> Losses)
{
    const int Length = 240;
    const int MostPieces = 80;
    const long MostScores = 20_000_000;

    /// <summary>Of the first symbols, in pieces, those that were expected best, as usual and least.</summary>
    public static IReadOnlyList<TextExcerpt> Of(Model model, DataPart part)
    {
        var most = (int)Math.Clamp(MostScores / Math.Max(1, model.Schema.Outputs), Length, (long)Length * MostPieces);
        var pieces = new List<TextExcerpt>();
        var symbols = 0;
        foreach (var sequence in part.Ready.TakeWhile(_ => symbols < most))
        {
            var read = sequence.Length <= most - symbols ? sequence : sequence.Slice(0, most - symbols);
            var losses = Surprisal.Of(model, read);
            pieces.AddRange(read.StepLabels!.Zip(losses).Chunk(Length).Select(p => new TextExcerpt("", [.. p.Select(s => s.First)], [.. p.Select(s => s.Second)])));
            symbols += read.Length;
        }

        var sorted = pieces.OrderBy(p => p.Losses.Average()).ToList();
        return sorted.Count < 3 ? [.. sorted.Select((p, n) => p with { Name = n == 0 ? "best" : "worst" })]
            : [sorted[0] with { Name = "best" }, sorted[sorted.Count / 2] with { Name = "median" }, sorted[^1] with { Name = "worst" }];
    }
}
