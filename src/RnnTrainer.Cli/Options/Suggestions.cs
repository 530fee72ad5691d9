using RnnTrainer.Cells;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Options;

/// <summary>What a shell offers where a command line names cells, runs, or keys of the config.</summary>
static class Suggestions
{
    /// <summary>The built-in cells.</summary>
    public static IEnumerable<string> Cells() => CellLibrary.Names;

    /// <summary>Each built-in cell behind the cells that a list with commas has already; none twice.</summary>
    public static IEnumerable<string> CellLists(string word)
    {
        var before = word[..(word.LastIndexOf(',') + 1)];
        return Cells().Except(before.Split(',')).Select(c => before + c);
    }

    /// <summary>The runs in the folder runs, <c>runs/latest</c> among them.</summary>
    public static IEnumerable<string> Runs()
    {
        const string Folder = "runs";
        return !Directory.Exists(Folder) ? [] : Directory.EnumerateDirectories(Folder)
            .Where(d => File.Exists(Path.Combine(d, "run.json"))).Select(d => d.Replace('\\', '/')).Order(StringComparer.Ordinal);
    }

    /// <summary>Keys as <c>key=</c>; behind the sign, the key with each of its values.</summary>
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
