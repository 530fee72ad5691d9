using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Scores;

namespace RnnTrainer.Training.Learning;

/// <summary>Scores of a model, and of naive answers, on the same sequences.</summary>
sealed record EvaluationResult(IReadOnlyList<Score> Scores, IReadOnlyList<Baseline> Baselines)
{
    /// <summary>What the scores were computed from.</summary>
    public required Tally Tally { get; init; }

    /// <summary>Of a task whose answers are classes.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Of a task whose answers are numbers.</summary>
    public NumberPredictions? Numbers { get; init; }

    /// <summary>What the scores are of; null for a language model.</summary>
    public ModelOutputs? Outputs { get; init; }

    /// <summary>Scores a part that has targets.</summary>
    /// <param name="part">At least one sequence.</param>
    public static EvaluationResult Of(Model model, DataPart part)
    {
        if (model.Config.Task == TaskKind.Language)
        {
            return OfSymbols(model, part);
        }

        var answers = ModelOutputs.Of(model, part.Ready);
        var evaluation = model.Output switch
        {
            OutputKind.Class => OfClasses(model, part, answers),
            OutputKind.Binary => OfBinaries(model, part, answers),
            _ => OfNumbers(model, part, answers),
        };
        return evaluation with { Outputs = answers };
    }

    /// <summary>The metric that decides whether a model is worth more than a naive answer. Where several columns are forecast, each counts by its own size.</summary>
    /// <param name="areSeveral">Whether several columns are forecast.</param>
    public static string MainMetric(TaskKind task, bool areSeveral) => task switch
    {
        TaskKind.Classify or TaskKind.Tag => "accuracy",
        TaskKind.Language or TaskKind.Multilabel => "loss",
        TaskKind.Forecast when areSeveral => "mase",
        _ => "rmse",
    };

    /// <summary>The same for a config, by the columns that it names; without a target all inputs are forecast.</summary>
    public static string MainMetric(Config config) => MainMetric(config.Task, (config.Data.Target ?? config.Data.Inputs) is { Names.Count: > 1 });

    /// <summary>The same where the data are known: no target that does not change has a <c>mase</c>.</summary>
    public static string MainMetric(Config config, ModelSchema schema) =>
        MainMetric(config) is var main && main == "mase" && schema.Forecast is { } scale && scale.Unmeasured().Count() == schema.Target.Count ? "rmse" : main;

    /// <summary>The metric that decides here.</summary>
    public string Deciding(Config config) => MainMetric(config) is var main && Scores.Value(main) is null ? "rmse" : main;

    /// <summary>The naive answer that the model does not beat; null if it beats all.</summary>
    public Baseline? NotBeaten(Config config)
    {
        var metric = Deciding(config);
        var own = Scores.Value(metric)!.Value;
        return Baselines.FirstOrDefault(b => b.Scores.Value(metric) is { } naive && !(Metrics.Reaches(metric, own, naive) && own != naive));
    }

    static EvaluationResult OfSymbols(Model model, DataPart part)
    {
        var likelihoods = Likelihood.Of(model, part.Ready);
        var naive = new NgramModel(model.Schema);
        var tally = new Tally([.. likelihoods.Select(l => new[] { l.Loss, l.Right, l.Symbols })], sums => Metrics.Symbols(sums[0], (long)sums[1], (long)sums[2]));
        return new EvaluationResult(tally.Scores(), RnnTrainer.Training.Scores.Baselines.Symbols(naive, part.Ready)) { Tally = tally };
    }

    static EvaluationResult OfBinaries(Model model, DataPart part, ModelOutputs answers)
    {
        double[] truth = [.. part.Raw.SelectMany(s => s.StepTargets ?? s.Target!)];
        var tally = BinaryTally.Of(truth, Array.ConvertAll(answers.Outputs, s => s > 0), answers.Columns, Counts(model, part), answers.Losses);
        var prior = model.Schema.Naive is { } rates ? RnnTrainer.Training.Scores.Baselines.Prior(rates, truth) : null;
        var again = model.Config.Level() == TargetLevel.Next ? RnnTrainer.Training.Scores.Baselines.Again(model.Schema, part.Raw, truth) : null;
        return new EvaluationResult(tally.Scores(), [.. new[] { prior, again }.OfType<Baseline>()]) { Tally = tally };
    }

    static EvaluationResult OfClasses(Model model, DataPart part, ModelOutputs answers)
    {
        var schema = model.Schema;
        var unseen = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] truth = [.. part.Raw.SelectMany(s => model.IsPerStep ? s.StepLabels! : [s.Label!]).Select(Number)];
        int[] given = [.. truth.Select((_, n) => answers.ClassOf(n))];
        double[] losses = [.. truth.Select((y, n) => y < 0 ? 0 : answers.CrossEntropy(n, y))];
        var tally = new ClassTally(schema.Classes.Count, unseen.Count).Of(truth, given, losses, Counts(model, part));
        return new EvaluationResult(tally.Scores(), schema.Naive is not { } counts ? [] : RnnTrainer.Training.Scores.Baselines.Classes(schema, counts, truth, part.Raw))
        {
            Tally = tally,
            Confusion = ConfusionMatrix.Of(schema.Classes, truth, given),
        };

        // Labels that training never saw are −1, −2, …
        int Number(string label)
        {
            if (model.ClassOf(label) is >= 0 and var y)
            {
                return y;
            }

            unseen.TryAdd(label, -unseen.Count - 1);
            return unseen[label];
        }
    }

    static EvaluationResult OfNumbers(Model model, DataPart part, ModelOutputs answers)
    {
        var schema = model.Schema;
        double[] truth = [.. part.Raw.SelectMany(s => model.IsPerStep ? s.StepTargets! : s.Target!)];
        var tally = new NumberTally(answers.Columns, schema.Forecast).Of(truth, answers.Outputs, Counts(model, part), answers.Losses, part.Series);
        IReadOnlyList<Baseline> baselines = schema.Naive is not { } means ? []
            : schema.Forecast is { } scale ? RnnTrainer.Training.Scores.Baselines.Forecasts(part.Raw, means, model.Config.Data.SeasonOrNone, scale, part.Series)
            : [RnnTrainer.Training.Scores.Baselines.Mean(means, truth)];
        return new EvaluationResult(tally.Scores(), baselines) { Tally = tally, Numbers = new NumberPredictions(truth, answers.Outputs, answers.Columns) };
    }

    static int[] Counts(Model model, DataPart part) => [.. part.Raw.Select(s => ModelOutputs.Count(model, s))];
}

/// <summary>Truth and answers of a task whose answers are numbers, row-major [N, columns].</summary>
sealed record NumberPredictions(double[] Targets, double[] Predictions, int Columns)
{
    /// <summary><c>truth − answer</c> of each column, where the truth is known.</summary>
    public IReadOnlyList<double[]> ErrorsByOutput() => [.. Enumerable.Range(0, Columns).Select(o => Enumerable.Range(0, Targets.Length / Columns)
        .Select(n => Targets[(n * Columns) + o] - Predictions[(n * Columns) + o]).Where(double.IsFinite).ToArray())];
}
