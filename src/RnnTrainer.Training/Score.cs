using System.Globalization;
using System.Text.Json.Nodes;

namespace RnnTrainer.Training;

/// <summary>A metric and its value.</summary>
/// <param name="Metric">As the metrics of the task are named.</param>
/// <param name="Value">May be infinite or not a number for a model that diverged.</param>
public sealed record Score(string Metric, double Value)
{
    /// <summary>For a reader: <c>accuracy 0.9620</c>.</summary>
    public override string ToString() => $"{Metric} {ScoreFormat.Format(Value)}";
}

/// <summary>Scores as documents show them.</summary>
static class ScoreFormat
{
    const int Digits = 4;

    // From here on, and below 0.0001, a power of ten is shorter.
    const double Large = 1e6;
    const int MostDecimals = 8;

    /// <summary>
    /// A score for a reader, on the screen and in reports: four significant digits, trailing zeros kept, as in <c>0.9620</c>, <c>1.000</c>,
    /// <c>12.30</c>, <c>12345</c>.
    /// </summary>
    public static string Format(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        // The exponent after rounding: 0.99996 is 1.000.
        var exponent = int.Parse(
            value.ToString($"e{Digits - 1}", CultureInfo.InvariantCulture).Split('e')[1], CultureInfo.InvariantCulture);
        var decimals = Math.Max(0, Digits - 1 - exponent);
        return Math.Abs(value) >= Large || decimals > MostDecimals
            ? value.ToString("0.000e+0", CultureInfo.InvariantCulture)
            : value.ToString($"f{decimals}", CultureInfo.InvariantCulture);
    }

    /// <summary><c>{"loss": 0.1, …}</c>; a value that is not finite becomes null, as JSON knows no other.</summary>
    public static JsonObject ToJson(this IEnumerable<Score> scores) =>
        new(scores.Select(s => KeyValuePair.Create(s.Metric, (JsonNode?)FiniteNumber.ToJson(s.Value))));

    /// <summary>The value of a metric; null if it is not among the scores.</summary>
    public static double? Value(this IEnumerable<Score> scores, string metric) =>
        scores.FirstOrDefault(s => s.Metric == metric)?.Value;
}

/// <summary>Numbers in documents: JSON has none that are not finite.</summary>
static class FiniteNumber
{
    /// <summary>The number; null where it is not finite, or there is none.</summary>
    public static JsonValue? ToJson(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
