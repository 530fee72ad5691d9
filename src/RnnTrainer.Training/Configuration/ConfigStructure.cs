using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Configuration;

/// <summary>Compares a config's tree with the config records and reports all errors, each with its position.</summary>
static class ConfigStructure
{
    /// <summary>Unknown and missing keys, values of the wrong kind, values out of range.</summary>
    public static IEnumerable<Diagnostic> Errors(JsonObject section, Type type, string path, SourceMap sources)
    {
        var known = ConfigKeys.Section(type).Properties.ToDictionary(p => p.Name);
        foreach (var (key, value) in section)
        {
            var errors = known.TryGetValue(key, out var property)
                ? ValueErrors(property, value, SourceMap.Join(path, key), sources)
                : [UnknownKey(path, key, sources)];
            foreach (var error in errors)
            {
                yield return error;
            }
        }

        foreach (var property in known.Values.Where(p => p.IsRequired && !section.ContainsKey(p.Name)))
        {
            var key = SourceMap.Join(path, property.Name);
            yield return sources.KeyError(key, $"'{key}' is missing", ConfigValueKind.Of(property.PropertyType));
        }
    }

    static Diagnostic UnknownKey(string path, string key, SourceMap sources)
    {
        var reason = Synonyms.WhyMissing(SourceMap.Join(path, key));
        var nearest = reason is null ? ConfigKeys.Nearest(path, key) : null;
        return sources.KeyError(
            SourceMap.Join(path, key),
            $"unknown key '{key}'",
            nearest is null ? reason ?? "`rnn config schema` lists the keys" : $"did you mean '{nearest}'?");
    }

    static IEnumerable<Diagnostic> ValueErrors(JsonPropertyInfo property, JsonNode? value, string path, SourceMap sources)
    {
        if (value is null)
        {
            return property.IsSetNullable && !IsBareValue(property.PropertyType) ? [] : [Wrong(property, value, path, sources)];
        }

        if (ConfigKeys.IsSection(property.PropertyType))
        {
            return value is JsonObject section
                ? Errors(section, property.PropertyType, path, sources)
                : [sources.ValueError(path, $"{path}: expected keys and values, found {ConfigValueKind.Show(value)}")];
        }

        if (Texts(value).Any(text => text.Contains('\0', StringComparison.Ordinal)))
        {
            return [sources.ValueError(path, $"{path}: no text holds the character U+0000", "remove it")];
        }

        return !TryBind(value, property.PropertyType, out var bound) ? [Wrong(property, value, path, sources)]
            : OutOfRange(property, bound) is { } limit
                ? [sources.ValueError(path, $"{path}: expected {limit}, found {ConfigValueKind.Show(value)}")]
            : [];
    }

    static IEnumerable<string> Texts(JsonNode value) => value switch
    {
        JsonArray list => list.OfType<JsonNode>().SelectMany(Texts),
        JsonValue single when single.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    static bool IsBareValue(Type type) => type.IsValueType && Nullable.GetUnderlyingType(type) is null;

    static Diagnostic Wrong(JsonPropertyInfo property, JsonNode? value, string path, SourceMap sources) =>
        sources.ValueError(
            path,
            $"{path}: expected {ConfigValueKind.Of(property.PropertyType)}, found {ConfigValueKind.Show(value)}",
            ConfigValueKind.Hint(property.PropertyType, value));

    static bool TryBind(JsonNode value, Type type, out object? bound)
    {
        try
        {
            bound = value.Deserialize(type, ConfigJson.Options);
            return bound is not double number || double.IsFinite(number);
        }
        catch (JsonException)
        {
            bound = null;
            return false;
        }
    }

    static string? OutOfRange(JsonPropertyInfo property, object? bound) =>
        ConfigValueKind.Range(property) is { } range && !range.IsValid(bound) ? ConfigValueKind.Words(range) : null;
}
