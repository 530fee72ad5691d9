using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Building;

/// <summary>A program with a name: built in, or read from a text.</summary>
/// <param name="Name">The name that commands use.</param>
/// <param name="Build">Writes the program's statements into a graph and returns the node of its result.</param>
sealed record NamedProgram(string Name, Func<Graph, CellSizes, Computed> Build)
{
    /// <summary>The warnings about a program that was read from a text; empty for a built-in one.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Reports a wrong backward statement; for a program that was read from a text, with its line.</summary>
    public Func<BackwardFault, Diagnostic> Describe { get; init; } = fault => CheckedProgram.ErrorOf(fault, Name);
}
