using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnTrainer.Training.Configuration;

/// <summary>How predictions are to follow from probabilities: by thresholds that maximize a score on the validation split, or by the lowest
/// expected cost.</summary>
[JsonConverter(typeof(DecisionRuleConverter))]
sealed class DecisionRule : IEquatable<DecisionRule>
{
    /// <summary>The scores that thresholds can maximize.</summary>
    public static IReadOnlyList<string> Scores { get; } = ["f1", "macro_f1", "accuracy", "balanced_accuracy", "mcc"];

    /// <summary>The score that is maximized; null: costs are given.</summary>
    public string? Maximize { get; init; }

    /// <summary>By label, what each prediction costs; 0 for the right and 1 for any other that is not named. Null: a score is
    /// maximized.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? Cost { get; init; }

    /// <summary>The labels that the costs name.</summary>
    public IEnumerable<string> Labels => Cost is null ? [] : Cost.Keys.Concat(Cost.Values.SelectMany(c => c.Keys)).Distinct();

    public bool Equals(DecisionRule? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as DecisionRule);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => JsonSerializer.Serialize(this);
}

/// <summary>Reads and writes <c>{maximize: SCORE}</c> and <c>{cost: {LABEL: {PREDICTION: NUMBER}}}</c>.</summary>
sealed class DecisionRuleConverter : JsonConverter<DecisionRule>
{
    public override DecisionRule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().ToList() is [var only]
            ? only.Name switch
            {
                "maximize" when only.Value.ValueKind == JsonValueKind.String && DecisionRule.Scores.Contains(only.Value.GetString()) =>
                    new DecisionRule { Maximize = only.Value.GetString() },
                "cost" => new DecisionRule { Cost = CostsOf(only.Value) },
                _ => throw new JsonException(),
            }
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, DecisionRule value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Maximize is { } score)
        {
            writer.WriteString("maximize", score);
        }
        else
        {
            writer.WritePropertyName("cost");
            JsonSerializer.Serialize(writer, value.Cost, options);
        }

        writer.WriteEndObject();
    }

    static SortedDictionary<string, IReadOnlyDictionary<string, double>> CostsOf(JsonElement element)
    {
        var costs = new SortedDictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
        foreach (var (label, ofLabel) in Members(element))
        {
            costs[label] = new SortedDictionary<string, double>(
                Members(ofLabel).ToDictionary(p => p.Name, p => Number(p.Value)), StringComparer.Ordinal);
        }

        return costs.Count > 0 ? costs : throw new JsonException();
    }

    static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().Select(p => (p.Name, p.Value))
        : throw new JsonException();

    static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var cost) && cost >= 0 && double.IsFinite(cost) ? cost
        : throw new JsonException();
}
