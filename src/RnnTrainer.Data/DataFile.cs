using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Files;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Layouts.Text;
using RnnTrainer.Data.Layouts.Ts;
using RnnTrainer.Data.Layouts.Ucr;
using RnnTrainer.Data.Layouts.Wide;

namespace RnnTrainer.Data;

/// <summary>The door for files of every layout.</summary>
public static class DataFile
{
    /// <summary>Reads the file at <paramref name="path"/>, gzip or not, in the layout of <paramref name="options"/>.</summary>
    /// <exception cref="DataException">The file cannot be read, or has mistakes; it lists them.</exception>
    public static SequenceSet Read(string path, DataOptions options)
    {
        var stored = DataBytes.Stored(path, options);
        // Hashing takes about as long as reading, so it runs next to it.
        var hash = Task.Run(() => Sha256.Of(stored));
        return Parse(DataBytes.Expanded(stored, path, options), path, options) with { Sha256 = hash.GetAwaiter().GetResult() };
    }

    /// <summary>A file, and where it is a manifest those that it names. What cannot be read names none.</summary>
    public static IReadOnlyList<string> Files(string path)
    {
        try
        {
            return FileStatus.Of(path).Kind == FileKind.Regular ? [path, .. Manifest.Files(DataBytes.Load(path, new DataOptions()), path)] : [path];
        }
        catch (DataException)
        {
            return [path];
        }
    }

    /// <summary>All that comes from a stream such as standard input; errors call it <paramref name="name"/>.</summary>
    /// <exception cref="DataException">It is more than may be held in memory.</exception>
    public static byte[] ReadToEnd(Stream from, string name) => CsvFile.ReadToEnd(from, name, MemoryLimit.Of(new DataOptions()));

    /// <summary>The bytes of a file, or of a pipe, which can be read only once.</summary>
    /// <exception cref="DataException">It is not there, is a device, or cannot be read.</exception>
    public static byte[] LoadOnce(string path) => CsvFile.LoadOnce(path, MemoryLimit.Of(new DataOptions()));

    /// <summary>Reads bytes that are already in memory, such as standard input; errors call them <paramref name="file"/>, whose ending tells foreign formats.</summary>
    /// <exception cref="DataException">The text has mistakes; it lists them.</exception>
    public static SequenceSet Parse(byte[] bytes, string file, DataOptions options)
    {
        var text = Gzip.Is(bytes) ? Gzip.Expand(bytes, file, MemoryLimit.Of(options)) : bytes;
        var guess = Guess(text, file, options);
        var set = guess.Layout switch
        {
            Layout.Wide => WideCsv.Parse(text, file, options),
            Layout.Series => LongCsv.Parse(text, file, options, series: true),
            Layout.Text => TextLayout.Parse(text, file, options),
            Layout.Files => Manifest.Parse(text, file, options),
            Layout.Ts => TsFile.Parse(text, file, options),
            Layout.Ucr => UcrFile.Parse(text, file, options),
            _ => LongCsv.Parse(text, file, options, series: false),
        };
        return set with { Layout = guess.Layout == Layout.Text ? guess with { Reason = $"{guess.Reason}; {set.Layout.Reason}" } : guess };
    }

    /// <summary>The layout of a file, and why.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static LayoutGuess Guess(string path, DataOptions options) => Guess(DataBytes.Load(path, options), path, options);

    internal static LayoutGuess Guess(byte[] text, string file, DataOptions options) =>
        options.Layout == Layout.Auto ? LayoutDetection.Of(text, file, options) : new LayoutGuess(options.Layout, $"layout: {options.Layout.ToString().ToLowerInvariant()} is what was asked for");

    /// <summary>The name without its folders, its .gz and its ending.</summary>
    internal static string Stem(string file) =>
        Path.GetFileNameWithoutExtension(file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file);

    internal static string Extension(string file) =>
        Path.GetExtension(file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file).ToLowerInvariant();

    internal static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
