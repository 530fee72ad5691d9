using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnTrainer.Training.Configuration;

/// <summary>Values for the constants and sizes of a text cell, by name; in ordinal order of the names.</summary>
[JsonConverter(typeof(CellConstantsConverter))]
sealed class CellConstants(IEnumerable<KeyValuePair<string, double>> values) : IEquatable<CellConstants>
{
    public IReadOnlyDictionary<string, double> Values { get; } = new SortedDictionary<string,
        double>(values.ToDictionary(), StringComparer.Ordinal);

    public bool Equals(CellConstants? other) => other is not null && Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => Equals(obj as CellConstants);

    public override int GetHashCode() => Values.Aggregate(0, (hash, value) => HashCode.Combine(hash, value.Key, value.Value));
}

/// <summary>Reads and writes an object of finite numbers.</summary>
sealed class CellConstantsConverter : JsonConverter<CellConstants>
{
    public override CellConstants Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, double>>(ref reader, options);
        return values is not null && values.Values.All(double.IsFinite) ? new CellConstants(values) : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, CellConstants value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Values, options);
}
