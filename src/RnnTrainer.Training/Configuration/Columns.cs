using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnTrainer.Training.Configuration;

/// <summary>One or several column names. In a config a single name may stand without brackets.</summary>
[JsonConverter(typeof(ColumnsConverter))]
sealed class Columns(params IReadOnlyList<string> names) : IEquatable<Columns>
{
    /// <summary>The names, in the order given.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    public bool Equals(Columns? other) => other is not null && Names.SequenceEqual(other.Names);

    public override bool Equals(object? obj) => Equals(obj as Columns);

    public override int GetHashCode() => Names.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join(", ", Names);
}

/// <summary>Reads a name or a list of names; writes a single name without brackets.</summary>
sealed class ColumnsConverter : JsonConverter<Columns>
{
    public override Columns Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new Columns(reader.GetString()!);
        }

        var names = JsonSerializer.Deserialize<string?[]>(ref reader, options) ?? [];
        return names.Length > 0 && names.All(n => n is not null)
            ? new Columns(names!)
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, Columns value, JsonSerializerOptions options)
    {
        if (value.Names.Count == 1)
        {
            writer.WriteStringValue(value.Names[0]);
            return;
        }

        JsonSerializer.Serialize(writer, value.Names, options);
    }
}
