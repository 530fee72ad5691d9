using System.Text.Json.Nodes;

namespace RnnTrainer.Training;

/// <summary>A metric and its value.</summary>
/// <param name="Metric">One of <see cref="Metrics.Names"/>.</param>
/// <param name="Value">May be infinite or not a number for a model that diverged.</param>
public sealed record Score(string Metric, double Value)
{
    /// <summary>For a reader: <c>accuracy 0.9620</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Metric} {Value:0.0000}");
}

/// <summary>Scores as documents show them.</summary>
public static class Scores
{
    /// <summary><c>{"loss": 0.1, …}</c>; a value that is not finite becomes null, as JSON knows no other.</summary>
    public static JsonObject ToJson(this IEnumerable<Score> scores) =>
        new(scores.Select(s => KeyValuePair.Create(s.Metric, (JsonNode?)FiniteNumber.ToJson(s.Value))));

    /// <summary>The value of a metric; null if it is not among the scores.</summary>
    public static double? Value(this IEnumerable<Score> scores, string metric) =>
        scores.FirstOrDefault(s => s.Metric == metric)?.Value;
}
