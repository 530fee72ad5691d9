using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Training.Learning;
using RnnTrainer.Training.Scores;

namespace RnnTrainer.Training;

/// <summary>A split and its scores.</summary>
/// <param name="Name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
public sealed record ScoredPart(string Name, EvaluationResult Evaluation)
{
    /// <summary>For a reader: <c>test: loss 0.1577, accuracy 0.9620</c>.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Evaluation.Scores)}";
}

/// <summary>Scored splits as documents show them.</summary>
public static class ScoredParts
{
    /// <summary>By split, then by metric.</summary>
    public static JsonObject Metrics(this IReadOnlyList<ScoredPart> parts) =>
        new(parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Evaluation.Scores.ToJson())));

    /// <summary>By split, then by naive answer, then by metric.</summary>
    public static JsonObject Baselines(this IReadOnlyList<ScoredPart> parts) =>
        new(parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Evaluation.Baselines.ToJson())));

    /// <summary>By naive answer, then by metric.</summary>
    public static JsonObject ToJson(this IReadOnlyList<Baseline> baselines) =>
        new(baselines.Select(b => KeyValuePair.Create(b.Name, (JsonNode?)b.Scores.ToJson())));
}
