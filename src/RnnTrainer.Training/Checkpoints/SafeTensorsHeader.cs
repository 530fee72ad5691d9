using System.Text;
using System.Text.Json;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Checkpoints;

/// <summary>One entry of a safetensors header: a promise about the bytes from <paramref name="Begin"/> to <paramref name="End"/>.</summary>
sealed record TensorEntry(string Name, TensorFormat Format, long[] Shape, long Count, long Begin, long End);

/// <summary>Reads a safetensors header and believes none of it before it is checked.</summary>
static class SafeTensorsHeader
{
    const string MetadataKey = "__metadata__";

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 8 };

    /// <summary>The metadata, and the entries in the order of the data, which they cover exactly.</summary>
    /// <param name="header">The bytes after the length.</param>
    /// <param name="dataLength">Bytes that follow the header.</param>
    /// <exception cref="InvalidDataException">The header does not keep to the format or to the file's length.</exception>
    public static (Dictionary<string, string> Metadata, List<TensorEntry> Entries) Parse(byte[] header, long dataLength)
    {
        try
        {
            var text = Utf8.GetString(header);
            using var document = JsonDocument.Parse(text, Shallow);
            UniqueKeys.Require(text);
            Require(document.RootElement.ValueKind == JsonValueKind.Object && header[0] == '{', "the header is not a JSON object");
            var metadata = new Dictionary<string, string>();
            var entries = new List<TensorEntry>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals(MetadataKey))
                {
                    metadata = Metadata(property.Value);
                }
                else
                {
                    entries.Add(Entry(property.Name, property.Value));
                }
            }

            entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            RequireExactCover(entries, dataLength);
            return (metadata, entries);
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw new InvalidDataException($"the header is not JSON: {e.Message.Split(" Path:")[0]}");
        }
    }

    static Dictionary<string, string> Metadata(JsonElement value)
    {
        Require(value.ValueKind == JsonValueKind.Object, $"{MetadataKey} is not an object");
        Require(
            value.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.String), $"{MetadataKey} holds something else than texts");
        return value.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
    }

    static TensorEntry Entry(string name, JsonElement value)
    {
        Require(value.ValueKind == JsonValueKind.Object, $"the entry of '{name}' is not an object");
        Require(
            value.EnumerateObject().Select(p => p.Name).Order().SequenceEqual(["data_offsets", "dtype", "shape"]),
            $"the entry of '{name}' must hold dtype, shape and data_offsets, and nothing else");
        var format = Format(name, value.GetProperty("dtype"));
        var shape = Numbers(value.GetProperty("shape"), $"the shape of '{name}'");
        var offsets = Numbers(value.GetProperty("data_offsets"), $"the offsets of '{name}'");
        Require(offsets.Length == 2 && offsets[0] <= offsets[1], $"the offsets of '{name}' are not a begin and an end");
        var count = Product(shape, name);
        Require(
            UInt128.CreateChecked(count) * (UInt128)SafeTensor.Bytes(format) == (UInt128)(offsets[1] - offsets[0]),
            $"'{name}' has {count} entries of {SafeTensor.Bytes(format)} bytes but {offsets[1] - offsets[0]} bytes of data");
        return new TensorEntry(name, format, shape, count, offsets[0], offsets[1]);
    }

    static TensorFormat Format(string name, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        Require(text is "F32" or "F64" or "I64", $"'{name}' has the number format {text}; known are F32, F64 and I64");
        return Enum.Parse<TensorFormat>(text!);
    }

    static long[] Numbers(JsonElement value, string what)
    {
        Require(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= 16, $"{what} is not a short list");
        return [.. value.EnumerateArray().Select(n =>
        {
            Require(
                n.ValueKind == JsonValueKind.Number && n.TryGetInt64(out var size)
                && size >= 0, $"{what} holds {n.GetRawText()}, not a size");
            return n.GetInt64();
        })];
    }

    static long Product(long[] shape, string name)
    {
        Int128 product = 1;
        foreach (var size in shape)
        {
            product *= size;
            Require(product <= Array.MaxLength, $"'{name}' is too large: [{string.Join(',', shape)}]");
        }

        return (long)product;
    }

    static void RequireExactCover(List<TensorEntry> entries, long dataLength)
    {
        var covered = 0L;
        foreach (var entry in entries)
        {
            Require(entry.Begin == covered, $"'{entry.Name}' begins at byte {entry.Begin} of the data, expected {covered}");
            covered = entry.End;
        }

        Require(covered == dataLength, $"the tensors cover {covered} bytes of data, the file has {dataLength}");
    }

    static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidDataException(problem);
        }
    }
}
