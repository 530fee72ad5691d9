using System.Diagnostics.CodeAnalysis;
using RnnTrainer.Common;
using RnnTrainer.Data;

namespace RnnTrainer.Training.Configuration;

/// <summary>Finds the files that a config names: in the config's folder, then in the working directory, then in further folders.</summary>
static class ConfigPaths
{
    /// <summary>The environment variable that lists further folders.</summary>
    public const string Variable = "RNN_DATA";

    /// <summary>The folders of a value of <see cref="Variable"/>, separated as in PATH.</summary>
    public static IReadOnlyList<string> Folders(string? variable) =>
        [.. (variable ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>The config with its paths found: relative to the working directory if they lie under it, else absolute.</summary>
    /// <param name="folders">The config's own folder first; at least one.</param>
    public static Config Resolve(Config config, IReadOnlyList<string> folders) => config with
    {
        Data = config.Data with
        {
            Train = Find(config.Data.Train, folders),
            Validation = config.Data.Validation is { } validation ? Find(validation, folders) : null,
            Test = config.Data.Test is { } test ? Find(test, folders) : null,
        },
        Model = config.Model with
        {
            Cell = CellChoice.IsPath(config.Model.Cell) ? Find(config.Model.Cell, folders) : config.Model.Cell,
            Init = config.Model.Init is { } init ? Find(init, folders) : null,
        },
    };

    /// <summary>Says of a data file that was found nowhere where it was looked for.</summary>
    /// <exception cref="DataException">It is not there.</exception>
    public static void RequireData(string path, IReadOnlyList<string> folders)
    {
        if (!Path.IsPathRooted(path) && !File.Exists(path) && !Directory.Exists(path))
        {
            var places = Places(folders).Select(p => $"'{Path.GetRelativePath(Directory.GetCurrentDirectory(), p)}'").Distinct();
            throw new DataException(Diagnostic.OfFile(
                path,
                $"there is no such file; looked in {string.Join(", ", places)}",
                $"Correct the path, or let {Variable} name the folder that it starts from; data/README.md says where public sets come " +
                $"from."));
        }
    }

    /// <summary>Where a file is; a path that is found nowhere stays as written: <see cref="RequireData"/> says so.</summary>
    public static string Find(string path, IReadOnlyList<string> folders)
    {
        var here = Directory.GetCurrentDirectory();
        var found = Places(folders)
            .Select(folder => Path.GetFullPath(Path.Combine(folder, path)))
            .FirstOrDefault(File.Exists);
        return found is null ? path
            : found.StartsWith(here + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? Path.GetRelativePath(here, found).Replace('\\', '/')
            : found;
    }

    /// <summary>A path as a config in a folder names it: relative to the folder, unless it was rooted and is not below it.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public static string? From(string folder, string? path)
    {
        if (path is null)
        {
            return null;
        }

        var below = Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(path)).Replace(Path.DirectorySeparatorChar, '/');
        return Path.IsPathRooted(path) && below.StartsWith("..", StringComparison.Ordinal) ? path : below;
    }

    static string[] Places(IReadOnlyList<string> folders) => [folders[0], Directory.GetCurrentDirectory(), .. folders.Skip(1)];
}
