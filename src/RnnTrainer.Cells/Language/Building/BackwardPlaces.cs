using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Building;

/// <summary>Where the hand-written backward statements of a text stand.</summary>
static class BackwardPlaces
{
    /// <summary>An error at the statement; of one that is missing, at the line <c>backward</c>.</summary>
    public static Diagnostic ErrorOf(BackwardFault fault, ProgramSyntax program, Mistakes mistakes)
    {
        var mine = program.Backward.Where(s => s.Target.Name.Text == fault.Tensor.Name).ToList();
        var at = fault.Statement is null ? program.BackwardAt!.Value
            : mine[fault.Ordinal] is var statement && statement.Entries.Count > 0 ? statement.Target.At.To(statement.Entries[^1].At) : mine[fault.Ordinal].Target.At;
        return mistakes.ErrorAt(at, fault.Message, fault.Hint);
    }

    /// <summary>The error of a program that was written in C#, under the program's name.</summary>
    public static Diagnostic ErrorOf(BackwardFault fault, string name) =>
        Diagnostic.OfFile(name, $"{(fault.Statement is null ? "" : $"in \"{fault.Statement}\" ")}{fault.Message}", fault.Hint) with { HasHintLines = true };
}
