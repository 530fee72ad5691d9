using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Evaluation;

/// <summary>Scores of a model, and of baselines, on the same sequences.</summary>
sealed record EvaluationResult(IReadOnlyList<Score> Scores, IReadOnlyList<Baseline> Baselines)
{
    /// <summary>The sums per sequence that the scores were computed from.</summary>
    public required Tally Tally { get; init; }

    /// <summary>The metric that decides whether the model is better than a baseline.</summary>
    public string MainMetric { get; init; } = "loss";

    /// <summary>How often each class was predicted for each; null where classes are not predicted, or symbol by symbol.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>How often each label is there and was found; null where labels are not predicted.</summary>
    public IReadOnlyList<BinaryCounts>? Labels { get; init; }

    /// <summary>The probabilities of classes or labels; null where there are none.</summary>
    public RankedScores? Ranked { get; init; }

    /// <summary>How confidences compare with what is right; null where there are no probabilities.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>Of each type of entity; null where labels mark none.</summary>
    public IReadOnlyList<ScoredGroup>? Entities { get; init; }

    /// <summary>Targets and predictions, where these are numbers; else null.</summary>
    public NumberPredictions? Numbers { get; init; }

    /// <summary>The outputs that were scored; null for a language model.</summary>
    public ModelOutputs? Outputs { get; init; }

    /// <summary>The first baseline that the model does not beat by the main metric; null if it beats all.</summary>
    public Baseline? NotBeaten()
    {
        var own = Scores.Value(MainMetric)!.Value;
        return Baselines.FirstOrDefault(
            b => b.Scores.Value(MainMetric) is { } score && !(Metrics.Reaches(MainMetric, own, score) && own != score));
    }
}

/// <summary>Targets and predictions that are numbers, row-major [N, columns].</summary>
sealed record NumberPredictions(double[] Targets, double[] Predictions, int Columns)
{
    /// <summary><c>target − prediction</c> of each column, where the target is known.</summary>
    public IReadOnlyList<double[]> ErrorsByOutput() =>
        [.. Enumerable.Range(0, Columns).Select(o => Enumerable.Range(0, Targets.Length / Columns)
        .Select(n => Targets[(n * Columns) + o] - Predictions[(n * Columns) + o]).Where(double.IsFinite).ToArray())];
}
