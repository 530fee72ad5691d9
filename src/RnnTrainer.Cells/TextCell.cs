using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells;

/// <summary>A cell that was written as text.</summary>
public sealed class TextCell : ICell
{
    /// <summary>Longer texts are refused, in characters.</summary>
    public const int LongestText = 1 << 16;

    const int SmallestSize = 6;

    readonly CheckedProgram _program;
    readonly Dictionary<string, int>? _small;

    TextCell(string text, string file, CheckedProgram program, Dictionary<string, int>? small = null) =>
        (Text, File, _program, _small) = (text, file, program, small);

    /// <summary>What was read.</summary>
    public string Text { get; }

    /// <summary>The text's name: its path, mostly.</summary>
    public string File { get; }

    public string Name => _program.Syntax.Name.Text;

    /// <summary>The input's name.</summary>
    public string Input => Named(Role.Input).Single();

    public IReadOnlyList<string> States => [.. Named(Role.State)];

    /// <summary>The constants and the sizes of letters, with their values; a size that is a constant is not told twice.</summary>
    public IReadOnlyDictionary<string, double> Constants =>
        _program.Syntax.Constants.Concat(_program.Syntax.Sizes.Where(s => s.Constant is null)).ToDictionary(c => c.Name.Text, c => c.Value);

    /// <summary>The letters whose size the text declares.</summary>
    public IReadOnlyList<(string Letter, int Size)> Sizes => [.. _program.Syntax.Sizes.Select(s => (s.Name.Text, (int)s.Value))];

    /// <summary>Inputs, states and parameters as they are declared, by name.</summary>
    public IReadOnlyDictionary<string, string> Declared => _program.Syntax.Declarations.ToDictionary(d => d.Entry.Name.Text, d => d.Entry.ToString());

    /// <summary>
    /// What the comment below the first line says, line by line; the first line is where the cell comes from. Empty: there is none.
    /// </summary>
    public IReadOnlyList<string> About =>
        [.. Parser.Lines(Text).SkipWhile(l => !l.TrimStart().StartsWith("cell", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(l => l.StartsWith('#')).Select(l => l.TrimStart('#').Trim())];

    /// <summary>What may be a mistake, though nothing forbids it: <see cref="SummedIndexes"/>.</summary>
    public IReadOnlyList<Diagnostic> Warnings => _program.Warnings;

    /// <summary>Whether the text brings its own backward statements.</summary>
    public bool HasBackward => _program.Syntax.BackwardAt is not null;

    /// <param name="text">The cell.</param>
    /// <param name="file">The text's name in errors.</param>
    /// <param name="values">Constants and sizes that take other values than the text gives them; names that it does not have are ignored.</param>
    /// <param name="isKept">Whether a checkpoint or a run carries the text: what is an error by now, and was none when it was trained, is a warning.</param>
    /// <exception cref="CellException">With every mistake found.</exception>
    public static TextCell Parse(string text, string file, IReadOnlyDictionary<string, double>? values = null, bool isKept = false)
    {
        var program = CheckedProgram.Of(text, file, values, isKept);
        if (!program.Syntax.IsCell)
        {
            throw new CellException(new Mistakes(file, Parser.Lines(text)).ErrorAt(program.Syntax.Name, "expected a cell, found a program", "its first line is `cell NAME`"));
        }

        var cell = new TextCell(text, file, program);
        cell.RequireStatements();
        return cell;
    }

    /// <summary>The name that a text gives itself in its first line, <c>cell NAME</c>; null: it gives none. Nothing else is read.</summary>
    public static string? NameIn(string text)
    {
        var lines = Parser.Lines(text);
        var head = lines.Select((line, n) => HeadLine.Read(line, n + 1, new Mistakes("", lines))).FirstOrDefault(h => h is not null);
        return head?.Name.Text is { Length: > 0 } name ? name : null;
    }

    public IReadOnlyList<ParameterShape> Parameters(int K, int J) =>
    [
        .. _program.Syntax.Declarations.Where(d => d.Role == Role.Parameter).Zip(_program.Initializers, (d, start) =>
            new ParameterShape(d.Entry.Name.Text, [.. d.Entry.Places.Select(p => SizeOf(p.Name.Text, 0, J, K))], start)),
    ];

    public IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states)
    {
        var given = new Dictionary<string, Node> { [Input] = x };
        foreach (var (name, state) in Named(Role.State).Zip(states))
        {
            given[name] = state;
        }

        foreach (var name in Named(Role.Parameter))
        {
            given[name] = phi[name];
        }

        var (B, J, K) = (x.Shape[0], states[0].Shape[1], x.Shape[1]);
        var nodes = new ProgramBuilder(_program, graph, letter => SizeOf(letter, B, J, K), given).Build();
        return [.. States.Select(s => nodes[$"{s}'"])];
    }

    /// <summary>The cell with declared sizes that are small, and different from each other and from those of a check.</summary>
    /// <param name="derived">Whether its backward part is left out.</param>
    internal TextCell Small(bool derived)
    {
        var classes = _program.Syntax.Sizes.Select(s => _program.Letters.ClassOf(s.Name.Text)).Distinct().Select((letter, n) => (letter, SmallestSize + n)).ToDictionary();
        var syntax = derived ? _program.Syntax with { Backward = [], BackwardAt = null } : _program.Syntax;
        return new TextCell(Text, File, _program with { Syntax = syntax }, classes);
    }

    /// <summary>What the statements themselves refuse is an error of the text too.</summary>
    void RequireStatements()
    {
        try
        {
            var small = Small(derived: false);
            CellStep.Trace(small, Precision.Float64, CellSizes.For(small)).Graph.Dispose();
        }
        catch (NotationException e)
        {
            throw new CellException(ErrorAtName(e.Message));
        }
    }

    internal Diagnostic ErrorAtName(string message, string? hint = null) => Mistakes().ErrorAt(_program.Syntax.Name, message, hint);

    /// <summary>An error at the first backward statement of a gradient, else at the line <c>backward</c>.</summary>
    internal Diagnostic ErrorAtBackward(string name, string message)
    {
        var statement = _program.Syntax.Backward.FirstOrDefault(s => s.Target.Name.Text == name + ".grad");
        return Mistakes().ErrorAt(statement?.Target.At ?? _program.Syntax.BackwardAt!.Value, message, statement is null ? $"no statement computes {name}.grad" : null);
    }

    /// <summary>An error at a wrong backward statement; of one that is missing, at the line <c>backward</c>.</summary>
    internal Diagnostic ErrorOf(BackwardFault fault) => BackwardPlaces.ErrorOf(fault, _program.Syntax, Mistakes());

    Mistakes Mistakes() => new(File, Parser.Lines(Text));

    IEnumerable<string> Named(Role role) => _program.Syntax.Declarations.Where(d => d.Role == role).Select(d => d.Entry.Name.Text);

    /// <summary>The product of the letters that divide the hidden size.</summary>
    public int UnitMultiple => _program.Letters.Divisors.Select(d => d.Aggregate(1, (product, letter) => product * SizeOf(letter, 0, 0, 0))).Aggregate(1, LeastMultiple);

    static int LeastMultiple(int a, int b) => a / (int)System.Numerics.BigInteger.GreatestCommonDivisor(a, b) * b;

    int SizeOf(string letter, int B, int J, int K) => _program.Letters.SizeOf(letter) switch
    {
        "B" => B,
        "J" => J,
        "K" => K,
        var product when product.Contains('*', StringComparison.Ordinal) => product.Split('*').Aggregate(1, (size, factor) => size * SizeOf(factor, B, J, K)),
        var part when part.Contains('/', StringComparison.Ordinal) => part.Split('/').Skip(1).Aggregate(J, (size, divisor) => Part(size, SizeOf(divisor, B, J, K), J)),
        var declared => _small?[_program.Letters.ClassOf(letter)] ?? int.Parse(declared, System.Globalization.CultureInfo.InvariantCulture),
    };

    int Part(int size, int divisor, int J) => size % divisor == 0 ? size / divisor
        : throw new CellException(ErrorAtName($"the hidden size is {J}, and {Name} needs a multiple of {UnitMultiple}", $"take {(J / UnitMultiple * UnitMultiple) + UnitMultiple}"));
}
