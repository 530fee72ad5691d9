using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RnnTrainer.Training.Configuration;

/// <summary>A config as JSON: strict, in snake_case, enum values in kebab-case.</summary>
static class ConfigJson
{
    /// <summary>Unknown keys, nulls where a value must stand and numbers in quotes are all refused; keys that are there twice by
    /// <see cref="Node"/>.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>The resolved config, every key in it.</summary>
    public static JsonObject ToJson(Config config) =>
        JsonSerializer.SerializeToNode(config, Options)!.AsObject();

    /// <summary>Reads what <see cref="ToJson"/> wrote, now or before there was more than one schedule or a seed of the split.</summary>
    /// <exception cref="JsonException">The text is not such a config.</exception>
    public static Config Parse(string json)
    {
        if (Node(json) is not JsonObject tree)
        {
            throw new JsonException("it is not a config");
        }

        ConfigExpansion.Expand(tree);
        ConfigExpansion.KeepSplit(tree);
        return tree.Deserialize<Config>(Options)!;
    }

    /// <summary>A text as JSON in which no object has a key twice.</summary>
    /// <exception cref="JsonException">It is not.</exception>
    public static JsonNode? Node(string json)
    {
        UniqueKeys.Require(json);
        return JsonNode.Parse(json);
    }

    /// <summary>What a tree has at a dotted key; null: nothing.</summary>
    public static JsonNode? At(JsonNode? tree, string key) => key.Split('.').Aggregate(tree, (node, name) => (node as JsonObject)?[name]);

    static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false), new MemorySizeConverter(),
                new FoldConverter(),
            },
        };
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>JSON in which no object has a key twice. (The serializer's own check, AllowDuplicateProperties, draws random numbers from
/// OpenSSL.)</summary>
static class UniqueKeys
{
    /// <exception cref="JsonException">An object has a key twice, or the text is not JSON.</exception>
    public static void Require(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        var open = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    open.Pop();
                    break;
                case JsonTokenType.PropertyName when Name(reader) is var name && !open.Peek().Add(name):
                    throw new JsonException($"the key '{name}' is there twice");
            }
        }
    }

    static string Name(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("a key is not text: half of a surrogate pair", e);
        }
    }
}
