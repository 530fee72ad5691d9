using System.Text;
using System.Text.Json;

namespace RnnTrainer.Training.Configuration;

/// <summary>JSON in which no object has a key twice. (The serializer's own check, AllowDuplicateProperties, draws random numbers from OpenSSL.)</summary>
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
