using System.Text.Json;
using System.Text.Json.Serialization;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Training.Configuration;

/// <summary>Reads and writes a fold such as <c>2/5</c>.</summary>
sealed class FoldConverter : JsonConverter<Fold>
{
    public override Fold Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Fold.Parse(reader.GetString()!) is { } fold ? fold : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, Fold value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
