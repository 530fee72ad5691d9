using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RnnTrainer.Training.Files;

/// <summary>The disk of this machine.</summary>
sealed class Disk : IDisk
{
    Disk()
    {
    }

    /// <summary>The one there is.</summary>
    public static Disk Here { get; } = new();

    public Stream Create(string path, UnixFileMode? mode = null)
    {
        if (mode is not { } permissions || OperatingSystem.IsWindows())
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }

        var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                UnixCreateMode = permissions
            });
        File.SetUnixFileMode(file.SafeFileHandle, permissions); // what the process's mask took away
        return file;
    }

    public Stream Append(string path) => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    public void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    /// <summary>
    /// POSIX: a name is on the device after fsync of its folder, which .NET does not open; so the C library does. Windows has no such call:
    /// NTFS keeps a journal of names.
    /// </summary>
    /// <exception cref="IOException">The folder is gone, or the device fails.</exception>
    public void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var number = Open(path, 0);
        if (number < 0)
        {
            throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }

        using var folder = new SafeFileHandle(number, ownsHandle: true);
        RandomAccess.FlushToDisk(folder);
    }

    // int open(const char *path, int flags), flags O_RDONLY.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
