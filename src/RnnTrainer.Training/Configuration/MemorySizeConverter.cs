using System.Text.Json;
using System.Text.Json.Serialization;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Configuration;

/// <summary>Reads and writes a size such as <c>256MB</c>.</summary>
sealed class MemorySizeConverter : JsonConverter<MemorySize>
{
    public override MemorySize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && MemorySize.Parse(reader.GetString()!) is { } size ? size : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, MemorySize value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
