namespace RnnTrainer.Training;

/// <summary>Scores of a model, and of naive answers, on the same sequences.</summary>
public sealed record Evaluation(IReadOnlyList<Score> Scores, IReadOnlyList<Baseline> Baselines)
{
    /// <summary>Scores a part that has targets.</summary>
    /// <param name="part">At least one sequence.</param>
    public static Evaluation Of(Model model, DataPart part)
    {
        if (model.Config.Task == TaskKind.Language)
        {
            return OfSymbols(model, part);
        }

        var answers = Answers.Of(model, part.Ready);
        return model.Answers switch
        {
            AnswerKind.Class => OfClasses(model, part, answers),
            AnswerKind.Binary => OfBinaries(model, part, answers),
            _ => OfNumbers(model, part, answers),
        };
    }

    /// <summary>The metric that decides whether a model is worth more than a naive answer.</summary>
    public static string MainMetric(TaskKind task) => task switch
    {
        TaskKind.Classify or TaskKind.Tag => "accuracy",
        TaskKind.Language or TaskKind.Multilabel => "loss",
        _ => "rmse",
    };

    /// <summary>The naive answer that the model does not beat; null if it beats all.</summary>
    public Baseline? NotBeaten(TaskKind task)
    {
        var metric = MainMetric(task);
        var own = Scores.Value(metric)!.Value;
        return Baselines.FirstOrDefault(b => b.Scores.Value(metric) is { } naive && !(Metrics.Reaches(metric, own, naive) && own != naive));
    }

    static Evaluation OfSymbols(Model model, DataPart part)
    {
        var likelihoods = Likelihood.Of(model, part.Ready);
        var naive = new NaiveSymbols(model.Schema);
        return new Evaluation(
            Metrics.Symbols(likelihoods.Sum(l => l.Loss), likelihoods.Sum(l => l.Right), likelihoods.Sum(l => (long)l.Symbols)),
            Training.Baselines.Symbols(naive, part.Ready));
    }

    static Evaluation OfBinaries(Model model, DataPart part, Answers answers)
    {
        double[] truth = [.. part.Raw.SelectMany(s => s.StepTargets ?? s.Target!)];
        var scores = Metrics.Multilabel(truth, [.. answers.Outputs.Select(s => s > 0)], answers.Loss);
        return new Evaluation(scores, model.Schema.Naive is { } rates ? [Training.Baselines.Prior(rates, truth)] : []);
    }

    static Evaluation OfClasses(Model model, DataPart part, Answers answers)
    {
        int[] truth = [.. part.Raw.SelectMany(s => model.IsPerStep ? s.StepLabels! : [s.Label!]).Select(model.ClassOf)];
        var scores = Metrics.Classify(truth, [.. truth.Select((_, n) => answers.ClassOf(n))], answers.Loss);
        return new Evaluation(scores, model.Schema.Naive is { } counts ? [Training.Baselines.Majority(counts, truth)] : []);
    }

    static Evaluation OfNumbers(Model model, DataPart part, Answers answers)
    {
        var schema = model.Schema;
        double[] truth = [.. part.Raw.SelectMany(s => model.IsPerStep ? s.StepTargets! : s.Target!)];
        int[] counts = [.. part.Raw.Select(s => Answers.Count(model, s))];
        var tally = new NumberTally(answers.Columns, schema.Forecast).Of(truth, answers.Outputs, counts, answers.Losses);
        return new Evaluation(tally.Scores(), schema.Naive is not { } means ? []
            : schema.Forecast is { } scale ? Training.Baselines.Forecasts(part.Raw, means, model.Config.Data.SeasonOrNone, scale)
            : [Training.Baselines.Mean(means, truth)]);
    }
}
