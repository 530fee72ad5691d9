using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>A program whose names, indexes and sizes are right.</summary>
sealed record CheckedProgram(
    SourceText Source,
    ProgramSyntax Syntax,
    IndexSizes Sizes,
    IReadOnlyList<Initializer> Initializers,
    IReadOnlyList<Diagnostic> Warnings)
{
    /// <summary>
    /// Reads and checks a text: first each line by itself, then names and sizes, last what is missing or too much, so that one error does
    /// not look like many.
    /// </summary>
    /// <param name="values">Constants and sizes that take other values than the text gives them.</param>
    /// <param name="isKept">Whether the text was in use before, see <see cref="SumCheck"/>.</param>
    /// <exception cref="CellException">With every error that one of these stages finds.</exception>
    public static CheckedProgram Check(SourceText source, IReadOnlyDictionary<string, double>? values = null, bool isKept = false)
    {
        var diagnostics = new Diagnostics(source);
        var syntax = Parser.Parse(diagnostics);
        diagnostics.ThrowIfAny();

        syntax = WithValues(syntax, values ?? new Dictionary<string, double>(), diagnostics);
        var symbols = new SymbolTable(syntax, diagnostics);
        symbols.Declare();
        new NameCheck(syntax, syntax.Forward, symbols, diagnostics).Run();
        new NameCheck(syntax, syntax.Backward, symbols, diagnostics).Run();
        var rules = new CellRules(syntax, symbols.All, diagnostics);
        rules.RequireShapes();
        diagnostics.ThrowIfAny();

        var sizes = SizeCheck.Run(syntax, symbols.All, diagnostics);
        var initializers = InitializerCheck.Run(syntax, sizes, diagnostics);
        diagnostics.ThrowIfAny();

        new UseCheck(syntax, symbols, diagnostics).Run();
        rules.RequireIndexes(sizes);
        diagnostics.ThrowIfAny();

        rules.RequireForwardSizes(SizeCheck.Run(syntax with { Backward = [] }, symbols.All, diagnostics));
        diagnostics.ThrowIfAny();

        var warnings = SumCheck.Run(syntax, symbols.All, isKept, diagnostics);
        diagnostics.ThrowIfAny();
        return new CheckedProgram(source, syntax, sizes, initializers, warnings);
    }

    /// <summary>A wrong backward statement as an error at its place; of one that is missing, at the line <c>backward</c>.</summary>
    public Diagnostic ErrorOf(BackwardFault fault)
    {
        var writing = Syntax.Backward.Where(s => s.Target.Name.Text == fault.Tensor.Name).ToList();
        var at = fault.Statement is null ? Syntax.BackwardAt!.Value : PlaceOf(writing[fault.Ordinal]);
        return Source.ErrorAt(at, fault.Message, fault.Hint);
    }

    /// <summary>The line of a backward statement.</summary>
    /// <param name="tensor">The name of what it adds to.</param>
    /// <param name="ordinal">Its number among those that add to this tensor, from 0.</param>
    public SourceLine LineOf(string tensor, int ordinal)
    {
        var line = Syntax.Backward.Where(s => s.Target.Name.Text == tensor).ElementAt(ordinal).Target.At.Line;
        return new SourceLine(line, Source.Lines[line - 1].Trim());
    }

    /// <summary>A wrong backward statement of a program in C#, which has no lines.</summary>
    public static Diagnostic ErrorOf(BackwardFault fault, string name)
    {
        var message = fault.Statement is null ? fault.Message : $"in \"{fault.Statement}\" {fault.Message}";
        return Diagnostic.OfFile(name, message, fault.Hint) with { HasHintLines = true };
    }

    static Word PlaceOf(StatementSyntax statement) =>
        statement.Entries is [.., var last] ? statement.Target.At.To(last.At) : statement.Target.At;

    /// <summary>The values of the settings: those given, else those of the text.</summary>
    static ProgramSyntax WithValues(ProgramSyntax syntax, IReadOnlyDictionary<string, double> values, Diagnostics diagnostics)
    {
        var constants = syntax.Constants.Select(Given).ToList();
        var sizes = syntax.Sizes.Select(s => s.Constant is { } constant ? s with { Value = ValueOf(constant) } : Given(s)).ToList();
        return syntax with { Constants = constants, Sizes = sizes };

        Setting Given(Setting setting) => values.TryGetValue(setting.Name.Text, out var value) ? setting with { Value = value } : setting;

        double ValueOf(Word constant)
        {
            if (constants.FirstOrDefault(c => c.Name.Text == constant.Text) is { } setting)
            {
                return setting.Value;
            }

            diagnostics.Add(constant, $"there is no constant '{constant}'", $"declare it: const {constant} = 4");
            return 1;
        }
    }
}
