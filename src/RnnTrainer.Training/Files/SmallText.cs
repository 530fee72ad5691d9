using System.Text;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>Reads a short file of text, such as a config or a cell.</summary>
static class SmallText
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file or pipe, without its byte order mark.</summary>
    /// <param name="most">Bytes at most.</param>
    /// <param name="what">What the file should hold, as in "a config".</param>
    /// <exception cref="IOException">It is no such file; the message tells why, without its name.</exception>
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

    static string Size(int bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MB" : $"{bytes >> 10} kB";
}
