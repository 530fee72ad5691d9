using System.Text.Json.Serialization.Metadata;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Configuration;

/// <summary>The known keys, read from the config records.</summary>
static class ConfigKeys
{
    /// <summary>Every key by dotted path, sections included, in the order of the records.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Walk(typeof(Config), "")];

    /// <summary>The last part of a key, where no other key ends in the same; else the whole key.</summary>
    public static string Short(string key) => All.Count(k => Leaf(k) == Leaf(key)) == 1 && All.Contains(key) ? Leaf(key) : key;

    /// <summary>The kind of value that a key takes; null: there is no such key.</summary>
    public static Type? TypeOf(string key) => key.Split('.').Aggregate(
        (Type?)typeof(Config),
        (type, name) => type is not null && IsSection(type) && Section(type).Properties.FirstOrDefault(p => p.Name == name) is { } property
            ? Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
            : null);

    internal static JsonTypeInfo Section(Type type) => ConfigJson.Options.GetTypeInfo(type);

    /// <summary>True for a record of this config: a section with keys of its own.</summary>
    internal static bool IsSection(Type type) =>
        type.Namespace == typeof(Config).Namespace && Section(type).Kind == JsonTypeInfoKind.Object;

    /// <summary>The known key that was probably meant by <paramref name="key"/> in <paramref name="section"/>, or null.</summary>
    internal static string? Nearest(string section, string key) =>
        Named(key) is { } named ? (Parent(named) == section ? Leaf(named) : named)
        : NearestName.To(key, All.Where(k => Parent(k) == section).Select(Leaf)) ?? NearestName.To(key, All);

    /// <summary>The key whose last part is <paramref name="name"/>, here or in other programs; null: there is none.</summary>
    public static string? Named(string name) => All.FirstOrDefault(k => Leaf(k) == name) ?? Synonyms.KeyOf(name);

    internal static string Leaf(string path) => path[(path.LastIndexOf('.') + 1)..];

    static string Parent(string path) => path[..Math.Max(0, path.LastIndexOf('.'))];

    static IEnumerable<string> Walk(Type section, string path)
    {
        foreach (var property in Section(section).Properties)
        {
            var key = SourceMap.Join(path, property.Name);
            yield return key;
            if (IsSection(property.PropertyType))
            {
                foreach (var below in Walk(property.PropertyType, key))
                {
                    yield return below;
                }
            }
        }
    }
}
