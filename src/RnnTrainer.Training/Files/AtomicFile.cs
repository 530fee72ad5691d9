using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Files;

/// <summary>Writes files that are there whole or not at all, whatever happens meanwhile. A link is followed; a device or a pipe is no file,
/// and is written through.</summary>
static class AtomicFile
{
    /// <summary>What a temporary name ends with.</summary>
    internal const string Temporary = ".tmp";

    /// <summary>
    /// Writes to a temporary name in the same folder, with the permissions of the file that it takes the place of; flushes to the device,
    /// renames, flushes the folder.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; what stood there before still stands, unless it was the folder's flush
    /// that failed.</exception>
    public static void Write(string path, Action<Stream> write, IDisk? disk = null)
    {
        disk ??= Disk.Here;
        var full = Path.GetFullPath(path);
        var kind = FileStatus.Of(full).Kind;
        if (kind is FileKind.Folder or FileKind.Disk or FileKind.Socket)
        {
            throw new IOException($"'{path}' cannot be written: it is a {kind.Name()}");
        }

        if (kind is FileKind.Null or FileKind.Device or FileKind.Pipe || (kind == FileKind.Regular && FileStatus.IsDescriptor(full)))
        {
            using var through = new FileStream(
                full, kind == FileKind.Regular ? FileMode.Append : FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            write(through);
            return;
        }

        Replace(
            new FileInfo(full).LinkTarget is null ? full
            : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName, path, write, disk);
    }

    /// <summary>Writes a text: UTF-8 without a byte order mark, lines ended as in <paramref name="text"/>.</summary>
    /// <exception cref="IOException">As for <see cref="Write"/>.</exception>
    public static void WriteText(string path, string text, IDisk? disk = null) =>
        Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)), disk);

    static void Replace(string full, string path, Action<Stream> write, IDisk disk)
    {
        var folder = Path.GetDirectoryName(full) ?? throw new IOException($"'{path}' is no file that could be written");
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"'{path}' cannot be written: there is no folder '{folder}'; make it first, or name another");
        }

        // Nobody can guess the name, and lay a link there; nor is it longer than the file's own, which may be as long as a name may be.
        var temporary = Path.Combine(folder, $".rnn-{Path.GetRandomFileName()}{Temporary}");
        try
        {
            using (var file = disk.Create(temporary, ModeOf(full)))
            {
                write(file);
                disk.Flush(file);
            }

            disk.Rename(temporary, full);
        }
        catch (Exception e)
        {
            TryDelete(temporary, disk);
            if (Renamed(e, temporary, full) is { } renamed)
            {
                throw renamed;
            }

            throw;
        }

        disk.FlushFolder(folder);
    }

    static UnixFileMode? ModeOf(string path) => OperatingSystem.IsWindows() || !File.Exists(path) ? null : File.GetUnixFileMode(path);

    // The temporary name is not what anyone asked for.
    static Exception? Renamed(Exception failure, string temporary, string full)
    {
        var message = failure.Message.Replace(temporary, full, StringComparison.Ordinal);
        return message == failure.Message ? null : failure switch
        {
            IOException => new IOException(message, failure),
            UnauthorizedAccessException => new UnauthorizedAccessException(message, failure),
            _ => null,
        };
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
