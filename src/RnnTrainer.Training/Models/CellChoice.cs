using RnnTrainer.Autodiff;
using RnnTrainer.Cells;

namespace RnnTrainer.Training;

/// <summary>The cell that a name means: a built-in one, or the text in a <c>.cell</c> file.</summary>
public static class CellChoice
{
    /// <summary>The file in a run's folder that holds the text of its cell.</summary>
    public const string FileName = "cell.cell";

    const string Extension = ".cell";
    const int LongestFile = 1 << 20;

    /// <summary>The cell of this name or path.</summary>
    /// <exception cref="ConfigException">There is none.</exception>
    /// <exception cref="CellException">The file cannot be read or is not a cell.</exception>
    public static ICell Find(string name) => IsPath(name)
        ? TextCell.Parse(Read(name), name)
        : Library.FindCell(name) ?? throw new ConfigException(new ConfigError("model.cell", null, null, Problem(name)!, Hint(name)));

    /// <summary>Whether the name is that of a file.</summary>
    public static bool IsPath(string name) => name.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>Why there is no such cell; null if there is one, or if a file would have to tell.</summary>
    internal static string? Problem(string name) => IsPath(name) || Library.FindCell(name) is not null ? null : $"there is no cell '{name}'";

    /// <summary>What to do about it.</summary>
    internal static string Hint(string name)
    {
        var names = Library.Cells.Select(c => c.Name).ToList();
        return EditDistance.Nearest(name, names) is { } near ? $"did you mean '{near}'?" : $"built-in cells: {string.Join(", ", names)}; or the path of a .cell file";
    }

    static string Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return Directory.Exists(path) ? throw Unreadable(path, "it is a folder")
                : !file.Exists ? throw Unreadable(path, "no such file")
                : file.Length > LongestFile ? throw Unreadable(path, "longer than 1 MB: not a cell")
                : File.ReadAllText(path, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.DecoderFallbackException or ArgumentException)
        {
            throw Unreadable(path, e is System.Text.DecoderFallbackException ? "the file is not UTF-8 text" : e.Message);
        }
    }

    static CellException Unreadable(string path, string why) => new(new CellError(path, null, null, why));
}
