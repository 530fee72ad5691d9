using RnnTrainer.Cells;

namespace RnnTrainer.Training;

/// <summary>The cell that a name means.</summary>
public static class CellChoice
{
    /// <summary>The built-in cell of this name.</summary>
    /// <exception cref="ConfigException">There is none.</exception>
    public static ICell Find(string name) => Library.FindCell(name)
        ?? throw new ConfigException(new ConfigError("model.cell", null, null, Problem(name)!, Hint(name)));

    /// <summary>Why there is no such cell; null if there is one.</summary>
    internal static string? Problem(string name) => Library.FindCell(name) is not null ? null
        : name.EndsWith(".cell", StringComparison.Ordinal) ? "cells from files are not yet available"
        : $"there is no cell '{name}'";

    /// <summary>What to do about it.</summary>
    internal static string Hint(string name)
    {
        var names = Library.Cells.Select(c => c.Name).ToList();
        return EditDistance.Nearest(name, names) is { } near ? $"did you mean '{near}'?" : $"built-in cells: {string.Join(", ", names)}";
    }
}
