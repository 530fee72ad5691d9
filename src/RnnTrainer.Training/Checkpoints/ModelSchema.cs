using System.Text.Json;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>What a model expects and what it answers: kept with its weights, so that a checkpoint needs nothing else.</summary>
/// <param name="Inputs">The K input columns, in the model's order.</param>
/// <param name="Target">The target columns.</param>
/// <param name="Classes">The labels in ordinal order; empty unless the task is classify.</param>
/// <param name="Normalization">How the inputs are scaled before the model sees them.</param>
public sealed record ModelSchema(
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Target,
    IReadOnlyList<string> Classes,
    Normalization Normalization)
{
    /// <summary>Entries of the answer: a logit per class, or a number per target column.</summary>
    public int Outputs => Classes.Count > 0 ? Classes.Count : Target.Count;

    /// <summary>As one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ConfigJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a schema, or its parts do not fit together.</exception>
    public static ModelSchema Parse(string json)
    {
        var schema = JsonSerializer.Deserialize<ModelSchema>(json, ConfigJson.Options) ?? throw new JsonException("the schema is null");
        var k = schema.Inputs.Count;
        var scaling = schema.Normalization;
        return k > 0 && scaling.Shift.Length == k && scaling.Scale.Length == k && scaling.Scale.All(s => s != 0 && double.IsFinite(s)) && scaling.Shift.All(double.IsFinite)
            ? schema
            : throw new JsonException($"the schema has {k} inputs but {scaling.Shift.Length} shifts and {scaling.Scale.Length} scales");
    }
}
