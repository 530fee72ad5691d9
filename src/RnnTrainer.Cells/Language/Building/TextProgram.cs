using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Building;

/// <summary>A program as text: like a cell, but with any inputs, and letters of any size. What its last statement computes is its result.</summary>
static class TextProgram
{
    const int SmallestSize = 4;

    /// <summary>The program that the text holds; null: it holds a cell.</summary>
    /// <param name="isKept">Whether a run carries the text, see <see cref="TextCell.Parse"/>.</param>
    /// <exception cref="CellException">With every mistake found.</exception>
    public static NamedProgram? Parse(string text, string file, bool isKept = false)
    {
        var program = CheckedProgram.Of(text, file, isKept: isKept);
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
            throw new CellException(new Mistakes(file, Parser.Lines(text)).ErrorAt(program.Syntax.Name, e.Message, null));
        }

        return new NamedProgram(program.Syntax.Name.Text, (graph, sizes) => Build(program, graph, sizes))
        {
            Warnings = program.Warnings,
            Describe = fault => BackwardPlaces.ErrorOf(fault, program.Syntax, new Mistakes(file, Parser.Lines(text))),
        };
    }

    /// <summary>The first letter of the first input is the example; every other letter has a size of its own.</summary>
    static Computed Build(CheckedProgram program, Graph graph, CellSizes sizes)
    {
        var known = new Dictionary<string, int>();
        if (program.Syntax.Declarations.FirstOrDefault(d => d.Role != Role.Parameter)?.Entry.Places is [var example, ..])
        {
            known[program.Letters.ClassOf(example.Name.Text)] = sizes.B;
        }

        var given = program.Syntax.Declarations.ToDictionary(d => d.Entry.Name.Text, d => Declare(graph, d, SizeOf));
        var nodes = new ProgramBuilder(program, graph, SizeOf, given).Build();
        return program.Syntax.Forward.Count > 0 ? (Computed)nodes[program.Syntax.Forward[^1].Target.Name.Text]
            : throw new NotationException("the program has no statement");

        int SizeOf(string letter)
        {
            if (program.Letters.FactorsOf(letter) is { } factors)
            {
                return factors.Aggregate(1, (size, factor) => size * SizeOf(factor));
            }

            var root = program.Letters.ClassOf(letter);
            known.TryAdd(root, SmallestSize + known.Count);
            return known[root];
        }
    }

    static Node Declare(Graph graph, Declaration declaration, Func<string, int> sizeOf)
    {
        var name = declaration.Entry.Name.Text;
        int[] shape = [.. declaration.Entry.Places.Select(p => sizeOf(p.Name.Text))];
        return declaration.Role switch
        {
            Role.Parameter => new Parameter(name, graph.Precision, shape),
            Role.Index => graph.Indices(name, shape),
            _ => graph.Input(name, shape),
        };
    }
}
