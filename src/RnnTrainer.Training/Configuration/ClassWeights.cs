using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnTrainer.Training.Configuration;

/// <summary>The weight of an example in the loss, by its class: <c>balanced</c>, or a factor for each label that is named, 1 for the
/// others.</summary>
/// <param name="factors">Null: balanced.</param>
[JsonConverter(typeof(ClassWeightsConverter))]
sealed class ClassWeights(IEnumerable<KeyValuePair<string, double>>? factors) : IEquatable<ClassWeights>
{
    /// <summary>The word for weights that let every class count alike.</summary>
    public const string Balanced = "balanced";

    /// <summary>By label, in ordinal order; null: balanced.</summary>
    public IReadOnlyDictionary<string, double>? Factors { get; } =
        factors is null ? null : new SortedDictionary<string, double>(factors.ToDictionary(), StringComparer.Ordinal);

    /// <summary>The factor of each class: as named, or balanced <c>w_c = N / (C n_c)</c> with n_c of the N training targets, so that its
    /// mean over training is 1.</summary>
    /// <param name="counts">n_c.</param>
    public double[] Of(IReadOnlyList<string> classes, IReadOnlyList<double> counts) => Factors is null
        ? [.. counts.Select(n => counts.Sum() / (counts.Count * n))]
        : [.. classes.Select(c => Factors.GetValueOrDefault(c, 1))];

    /// <summary>The factor of each label where it is there: as named, or balanced <c>(1 − r) / r</c> for the rate r in training, so that
    /// "there" and "not there" count alike.</summary>
    /// <param name="rates">Between 0 and 1.</param>
    public double[] OfLabels(IReadOnlyList<string> labels, IReadOnlyList<double> rates) => Factors is null
        ? [.. rates.Select(r => (1 - r) / r)]
        : [.. labels.Select(c => Factors.GetValueOrDefault(c, 1))];

    public bool Equals(ClassWeights? other) =>
        other is not null && (Factors is null ? other.Factors is null : other.Factors is not null && Factors.SequenceEqual(other.Factors));

    public override bool Equals(object? obj) => Equals(obj as ClassWeights);

    public override int GetHashCode() =>
        Factors is null ? 0 : Factors.Aggregate(1, (hash, value) => HashCode.Combine(hash, value.Key, value.Value));
}

/// <summary>Reads and writes the word, or an object of positive numbers.</summary>
sealed class ClassWeightsConverter : JsonConverter<ClassWeights>
{
    public override ClassWeights Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString() == ClassWeights.Balanced ? new ClassWeights(null) : throw new JsonException();
        }

        var factors = JsonSerializer.Deserialize<Dictionary<string, double>>(ref reader, options);
        return factors is not null
            && factors.Values.All(w => w > 0 && double.IsFinite(w)) ? new ClassWeights(factors) : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, ClassWeights value, JsonSerializerOptions options)
    {
        if (value.Factors is null)
        {
            writer.WriteStringValue(ClassWeights.Balanced);
            return;
        }

        JsonSerializer.Serialize(writer, value.Factors, options);
    }
}
