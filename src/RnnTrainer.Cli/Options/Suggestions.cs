using RnnTrainer.Cells;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Options;

/// <summary>Words that a shell completes: cells, runs, and keys of the config.</summary>
static class Suggestions
{
    /// <summary>The built-in cells.</summary>
    public static IEnumerable<string> Cells() => CellLibrary.Names;

    /// <summary>Each built-in cell, appended to a list with commas that does not contain it yet.</summary>
    public static IEnumerable<string> CellLists(string word)
    {
        var before = word[..(word.LastIndexOf(',') + 1)];
        return Cells().Except(before.Split(',')).Select(c => before + c);
    }

    /// <summary>The runs in the folder runs, including <c>runs/latest</c>.</summary>
    public static IEnumerable<string> Runs()
    {
        const string Folder = "runs";
        return !Directory.Exists(Folder) ? [] : Directory.EnumerateDirectories(Folder)
            .Where(d => File.Exists(Path.Combine(d, "run.json"))).Select(d => d.Replace('\\', '/')).Order(StringComparer.Ordinal);
    }

    /// <summary>Keys as <c>key=</c>; after the sign, the key with each of its values.</summary>
    public static IEnumerable<string> Assignments(string word)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        if (sign < 0)
        {
            return ConfigKeys.All.Select(k => $"{k}=");
        }

        var key = word[..sign];
        IEnumerable<string> values = key == "model.cell" ? Cells() : ConfigKeyInfo.All.FirstOrDefault(k => k.Key == key)?.Values ?? [];
        return values.Select(v => $"{key}={v}");
    }
}
