namespace RnnTrainer.Training;

/// <summary>Finds the files that a config names: in the config's folder first, then in the working directory.</summary>
public static class ConfigPaths
{
    /// <summary>The config with its paths found: relative to the working directory if they lie under it, else absolute.</summary>
    /// <param name="folders">The config's own folder first; at least one.</param>
    public static Config Resolve(Config config, IReadOnlyList<string> folders) => config with
    {
        Data = config.Data with
        {
            Train = Find(config.Data.Train, folders),
            Test = config.Data.Test is { } test ? Find(test, folders) : null,
        },
        Model = config.Model with
        {
            Cell = CellChoice.IsPath(config.Model.Cell) ? Find(config.Model.Cell, folders) : config.Model.Cell,
            Init = config.Model.Init is { } init ? Find(init, folders) : null,
        },
    };

    // A path that is found nowhere stays as written: whoever opens it says so.
    static string Find(string path, IReadOnlyList<string> folders)
    {
        var here = Directory.GetCurrentDirectory();
        string[] candidates = [folders[0], here, .. folders.Skip(1)];
        var found = candidates
            .Select(folder => Path.GetFullPath(Path.Combine(folder, path)))
            .FirstOrDefault(File.Exists);
        return found is null ? path
            : found.StartsWith(here + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.GetRelativePath(here, found).Replace('\\', '/')
            : found;
    }
}
