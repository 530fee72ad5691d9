namespace RnnTrainer.Training;

/// <summary>Writes files that are there whole or not at all, whatever happens meanwhile.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary name in the same folder, flushes to disk, renames.</summary>
    /// <exception cref="IOException">The file cannot be written; what stood there before still stands.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a text: UTF-8 without a byte order mark, lines ended as in <paramref name="text"/>.</summary>
    /// <exception cref="IOException">As for <see cref="Write"/>.</exception>
    public static void WriteText(string path, string text) =>
        Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
