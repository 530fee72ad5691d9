using System.Text;

namespace RnnTrainer.Training;

/// <summary>Writes files that are there whole or not at all, whatever happens meanwhile.</summary>
public static class AtomicFile
{
    /// <summary>What a temporary name ends with.</summary>
    internal const string Temporary = ".tmp";

    /// <summary>Writes to a temporary name in the same folder, flushes to the device, renames, flushes the folder.</summary>
    /// <exception cref="IOException">The file cannot be written; what stood there before still stands, unless it was the folder's flush that failed.</exception>
    public static void Write(string path, Action<Stream> write, IDisk? disk = null)
    {
        disk ??= Disk.Here;
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full) ?? throw new IOException($"'{path}' is no file that could be written");
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{folder}'; make it first, or name another");
        }

        var temporary = $"{full}.{Environment.ProcessId}{Temporary}";
        try
        {
            using (var file = Create(full, temporary, disk))
            {
                write(file);
                disk.Flush(file);
            }

            disk.Rename(temporary, full);
        }
        catch
        {
            TryDelete(temporary, disk);
            throw;
        }

        disk.FlushFolder(folder);
    }

    /// <summary>Writes a text: UTF-8 without a byte order mark, lines ended as in <paramref name="text"/>.</summary>
    /// <exception cref="IOException">As for <see cref="Write"/>.</exception>
    public static void WriteText(string path, string text, IDisk? disk = null) =>
        Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)), disk);

    // The temporary name is not what anyone asked for.
    static Stream Create(string full, string temporary, IDisk disk)
    {
        try
        {
            return disk.Create(temporary);
        }
        catch (IOException e) when (e.Message.Contains(temporary, StringComparison.Ordinal))
        {
            throw new IOException(e.Message.Replace(temporary, full, StringComparison.Ordinal), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException(e.Message.Replace(temporary, full, StringComparison.Ordinal), e);
        }
    }

    // Why the file could not be written matters, not that its remains could not be removed.
    static void TryDelete(string path, IDisk disk)
    {
        try
        {
            disk.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
