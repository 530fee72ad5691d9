using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using RnnTrainer.Data.Files;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Checkpoints;

/// <summary>Writes safetensors. The same content gives the same bytes.</summary>
static class SafeTensorsWriter
{
    const string DigestKey = "sha256";

    /// <summary>The content with a hash of itself in its metadata, by which <see cref="HasOwnDigest"/> detects a torn, cut or changed
    /// file.</summary>
    public static SafeTensors WithDigest(SafeTensors content) =>
        content with { Metadata = new Dictionary<string, string>(content.Metadata) { [DigestKey] = DigestOf(content) } };

    /// <summary>Whether the hash in the metadata is there and is that of the content.</summary>
    public static bool HasOwnDigest(SafeTensors content) => content.Metadata.GetValueOrDefault(DigestKey) == DigestOf(content);

    /// <summary>Writes a file by way of a temporary name, so that it is there whole or not at all.</summary>
    /// <exception cref="ArgumentException">Two tensors share a name, or a shape does not fit its data.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, SafeTensors content, IDisk? disk = null) =>
        AtomicFile.Write(path, file => WriteTo(file, content), disk);

    /// <summary>Writes the bytes of the file.</summary>
    public static void WriteTo(Stream file, SafeTensors content) => Emit(content, file.Write);

    /// <summary>Gives the bytes of the file, in order, to <paramref name="write"/>.</summary>
    static void Emit(SafeTensors content, Action<ReadOnlySpan<byte>> write)
    {
        // Widest format first keeps every tensor aligned to its entries, as the format's own writer does.
        var tensors = content.Tensors
            .OrderByDescending(t => SafeTensor.Bytes(t.Format)).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        RequireSound(tensors);
        var header = Header(content.Metadata, tensors);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.LongLength);
        write(prefix);
        write(header);
        foreach (var tensor in tensors)
        {
            write(Bytes(tensor.Data));
        }
    }

    /// <summary>SHA-256 of the file without the hash in its metadata.</summary>
    static string DigestOf(SafeTensors content)
    {
        var hash = new Sha256();
        Emit(content with { Metadata = content.Metadata.Where(m => m.Key != DigestKey).ToDictionary() }, hash.Append);
        return Convert.ToHexStringLower(hash.Finish());
    }

    static void RequireSound(List<SafeTensor> tensors)
    {
        if (tensors.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1) is { } twins)
        {
            throw new ArgumentException($"two tensors are called '{twins.Key}'");
        }

        if (tensors.Find(t => t.Shape.Aggregate(1L, (a, b) => checked(a * b)) != t.Data.LongLength) is { } misfit)
        {
            throw new ArgumentException($"'{misfit.Name}' {misfit.ShapeText} has {misfit.Data.LongLength} entries");
        }
    }

    static byte[] Header(IReadOnlyDictionary<string, string> metadata, List<SafeTensor> tensors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ConfigJson.Options.Encoder }))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            var begin = 0L;
            foreach (var tensor in tensors)
            {
                WriteEntry(json, tensor, begin);
                begin += tensor.ByteLength;
            }

            json.WriteEndObject();
        }

        // Spaces up to a multiple of eight: the data starts aligned.
        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject("__metadata__");
        foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    static void WriteEntry(Utf8JsonWriter json, SafeTensor tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Format.ToString());
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.ByteLength);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static ReadOnlySpan<byte> Bytes(Array data) => data switch
    {
        float[] f => MemoryMarshal.AsBytes(f.AsSpan()),
        double[] d => MemoryMarshal.AsBytes(d.AsSpan()),
        _ => MemoryMarshal.AsBytes(((long[])data).AsSpan()),
    };
}
