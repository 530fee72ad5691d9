using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>A program as text: like a cell, but with any inputs, and letters of any size.</summary>
public static class TextProgram
{
    const int SmallestSize = 3;

    /// <summary>The program read, built and printed.</summary>
    /// <exception cref="CellException">With every mistake found.</exception>
    public static string Reprinted(string text, string file)
    {
        var program = CheckedProgram.Of(text, file);
        var sizes = new Dictionary<string, int>();
        using var graph = new Graph(Precision.Float64, SmallestSize);
        var given = new Dictionary<string, Node>();
        foreach (var declaration in program.Syntax.Declarations)
        {
            given[declaration.Entry.Name.Text] = Declare(graph, declaration, SizeOf);
        }

        new ProgramBuilder(program, graph, SizeOf, given).Build();
        return string.Join('\n', ProgramText.Forward("program", program.Syntax.Name.Text, graph));

        int SizeOf(string letter)
        {
            var root = program.Letters.ClassOf(letter);
            sizes.TryAdd(root, SmallestSize + sizes.Count);
            return sizes[root];
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
