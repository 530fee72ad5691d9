using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Data.Storage;

/// <summary>
/// Where the stores of one data file put what they hold: in memory as long as its share of it lasts, then in a temporary file. The file
/// has no name once it is open, so that nothing is left of it however the process ends.
/// </summary>
/// <param name="memory">Bytes that may be in memory.</param>
/// <param name="folder">The folder of the temporary file; null: <see cref="UsualFolder"/>.</param>
sealed class Spill(long memory, string? folder = null)
{
    readonly Lock _lock = new();
    long _free = memory;
    long _written;
    SafeFileHandle? _file;

    /// <summary>Bytes in the temporary file.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>
    /// The folder for temporary files (<c>TMPDIR</c>), unless that is itself in memory and <c>/var/tmp</c> is there.
    /// </summary>
    public static string UsualFolder()
    {
        var usual = Path.GetTempPath();
        return Environment.GetEnvironmentVariable("TMPDIR") is null && !OperatingSystem.IsWindows() && IsInMemory(usual)
            && Directory.Exists("/var/tmp") ? "/var/tmp" : usual;
    }

    /// <summary>Takes bytes of the memory, if they are left.</summary>
    public bool TryTake(long bytes)
    {
        lock (_lock)
        {
            var fits = bytes <= _free;
            _free -= fits ? bytes : 0;
            return fits;
        }
    }

    /// <summary>Writes items behind those before.</summary>
    /// <returns>The byte at which they begin.</returns>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written.</exception>
    public long Write<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(items);
        lock (_lock)
        {
            var at = _written;
            var path = folder ?? UsualFolder();
            try
            {
                _file ??= Open(path);
                RandomAccess.Write(_file, bytes, at);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new IOException(
                    $"{path}: {MemoryLimit.Shown(at + bytes.Length)} of rows do not fit into memory, and a temporary file for them "
                    + $"cannot be written ({e.Message}); let the command use more memory (--memory), or set TMPDIR to another folder",
                    e);
            }

            _written += bytes.Length;
            return at;
        }
    }

    /// <summary>Reads items that were written.</summary>
    /// <param name="at">The byte at which the first begins.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    public void Read<T>(long at, Span<T> items)
        where T : unmanaged
    {
        for (var bytes = MemoryMarshal.AsBytes(items); !bytes.IsEmpty;)
        {
            var read = RandomAccess.Read(_file!, bytes, at);
            if (read == 0)
            {
                throw new IOException("the temporary file of the rows ends early");
            }

            at += read;
            bytes = bytes[read..];
        }
    }

    static SafeFileHandle Open(string folder)
    {
        var path = Enumerable.Range(0, int.MaxValue).Select(n => Path.Combine(folder, $"rnn-{Environment.ProcessId}-{n}.rows"))
            .First(name => !File.Exists(name));
        var file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
            OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }

    static bool IsInMemory(string folder)
    {
        try
        {
            return new DriveInfo(folder).DriveFormat is "tmpfs" or "ramfs";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
