using System.Text;

namespace RnnTrainer.Common;

/// <summary>
/// Reads short text files such as a config or a cell, strictly: a folder, a device, a file that is too long, and bytes that are not UTF-8
/// are refused.
/// </summary>
static class TextFile
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file or pipe, without its byte order mark.</summary>
    /// <param name="most">The largest size in bytes.</param>
    /// <param name="what">What the file should hold, as in "a config".</param>
    /// <exception cref="IOException">There is no such file, or it cannot be used; the message says why, without its name.</exception>
    public static string Read(string path, int most, string what)
    {
        var kind = FileStatus.Of(path).Kind;
        if (kind is not (FileKind.Regular or FileKind.Pipe or FileKind.Null))
        {
            throw new IOException(kind == FileKind.Missing ? "no such file" : $"it is a {kind.Name()}");
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[most + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            using var text = new StreamReader(new MemoryStream(bytes, 0, length), Utf8);
            return length <= most ? text.ReadToEnd() : throw new IOException($"longer than {Size(most)}: not {what}");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DecoderFallbackException or ArgumentException)
        {
            throw new IOException(e is DecoderFallbackException ? "the file is not UTF-8 text" : e.Message, e);
        }
    }

    /// <summary>The place of the first byte that is not UTF-8 text; −1 if there is none.</summary>
    public static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return -1;
        }

        int at = 0, size;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out size) == System.Buffers.OperationStatus.Done)
        {
            at += size;
        }

        return at;
    }

    static string Size(int bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MB" : $"{bytes >> 10} kB";
}
