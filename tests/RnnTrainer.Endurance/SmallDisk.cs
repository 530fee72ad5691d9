using System.Diagnostics;

namespace RnnTrainer.Endurance;

/// <summary>A small disk in memory.</summary>
sealed class SmallDisk : IDisposable
{
    SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts one; null if this user may not, which is said.</summary>
    /// <param name="path">The folder at which it is mounted; it is made.</param>
    /// <param name="size">As mount(8) takes it.</param>
    public static SmallDisk? TryMount(string path, string size)
    {
        Directory.CreateDirectory(path);
        if (Mount("-t", "tmpfs", "-o", $"size={size}", "tmpfs", path))
        {
            return new SmallDisk(path);
        }

        Console.WriteLine("skipped: this user may not mount a disk (the tests have a short form with a disk that fails)");
        return null;
    }

    /// <summary>Makes it larger.</summary>
    public bool Grow(string size) => Mount("-o", $"remount,size={size}", Path);

    public void Dispose()
    {
        using var unmount = Process.Start("umount", [Path]);
        unmount.WaitForExit();
    }

    static bool Mount(params string[] args)
    {
        try
        {
            using var mount = Process.Start(new ProcessStartInfo("mount", args) { RedirectStandardError = true })!;
            mount.WaitForExit();
            return mount.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
