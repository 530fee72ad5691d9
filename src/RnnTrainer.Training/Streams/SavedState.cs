using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Training.Streams;

/// <summary>Bytes that end with their SHA-256, so that other, cut or changed bytes are detected.</summary>
static class SavedState
{
    const int HashBytes = 32;

    /// <summary>The bytes that an action writes, with the hash.</summary>
    public static byte[] Write(ReadOnlySpan<byte> head, Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(head);
        write(writer);
        writer.Flush();
        writer.Write(HashOf(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="head">The first bytes, which say what follows.</param>
    /// <param name="file">For messages.</param>
    /// <param name="what">What other bytes are not, as in <c>of this model</c>.</param>
    /// <exception cref="DataException">They are other bytes, or damaged.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> head, string file, string what, Action<BinaryReader> read)
    {
        if (bytes.Length < HashBytes || !bytes[^HashBytes..].SequenceEqual(HashOf(bytes[..^HashBytes])))
        {
            throw new DataException(Diagnostic.OfFile(
                file, "these are no saved states: the file is another one, cut off or damaged", "Remove it to begin anew."));
        }

        if (!bytes.StartsWith(head))
        {
            throw new DataException(Diagnostic.OfFile(
                file, $"these are not the states {what}", "Name the file that was written with this model and window, or remove it to begin anew."));
        }

        using var reader = new BinaryReader(new MemoryStream(bytes[head.Length..^HashBytes].ToArray()));
        read(reader);
    }

    static byte[] HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = new Sha256();
        hash.Append(bytes);
        return hash.Finish();
    }
}
