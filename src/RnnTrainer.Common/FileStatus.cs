using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RnnTrainer.Common;

/// <summary>What a path names.</summary>
enum FileKind
{
    /// <summary>Nothing, or nothing that the user has access to.</summary>
    Missing,

    /// <summary>A file that can be read again.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary><c>/dev/null</c>, which reads as an empty file.</summary>
    Null,

    /// <summary>A FIFO, a pipe or a terminal, which can be read once.</summary>
    Pipe,

    /// <summary>A character device such as <c>/dev/zero</c>, which may never end.</summary>
    Device,

    /// <summary>A block device such as a whole disk.</summary>
    Disk,

    /// <summary>A socket.</summary>
    Socket,
}

/// <summary>The names of the kinds.</summary>
static class FileKinds
{
    /// <summary>The name for a message.</summary>
    public static string Name(this FileKind kind) => kind switch
    {
        FileKind.Device or FileKind.Null => "device",
        FileKind.Disk => "block device",
        _ => kind.ToString().ToLowerInvariant(),
    };
}

/// <summary>What a path names, links followed.</summary>
/// <param name="Identity">The same for two paths of one file: device and inode if the system reports them, otherwise the real path. Null:
/// missing.</param>
readonly record struct FileStatus(FileKind Kind, string? Identity)
{
    const int Here = -100; // AT_FDCWD
    const int TypeModeAndInode = 0x103; // STATX_TYPE | STATX_MODE | STATX_INO

    /// <summary>Whether there is nothing.</summary>
    public bool IsMissing => Kind == FileKind.Missing;

    /// <summary>Inspects a path without opening it: opening a FIFO would wait for its other end.</summary>
    public static FileStatus Of(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OfLinux(path) : OfAny(path);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return OfAny(path); // a C library older than statx
        }
    }

    /// <summary>
    /// Whether a path is that of a file that the process has open, such as the log that standard error goes to: others write to it too.
    /// </summary>
    public static bool IsDescriptor(string path) => Path.GetFullPath(path) is var full
        && (full is "/dev/stdout" or "/dev/stderr" || full.StartsWith("/dev/fd/", StringComparison.Ordinal)
            || (full.StartsWith("/proc/", StringComparison.Ordinal) && full.Contains("/fd/", StringComparison.Ordinal)));

    /// <summary>Whether two paths name one file: by whatever spelling, link or hard link.</summary>
    public bool IsSame(string path) => Identity is not null && Of(path).Identity == Identity;

    static FileStatus OfLinux(string path)
    {
        var status = new byte[256];
        if (path.Contains('\0', StringComparison.Ordinal) || Statx(Here, path, 0, TypeModeAndInode, status) != 0)
        {
            return default;
        }
        uint Number(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(offset));
        var inode = BinaryPrimitives.ReadUInt64LittleEndian(status.AsSpan(32));
        return new(
            KindOf(BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(28)) >> 12, Number(128), Number(132)),
            string.Create(CultureInfo.InvariantCulture, $"{Number(136)}:{Number(140)}:{inode}"));
    }

    // S_IFMT of stat(2); device numbers of Linux's devices.txt.
    static FileKind KindOf(int type, uint major, uint minor) => (type, major) switch
    {
        (0x8, _) => FileKind.Regular,
        (0x4, _) => FileKind.Folder,
        (0x1, _) => FileKind.Pipe,
        (0xC, _) => FileKind.Socket,
        (0x6, _) => FileKind.Disk,
        (0x2, 1) when minor == 3 => FileKind.Null,
        (0x2, 4 or 5 or (>= 136 and <= 143)) => FileKind.Pipe,
        _ => FileKind.Device,
    };

    static FileStatus OfAny(string path) =>
        Directory.Exists(path) ? new(FileKind.Folder, Path.GetFullPath(path))
        : File.Exists(path) ? new(FileKind.Regular, Real(path))
        : default;

    static string Real(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    // int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *status): the same 256 bytes on every processor.
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] status);
}
