using RnnTrainer.Common;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Runs;

/// <summary><c>runs/latest</c>: a symbolic link to the newest run, or a text file with its name where links cannot be made.</summary>
static class LatestRun
{
    const string Name = "latest";

    /// <summary>Points to a run, if there is a folder of runs.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="runs">The folder of runs.</param>
    public static void PointTo(string run, string runs)
    {
        if (!Directory.Exists(runs))
        {
            return;
        }

        var link = Path.Combine(runs, Name);
        var target = Path.GetRelativePath(runs, run);
        try
        {
            // A real folder of that name is a run of the user's: leave it.
            if (new FileInfo(link) is { LinkTarget: not null } or { Exists: true })
            {
                File.Delete(link);
            }

            File.CreateSymbolicLink(link, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            WriteText(link, target);
        }
    }

    /// <summary>The folder that a path leads to: itself, or the one named in a text file that replaces a link.</summary>
    public static string Follow(string path) =>
        FileStatus.Of(path).Kind == FileKind.Regular && new FileInfo(path).Length < 4096
            ? Path.Combine(Path.GetDirectoryName(path)!, File.ReadAllText(path).Trim())
            : path;

    static void WriteText(string link, string target)
    {
        if (!Directory.Exists(link))
        {
            AtomicFile.WriteText(link, target + "\n");
        }
    }
}
