using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.ConfigFiles;

/// <summary>A config that was read and checked.</summary>
/// <param name="Config">Its paths are found: relative to the working directory if they lie under it, else absolute.</param>
/// <param name="SourceMap">Where each value was written.</param>
/// <param name="Path">The file.</param>
/// <param name="Folders">Where its paths were looked for, its own folder first.</param>
sealed record LoadedConfig(Config Config, SourceMap SourceMap, string Path, IReadOnlyList<string> Folders);

/// <summary>Reads a config file: YAML to a tree, the tree against the records, the records against the rules.</summary>
static class ConfigFile
{
    const int LongestFile = 1 << 20;

    /// <summary>Reads and checks a config.</summary>
    /// <param name="path">A YAML (or JSON) file.</param>
    /// <param name="sets">Assignments <c>key=value</c> that win over the file, the last one of a key over those before.</param>
    /// <param name="folders">Further folders in which relative data paths are looked for, after the config's folder and the working
    /// directory.</param>
    /// <exception cref="ConfigException">With every error found.</exception>
    /// <exception cref="Cells.CellException">The file of its cell is not a cell.</exception>
    public static LoadedConfig Read(string path, IReadOnlyList<string>? sets = null, IReadOnlyList<string>? folders = null)
    {
        var sources = new SourceMap(path);
        var tree = Tree(Text(path), path, sources);
        ConfigExpansion.Expand(tree, sources);
        if (IsOfRun(path))
        {
            ConfigExpansion.KeepSplit(tree);
        }

        foreach (var assignment in sets ?? [])
        {
            ConfigOverride.Apply(assignment, tree, sources);
            ConfigExpansion.Expand(tree, sources);
        }

        ConfigExpansion.Complete(tree);
        Refuse(ConfigStructure.Errors(tree, typeof(Config), "", sources));
        var config = tree.Deserialize<Config>(ConfigJson.Options)!;
        Refuse(ConfigRules.Errors(config, sources));
        string[] places = [Path.GetDirectoryName(Path.GetFullPath(path))!, .. folders ?? []];
        var resolved = ConfigPaths.Resolve(config, places);
        Refuse(CellChoice.FileErrors(resolved.Model, sources));
        return new LoadedConfig(resolved, sources, path, places);
    }

    /// <summary>Whether the file is the resolved config of a run.</summary>
    static bool IsOfRun(string path) =>
        Path.GetFileName(path) == "config.yaml" && File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "run.json"));

    static JsonObject Tree(string text, string path, SourceMap sources) => YamlTree.Read(text, "", sources, path) switch
    {
        JsonObject tree => tree,
        null => throw new ConfigException(new Diagnostic(path, 1, 1, "the file is empty", "a config needs at least task and data")),
        _ => throw new ConfigException(new Diagnostic(path, 1, 1, "expected keys and values", "for example task: classify")),
    };

    static void Refuse(IEnumerable<Diagnostic> errors)
    {
        var found = errors.OrderBy(e => e.Line ?? int.MaxValue).ThenBy(e => e.Column).ToList();
        if (found.Count > 0)
        {
            throw new ConfigException(found);
        }
    }

    static string Text(string path)
    {
        try
        {
            return TextFile.Read(path, LongestFile, "a config");
        }
        catch (IOException e)
        {
            throw new ConfigException(new Diagnostic(path, null, null, e.Message, null));
        }
    }
}
