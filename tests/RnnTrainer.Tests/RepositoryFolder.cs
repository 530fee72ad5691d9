using System.Runtime.CompilerServices;

namespace RnnTrainer.Tests;

/// <summary>Where the repository lies on this machine, from this file's own path.</summary>
static class RepositoryFolder
{
    public static string Path { get; } = Find();

    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    static string Find([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", ".."));
}
