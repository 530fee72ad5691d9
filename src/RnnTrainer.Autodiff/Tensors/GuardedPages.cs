using System.Runtime.InteropServices;

namespace RnnTrainer.Autodiff.Tensors;

/// <summary>
/// Memory for tests that is followed by a page without access: a kernel that reads or writes beyond its tensor ends the process at once
/// instead of reading the next tensor. Used while the switch <c>RnnTrainer.GuardedPages</c> of <see cref="AppContext"/> is on, on Linux
/// only.
/// </summary>
static class GuardedPages
{
    /// <summary>The name of the switch.</summary>
    public const string Switch = "RnnTrainer.GuardedPages";

    const int None = 0;
    const int ReadWrite = 3;
    const int PrivateAnonymous = 0x22;

    // Linux allows a process 65,530 mappings. A guarded one takes two, and the runtime ends the process if it gets none.
    const int Most = 10_000;

    static readonly long Page = Environment.SystemPageSize;

    static int _taken;

    /// <summary>Whether new arenas are guarded.</summary>
    public static bool IsOn => AppContext.TryGetSwitch(Switch, out var on) && on && OperatingSystem.IsLinux();

    /// <summary>
    /// Zeroed memory that ends at the end of a page, and its mapping; null if so many are in use that the system has hardly any left.
    /// </summary>
    public static (nint Start, nint Mapping, long Length)? Take(long size)
    {
        if (Interlocked.Increment(ref _taken) > Most)
        {
            Interlocked.Decrement(ref _taken);
            return null;
        }

        var pages = (size + Page - 1) / Page * Page;
        var mapping = Map(0, (nuint)(pages + Page), ReadWrite, PrivateAnonymous, -1, 0);
        return mapping == -1
            || Protect(mapping + (nint)pages, (nuint)Page, None) != 0 ? null : (mapping + (nint)(pages - size), mapping, pages + Page);
    }

    /// <summary>Frees a mapping.</summary>
    public static void Free(nint mapping, long length)
    {
        _ = Unmap(mapping, (nuint)length);
        Interlocked.Decrement(ref _taken);
    }

    [DllImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Unmap(nint address, nuint length);
}
