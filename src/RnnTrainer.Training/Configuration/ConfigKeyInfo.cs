using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RnnTrainer.Training.Configuration;

/// <summary>A key of the config, as a table of keys shows it.</summary>
/// <param name="Key">The dotted path.</param>
/// <param name="Kind">What it takes, in words: <c>a whole number, at least 1</c>.</param>
/// <param name="Default">As JSON; null: the key has to be written, or is a section.</param>
/// <param name="Description">One line.</param>
/// <param name="Values">The values that it takes, where they are few: completion offers them.</param>
sealed record ConfigKeyInfo(string Key, string Kind, string? Default, string Description, IReadOnlyList<string> Values)
{
    /// <summary>Every key, sections included, in the order of <see cref="ConfigKeys.All"/>.</summary>
    public static IReadOnlyList<ConfigKeyInfo> All { get; } = [.. ConfigKeys.All.Select(Of)];

    /// <summary>The keys that begin with a prefix; empty: there are none.</summary>
    public static IReadOnlyList<ConfigKeyInfo> With(string prefix) =>
        [.. All.Where(k => k.Key.StartsWith(prefix, StringComparison.Ordinal))];

    static ConfigKeyInfo Of(string key)
    {
        var property = PropertyOf(key);
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var kind = ConfigValueKind.Of(type) + (ConfigValueKind.Range(property) is { } range ? $", {ConfigValueKind.Words(range)}" : "");
        var text = property.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), false).OfType<DescriptionAttribute>()
            .FirstOrDefault()?.Description ?? "";
        IReadOnlyList<string> values = type.IsEnum ? [.. ConfigValueKind.Names(type)] : type == typeof(bool) ? ["true", "false"] : [];
        return new ConfigKeyInfo(key, kind, DefaultOf(property), text, values);
    }

    static JsonPropertyInfo PropertyOf(string key)
    {
        var parts = key.Split('.');
        var section = parts[..^1]
            .Aggregate(typeof(Config), (type, name) => ConfigKeys.Section(type).Properties.First(p => p.Name == name).PropertyType);
        return ConfigKeys.Section(section).Properties.First(p => p.Name == parts[^1]);
    }

    static string? DefaultOf(JsonPropertyInfo property) =>
        property.AttributeProvider is PropertyInfo member && ConfigSchema.DefaultOf(member) is { } value
            && !ConfigKeys.IsSection(property.PropertyType)
            ? JsonSerializer.Serialize(value.Value, member.PropertyType, ConfigJson.Options) : null;
}
