using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Building;

/// <summary>
/// A program as text: like a cell, but with any inputs, and with indexes of any size. Its result is what its last statement computes.
/// </summary>
static class TextProgram
{
    const int SmallestSize = 4;

    /// <summary>Reads a program; null if the text holds a cell.</summary>
    /// <param name="text">The program.</param>
    /// <param name="file">The text's name in errors.</param>
    /// <param name="isKept">Whether a run carries the text, see <see cref="TextCell.Parse"/>.</param>
    /// <exception cref="CellException">With every error found.</exception>
    public static NamedProgram? Parse(string text, string file, bool isKept = false)
    {
        var program = CheckedProgram.Check(new SourceText(file, text), isKept: isKept);
        if (program.Syntax.IsCell)
        {
            return null;
        }

        try
        {
            using var graph = new Graph(Precision.Float64, new CellSizes().B);
            Build(program, graph, new CellSizes());
        }
        catch (NotationException e)
        {
            throw new CellException(program.Source.ErrorAt(program.Syntax.Name, e.Message));
        }

        return new NamedProgram(program.Syntax.Name.Text, (graph, sizes) => Build(program, graph, sizes))
        {
            Warnings = program.Warnings,
            Describe = program.ErrorOf,
            LineOf = program.LineOf,
        };
    }

    /// <summary>The first index of the first input is the example; every other index has a size of its own.</summary>
    static Computed Build(CheckedProgram program, Graph graph, CellSizes sizes)
    {
        var own = new Dictionary<string, int>();
        var input = program.Syntax.Declarations.FirstOrDefault(d => d.Role != Role.Parameter)?.Entry;
        if (input?.Indexes.FirstOrDefault() is { Text: { } example })
        {
            own[program.Sizes.ClassOf(example)] = sizes.B;
        }

        var given = program.Syntax.Declarations.ToDictionary(d => d.Entry.Name.Text, d => Declare(graph, d, SizeOf));
        var nodes = new ProgramBuilder(program, graph, SizeOf, given).Build();
        return program.Syntax.Forward.Count > 0 ? (Computed)nodes[program.Syntax.Forward[^1].Target.Name.Text]
            : throw new NotationException("the program has no statement");

        int SizeOf(string index) => program.Sizes.SizeOf(index).Evaluate(sizes.B, sizes.J, sizes.K, OwnSizeOf);

        int OwnSizeOf(string index)
        {
            own.TryAdd(index, SmallestSize + own.Count);
            return own[index];
        }
    }

    static Node Declare(Graph graph, Declaration declaration, Func<string, int> sizeOf)
    {
        var name = declaration.Entry.Name.Text;
        int[] shape = [.. declaration.Entry.Indexes.Select(i => sizeOf(i.Text))];
        return declaration.Role switch
        {
            Role.Parameter => new Parameter(name, graph.Precision, shape),
            Role.Index => graph.Indices(name, shape),
            _ => graph.Input(name, shape),
        };
    }
}

/// <summary>A program with a name: built in, or read from a text.</summary>
/// <param name="Name">The name that commands use.</param>
/// <param name="Build">Writes the program's statements into a graph and returns the node of its result.</param>
sealed record NamedProgram(string Name, Func<Graph, CellSizes, Computed> Build)
{
    /// <summary>The warnings about a program that was read from a text; empty for a built-in one.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Reports a wrong backward statement; for a program that was read from a text, with its line.</summary>
    public Func<BackwardFault, Diagnostic> Describe { get; init; } = fault => CheckedProgram.ErrorOf(fault, Name);

    /// <summary>The line of a backward statement, see <see cref="CheckedProgram.LineOf"/>; null for a built-in program.</summary>
    public Func<string, int, SourceLine>? LineOf { get; init; }
}
