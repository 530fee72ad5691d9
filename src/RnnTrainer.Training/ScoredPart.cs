using System.Text.Json.Nodes;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Training;

/// <summary>A split and its scores.</summary>
public sealed record ScoredPart
{
    internal ScoredPart(string name, EvaluationResult evaluation) => (Name, Evaluation) = (name, evaluation);

    /// <summary><c>train</c>, <c>validation</c> or <c>test</c>.</summary>
    public string Name { get; }

    /// <summary>The model's scores: the loss, then the metrics of the task.</summary>
    public IReadOnlyList<Score> Scores => Evaluation.Scores;

    /// <summary>The scores of baselines on the same sequences.</summary>
    public IReadOnlyList<Baseline> Baselines => Evaluation.Baselines;

    internal EvaluationResult Evaluation { get; }

    /// <summary>For a reader: <c>test: loss 0.1577, accuracy 0.9620</c>.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Evaluation.Scores)}";
}

/// <summary>Scored splits as documents show them.</summary>
static class ScoredParts
{
    /// <summary>By split, then by metric.</summary>
    public static JsonObject Metrics(this IReadOnlyList<ScoredPart> parts) =>
        new(parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Evaluation.Scores.ToJson())));

    /// <summary>By split, then by baseline, then by metric.</summary>
    public static JsonObject Baselines(this IReadOnlyList<ScoredPart> parts) =>
        new(parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Evaluation.Baselines.ToJson())));

    /// <summary>By baseline, then by metric.</summary>
    public static JsonObject ToJson(this IReadOnlyList<Baseline> baselines) =>
        new(baselines.Select(b => KeyValuePair.Create(b.Name, (JsonNode?)b.Scores.ToJson())));
}
