using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>A program whose names and letters are found good.</summary>
sealed record CheckedProgram(
    ProgramSyntax Syntax,
    IReadOnlyDictionary<string, Known> Tensors,
    LetterSizes Letters,
    IReadOnlyList<Initializer> Initializers,
    IReadOnlyList<Diagnostic> Warnings)
{
    /// <param name="values">Constants and sizes that take other values than the text gives them.</param>
    /// <param name="isKept">Whether the text was in use before, see <see cref="SumCheck"/>.</param>
    /// <exception cref="CellException">
    /// With every mistake found: first of the lines by themselves, then of names and letters, last what is missing or too much, so that one mistake does not look like many.
    /// </exception>
    public static CheckedProgram Of(string text, string file, IReadOnlyDictionary<string, double>? values = null, bool isKept = false)
    {
        var (syntax, mistakes) = Parser.Parse(text, file);
        mistakes.Refuse();
        syntax = With(syntax, values ?? new Dictionary<string, double>(), mistakes);
        var names = new NameTable(syntax, mistakes);
        names.Declare();
        new NameCheck(syntax, syntax.Forward, names, mistakes).Run();
        new NameCheck(syntax, syntax.Backward, names, mistakes).Run();
        LoopLetters.Check(syntax, mistakes);
        var rules = new CellRules(syntax, names.All, mistakes);
        rules.CheckShapes();
        mistakes.Refuse();
        var letters = LetterSizes.Of(syntax, names.All, mistakes);
        var initializers = InitializerCheck.Of(syntax, letters, mistakes);
        mistakes.Refuse();
        new UseCheck(syntax, names, mistakes).Run();
        rules.CheckLetters(letters);
        mistakes.Refuse();
        rules.CheckForwardSizes(LetterSizes.Of(syntax with { Backward = [] }, names.All, mistakes));
        mistakes.Refuse();
        var warnings = SumCheck.Run(syntax, names.All, isKept, mistakes);
        mistakes.Refuse();
        return new CheckedProgram(syntax, names.All, letters, initializers, warnings);
    }

    static ProgramSyntax With(ProgramSyntax syntax, IReadOnlyDictionary<string, double> values, Mistakes mistakes)
    {
        var constants = syntax.Constants.Select(Set).ToList();
        return syntax with { Constants = constants, Sizes = [.. syntax.Sizes.Select(s => s.Constant is { } constant ? s with { Value = ValueOf(constant) } : Set(s))] };

        Setting Set(Setting setting) => values.TryGetValue(setting.Name.Text, out var value) ? setting with { Value = value } : setting;

        double ValueOf(Word constant)
        {
            if (constants.FirstOrDefault(c => c.Name.Text == constant.Text) is { } known)
            {
                return known.Value;
            }

            mistakes.Add(constant, $"there is no constant '{constant}'", $"declare it: const {constant} = 4");
            return 1;
        }
    }
}
