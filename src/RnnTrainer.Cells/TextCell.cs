using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells;

/// <summary>
/// A cell that is written as text, as <c>docs/notation.md</c> describes: the built-in cells and those of <c>.cell</c> files.
/// </summary>
public sealed class TextCell : ICell
{
    /// <summary>The length in characters above which a text is refused.</summary>
    public const int LongestText = Parser.LongestText;

    const int SmallestSize = 6;

    readonly CheckedProgram _program;
    readonly Dictionary<string, int>? _small;

    TextCell(CheckedProgram program, Dictionary<string, int>? small = null) => (_program, _small) = (program, small);

    /// <summary>The text that was read.</summary>
    public string Text => _program.Source.Text;

    /// <summary>The name of the text in errors: mostly its path.</summary>
    public string File => _program.Source.File;

    /// <summary>The name in the first line, <c>cell NAME</c>.</summary>
    public string Name => _program.Syntax.Name.Text;

    /// <summary>The name of the input.</summary>
    public string Input => Names(Role.Input).Single();

    /// <inheritdoc/>
    public IReadOnlyList<string> States => [.. Names(Role.State)];

    /// <summary>The constants, and the declared sizes that are not given by a constant, with their values.</summary>
    public IReadOnlyDictionary<string, double> Constants =>
        _program.Syntax.Constants.Concat(_program.Syntax.Sizes.Where(s => s.Constant is null)).ToDictionary(c => c.Name.Text, c => c.Value);

    /// <summary>The indexes whose size the text declares.</summary>
    public IReadOnlyList<(string Index, int Size)> Sizes => [.. _program.Syntax.Sizes.Select(s => (s.Name.Text, (int)s.Value))];

    /// <summary>Inputs, states and parameters as they are declared, <c>W[j,i]</c>, by name.</summary>
    public IReadOnlyDictionary<string, string> Declared =>
        _program.Syntax.Declarations.ToDictionary(d => d.Entry.Name.Text, d => d.Entry.ToString());

    /// <summary>
    /// The comment below the first line, line by line. By convention its first line says where the cell comes from, the others what it is
    /// for. Empty if there is no comment.
    /// </summary>
    public IReadOnlyList<string> About =>
    [
        .. _program.Source.Lines.SkipWhile(l => !l.TrimStart().StartsWith("cell", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(l => l.StartsWith('#')).Select(l => l.TrimStart('#').Trim()),
    ];

    /// <summary>Statements that may not sum what they look like, see <see cref="SummedIndexes"/>.</summary>
    public IReadOnlyList<Diagnostic> Warnings => _program.Warnings;

    /// <summary>Whether the text has backward statements of its own.</summary>
    public bool HasBackward => _program.Syntax.BackwardAt is not null;

    /// <summary>
    /// The least common multiple of the sizes by which groups of indexes divide the hidden size; 1 if there are no groups.
    /// </summary>
    public int UnitMultiple => _program.Sizes.Divisors.Select(d => d.Evaluate(0, 0, 0, DeclaredSize)).Aggregate(1, LeastCommonMultiple);

    /// <summary>Reads a cell.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="file">The text's name in errors: mostly its path.</param>
    /// <param name="values">
    /// Constants and sizes that take other values than the text gives them; names that the text does not have are ignored.
    /// </param>
    /// <param name="isKept">
    /// Whether a checkpoint or a run carries the text: then what is an error today and was none when it was trained is a warning.
    /// </param>
    /// <exception cref="CellException">The text is not a cell; with every error found.</exception>
    public static TextCell Parse(string text, string file, IReadOnlyDictionary<string, double>? values = null, bool isKept = false)
    {
        var program = CheckedProgram.Check(new SourceText(file, text), values, isKept);
        if (!program.Syntax.IsCell)
        {
            throw new CellException(
                program.Source.ErrorAt(program.Syntax.Name, "expected a cell, found a program", "the first line of a cell is `cell NAME`"));
        }

        var cell = new TextCell(program);
        cell.RequireStatements();
        return cell;
    }

    /// <summary>The name that a text gives itself in its first line, <c>cell NAME</c>; null if it has none. Nothing else is read.</summary>
    public static string? NameIn(string text) => Parser.NameIn(text);

    /// <inheritdoc/>
    /// <exception cref="CellException">J is not a multiple of <see cref="UnitMultiple"/>.</exception>
    public IReadOnlyList<ParameterShape> Parameters(int K, int J) =>
    [
        .. _program.Syntax.Declared(Role.Parameter).Zip(_program.Initializers, (entry, initializer) =>
            new ParameterShape(entry.Name.Text, [.. entry.Indexes.Select(i => SizeOf(i.Text, 0, J, K))], initializer)),
    ];

    /// <inheritdoc/>
    /// <exception cref="CellException">J is not a multiple of <see cref="UnitMultiple"/>.</exception>
    public IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states)
    {
        var given = new Dictionary<string, Node> { [Input] = x };
        foreach (var (name, state) in Names(Role.State).Zip(states))
        {
            given[name] = state;
        }

        foreach (var name in Names(Role.Parameter))
        {
            given[name] = phi[name];
        }

        var (B, J, K) = (x.Shape[0], states[0].Shape[1], x.Shape[1]);
        var nodes = new ProgramBuilder(_program, graph, index => SizeOf(index, B, J, K), given).Build();
        return [.. States.Select(s => nodes[$"{s}'"])];
    }

    /// <summary>The cell with declared sizes that are small, and different from each other and from those of a check.</summary>
    /// <param name="derived">Whether its own backward statements are left out, so that they are derived.</param>
    internal TextCell Small(bool derived)
    {
        var declared = _program.Syntax.Sizes.Select(s => _program.Sizes.ClassOf(s.Name.Text)).Distinct();
        var sizes = declared.Select((index, n) => (index, SmallestSize + n)).ToDictionary();
        var syntax = derived ? _program.Syntax with { Backward = [], BackwardAt = null } : _program.Syntax;
        return new TextCell(_program with { Syntax = syntax }, sizes);
    }

    /// <summary>An error of the whole cell, shown at its name.</summary>
    internal Diagnostic ErrorAtName(string message, string? hint = null) => _program.Source.ErrorAt(_program.Syntax.Name, message, hint);

    /// <summary>An error at the first backward statement of a tensor's gradient, else at the line <c>backward</c>.</summary>
    internal Diagnostic ErrorAtBackward(string tensor, string message)
    {
        var statement = _program.Syntax.Backward.FirstOrDefault(s => s.Target.Name.Text == tensor + ".grad");
        var hint = statement is null ? $"no statement computes {tensor}.grad" : null;
        return _program.Source.ErrorAt(statement?.Target.At ?? _program.Syntax.BackwardAt!.Value, message, hint);
    }

    /// <summary>A wrong backward statement as an error at its place; of one that is missing, at the line <c>backward</c>.</summary>
    internal Diagnostic ErrorOf(BackwardFault fault) => _program.ErrorOf(fault);

    /// <summary>The line of a backward statement, see <see cref="CheckedProgram.LineOf"/>.</summary>
    internal SourceLine LineOf(string tensor, int ordinal) => _program.LineOf(tensor, ordinal);

    /// <summary>What the engine refuses in a statement is an error of the text too.</summary>
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

    IEnumerable<string> Names(Role role) => _program.Syntax.Declared(role).Select(e => e.Name.Text);

    int SizeOf(string index, int B, int J, int K)
    {
        var size = _program.Sizes.SizeOf(index);
        if (size.IsPart && J % UnitMultiple != 0)
        {
            throw new CellException(ErrorAtName(
                $"the hidden size is {J}, but {Name} needs a multiple of {UnitMultiple}",
                $"use {(J / UnitMultiple * UnitMultiple) + UnitMultiple}"));
        }

        return size.Evaluate(B, J, K, DeclaredSize);
    }

    int DeclaredSize(string index) => _small?[index] ?? _program.Sizes.Declared(index);

    static int LeastCommonMultiple(int a, int b) => a / (int)BigInteger.GreatestCommonDivisor(a, b) * b;
}
