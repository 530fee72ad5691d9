using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using RnnTrainer.Common;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Training.Configuration;

/// <summary>What a key takes, in words.</summary>
static class ConfigValueKind
{
    /// <summary>The kind of value a key of this type takes.</summary>
    public static string Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type.IsEnum => "one of " + string.Join(", ", Names(type)),
            _ when type == typeof(int) => "a whole number",
            _ when type == typeof(double) => "a number",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(string) => "a text",
            _ when type == typeof(double[]) => "a list of numbers",
            _ when type == typeof(Columns) => "a column name or a list of column names",
            _ when type == typeof(CheckpointInterval) => "a number of steps (at least 1) or a time such as '10 minutes'",
            _ when type == typeof(MemorySize) => "a size such as 256MB or 4GB",
            _ when type == typeof(Fold) => "a fold and how many there are, such as 2/5",
            _ when type == typeof(ClassWeights) => "balanced, or labels and positive numbers",
            _ when type == typeof(DecisionRule) =>
                $"{{maximize: SCORE}} with one of {string.Join(", ", DecisionRule.Scores)}, or {{cost: {{LABEL: {{PREDICTION: NUMBER}}}}}}",
            _ when type == typeof(CellConstants) => "names and numbers",
            _ => "keys and values",
        };
    }

    /// <summary>What may help someone who wrote <paramref name="value"/>; null if nothing comes to mind.</summary>
    public static string? Hint(Type type, JsonNode? value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var text = value is JsonValue ? value.ToString() : "";
        return value switch
        {
            null => null,
            JsonArray list when type == typeof(Columns) && list.Count > 0 => "in quotes a number is a text: ['1', '2']",
            JsonValue v when v.GetValueKind() == JsonValueKind.Number && (type == typeof(string) || type == typeof(Columns)) =>
                $"in quotes it is a text: '{text}'",
            JsonValue when type.IsEnum && Synonyms.HintOf(text) is { } hint => hint,
            JsonValue when type.IsEnum && LikeBegun(text, Names(type)) is { } begun => $"did you mean '{begun}'?",
            JsonValue when type.IsEnum && NearestName.To(text, Names(type)) is { } near => $"did you mean '{near}'?",
            JsonValue v when v.GetValueKind() == JsonValueKind.String && (type == typeof(int) || type == typeof(double))
            && char.IsAsciiDigit(text.TrimStart('.', '+', '-').FirstOrDefault())
                => "numbers are written as in JSON: 100, 0.5, 1e-3",
            JsonValue when type == typeof(bool) && text is "yes" or "on" or "True" or "TRUE" => "write true",
            JsonValue when type == typeof(bool) && text is "no" or "off" or "False" or "FALSE" => "write false",
            _ => null,
        };
    }

    /// <summary>A value as an error message shows it: short, strings in quotes.</summary>
    public static string Show(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "keys and values",
        JsonArray => Short(value.ToJsonString(ConfigJson.Options)),
        _ when value.GetValueKind() == JsonValueKind.String => $"'{Short(value.ToString())}'",
        _ => Short(value.ToJsonString()),
    };

    /// <summary>The limits a key declares; null if it has none.</summary>
    public static RangeAttribute? Range(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(RangeAttribute), inherit: false).OfType<RangeAttribute>().FirstOrDefault();

    /// <summary>Limits in words.</summary>
    public static string Words(RangeAttribute range)
    {
        var low = range.MinimumIsExclusive ? "more than" : "at least";
        var high = range.MaximumIsExclusive ? "less than" : "at most";
        var least = $"{low} {Number(range.Minimum)}";
        return range.Maximum is double.MaxValue or int.MaxValue ? least : $"{least} and {high} {Number(range.Maximum)}";
    }

    /// <summary>The values of an enum as a config writes them.</summary>
    public static IEnumerable<string> Names(Type type) =>
        Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    // classification for classify, Standard for standard.
    static string? LikeBegun(string text, IEnumerable<string> names) =>
        names.FirstOrDefault(n => text.StartsWith(n[..Math.Min(n.Length, 5)], StringComparison.OrdinalIgnoreCase));

    static string Number(object limit) => Convert.ToString(limit, CultureInfo.InvariantCulture)!;

    static string Short(string text) => text.Length <= 40 ? text : text[..37] + "...";
}
