using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files;

/// <summary>Refuses files that would not fit into memory before they are read.</summary>
static class MemoryLimit
{
    /// <summary>Offsets in a text are 32-bit, as .NET's arrays are.</summary>
    const long LargestText = 2_000_000_000;

    /// <summary>The limit of the options, in bytes; by default three quarters of the free memory.</summary>
    public static long Of(DataOptions options) => options.MemoryLimit ?? Available();

    /// <summary>Checks the size of a file on disk.</summary>
    /// <exception cref="DataException">Its bytes alone do not fit.</exception>
    public static void CheckFile(string path, long limit) => CheckBytes(path, File.Exists(path) ? new FileInfo(path).Length : 0, limit);

    /// <summary>Checks a number of bytes that are to be held.</summary>
    /// <exception cref="DataException">They do not fit.</exception>
    public static void CheckBytes(string path, long length, long limit)
    {
        if (length > Math.Min(LargestText, limit))
        {
            throw TooLarge(path, length, length, "its bytes alone", Math.Min(LargestText, limit));
        }
    }

    /// <summary>
    /// Checks a text of cells in memory. A number takes 8 bytes twice: while its sequence grows, and when it is finished. The number of
    /// cells is estimated from the first megabyte.
    /// </summary>
    /// <exception cref="DataException">Its sequences would not fit.</exception>
    public static void CheckText(ReadOnlySpan<byte> text, string path, long limit)
    {
        var cells = Cells(text, text.Length);
        if (text.Length + (16 * cells) > limit)
        {
            throw TooLarge(
                path, text.Length, text.Length + (16 * cells),
                string.Create(
                    CultureInfo.InvariantCulture, $"its bytes, and 16 for each of about {cells:N0} cells, by its first megabyte"), limit);
        }
    }

    static long Cells(ReadOnlySpan<byte> text, long length)
    {
        var sample = text[..Math.Min(text.Length, 1 << 20)];
        long cells = sample.Count((byte)',') + sample.Count((byte)';') + sample.Count((byte)'\t') + sample.Count((byte)'\n');
        return sample.IsEmpty ? 0 : (long)((double)cells * length / sample.Length);
    }

    /// <summary>Checks a text of characters. A character takes 8 bytes twice, as a number does.</summary>
    /// <exception cref="DataException">Its sequences would not fit.</exception>
    public static void CheckCharacters(ReadOnlySpan<byte> text, string path, long limit)
    {
        if (17L * text.Length > limit)
        {
            throw TooLarge(path, text.Length, 17L * text.Length, "17 bytes a character", limit);
        }
    }

    /// <summary>A number of bytes for a message, in kB, MB or GB.</summary>
    public static string Shown(long bytes) => bytes >= 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
        : bytes >= 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB");

    static DataException TooLarge(string path, long length, long estimate, string how, long limit) => new(Diagnostic.OfFile(
        path,
        $"the file has {Shown(length)} and would take about {Shown(estimate)} of memory ({how}), but {Shown(limit)} may be used",
        "Cut it into smaller files, leave out columns, or use a machine with more memory."));

    /// <summary>The bytes of a file's rows that may be in memory: half, so that there is room for what is computed with them.</summary>
    public static long OfRows(DataOptions options) => Of(options) / 2;

    /// <summary>The default limit of each of several jobs that run at the same time.</summary>
    public static long OfEach(int jobs) => Available() / jobs;

    // Of a limit that the process has been given, what it does not use yet; else of the machine what nobody uses.
    static long Available()
    {
        var info = GC.GetGCMemoryInfo();
        var used = AppContext.GetData("GCHeapHardLimit") is null ? info.MemoryLoadBytes : GC.GetTotalMemory(forceFullCollection: false);
        return Math.Max(32_000_000, (long)(0.75 * (info.TotalAvailableMemoryBytes - used)));
    }
}
