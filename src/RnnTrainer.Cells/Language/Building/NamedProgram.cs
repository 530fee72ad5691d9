using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>A program with a name: built in, or read from a text.</summary>
/// <param name="Name">The name that commands use.</param>
/// <param name="Build">Writes the program's statements into a graph and returns the node of its result.</param>
public sealed record NamedProgram(string Name, Func<Graph, CellSizes, Computed> Build)
{
    /// <summary>The warnings about a program that was read from a text; empty for a built-in one.</summary>
    public IReadOnlyList<CellError> Warnings { get; init; } = [];

    /// <summary>Reports a wrong backward statement; for a program that was read from a text, with its line.</summary>
    public Func<BackwardFault, CellError> Describe { get; init; } = fault => new CellError(Name, null, null, fault.ToString());
}
