using System.Buffers.Binary;
using System.Runtime.InteropServices;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Checkpoints;

/// <summary>
/// Reads safetensors: 8 bytes of header length, a JSON header, the data. Nothing is trusted: lengths are held against the
/// file's size before anything is allocated, and every number must be finite.
/// </summary>
static class SafeTensorsReader
{
    /// <summary>The format's own limit on the header, in bytes.</summary>
    public const long LongestHeader = 100_000_000;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="CheckpointException">It is not there, not readable, or not a safetensors file of finite numbers.</exception>
    public static SafeTensors Read(string path) => From(path, Read);

    /// <summary>Reads bytes that another process has sent.</summary>
    /// <param name="name">What they are called in messages.</param>
    /// <exception cref="CheckpointException">They are not those of a safetensors file of finite numbers.</exception>
    public static SafeTensors Read(byte[] content, string name)
    {
        try
        {
            return Read(new MemoryStream(content));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new CheckpointException(name, e.Message);
        }
    }

    /// <summary>Reads the metadata and not the data.</summary>
    /// <exception cref="CheckpointException">The file is not there, not readable, or its header is not a safetensors header for a file of
    /// its length.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path) => From(path, file => Header(file).Metadata);

    static T From<T>(string path, Func<FileStream, T> read)
    {
        if (FileStatus.Of(path).Kind is not (FileKind.Regular or FileKind.Missing) and var kind)
        {
            throw new CheckpointException(path, $"it is a {kind.Name()}, not a file");
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return read(file);
        }
        catch (InvalidDataException e)
        {
            throw OtherFormats.Of(path) is { } other
                ? new CheckpointException(path, $"not a safetensors file but {other}", OtherFormats.Hint)
                : new CheckpointException(path, $"not a usable safetensors file: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CheckpointException(path, e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message);
        }
    }

    static SafeTensors Read(Stream file)
    {
        var (metadata, entries) = Header(file);
        return new SafeTensors(metadata, [.. entries.Select(e => ReadTensor(file, e))]);
    }

    static (Dictionary<string, string> Metadata, List<TensorEntry> Entries) Header(Stream file)
    {
        var length = file.Length;
        if (length < 8)
        {
            throw new InvalidDataException($"it has {length} bytes, the shortest possible file has 8");
        }

        Span<byte> prefix = stackalloc byte[8];
        file.ReadExactly(prefix);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength is 0 or > LongestHeader || headerLength > (ulong)(length - 8))
        {
            throw new InvalidDataException($"it claims a header of {headerLength} bytes in a file of {length}");
        }

        var header = new byte[headerLength];
        file.ReadExactly(header);
        return SafeTensorsHeader.Parse(header, length - 8 - header.LongLength);
    }

    static SafeTensor ReadTensor(Stream file, TensorEntry entry)
    {
        Array data = entry.Format switch
        {
            TensorFormat.F32 => Fill(file, new float[entry.Count]),
            TensorFormat.F64 => Fill(file, new double[entry.Count]),
            _ => Fill(file, new long[entry.Count]),
        };
        var bad = data switch
        {
            float[] f => Array.FindIndex(f, x => !float.IsFinite(x)),
            double[] d => Array.FindIndex(d, x => !double.IsFinite(x)),
            _ => -1,
        };
        return bad < 0
            ? new SafeTensor(entry.Name, entry.Shape, data)
            : throw new InvalidDataException($"entry {bad} of '{entry.Name}' is {data.GetValue(bad)}");
    }

    static T[] Fill<T>(Stream file, T[] data)
        where T : unmanaged
    {
        // The format is little-endian, and so is every machine that .NET 10 runs on except s390x.
        file.ReadExactly(MemoryMarshal.AsBytes(data.AsSpan()));
        return BitConverter.IsLittleEndian ? data : throw new InvalidDataException("big-endian machines are not supported");
    }
}
