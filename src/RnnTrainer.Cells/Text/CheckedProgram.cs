namespace RnnTrainer.Cells;

/// <summary>A program whose names and letters are found good.</summary>
sealed record CheckedProgram(ProgramSyntax Syntax, IReadOnlyDictionary<string, Known> Tensors, LetterSizes Letters, IReadOnlyList<Start> Starts)
{
    /// <param name="values">Constants and sizes that take other values than the text gives them.</param>
    /// <exception cref="CellException">With every mistake found.</exception>
    public static CheckedProgram Of(string text, string file, IReadOnlyDictionary<string, double>? values = null)
    {
        var (syntax, mistakes) = Parser.Parse(text, file);
        syntax = With(syntax, values ?? new Dictionary<string, double>());
        var tensors = NameCheck.Of(syntax, mistakes);
        var letters = LetterSizes.Of(syntax, tensors, mistakes);
        CellRules.CheckLoops(syntax, mistakes);
        if (syntax.IsCell)
        {
            new CellRules(syntax, tensors, letters, mistakes).Check();
        }

        var starts = Cells.Starts.Of(syntax, letters, mistakes);
        mistakes.Refuse();
        return new CheckedProgram(syntax, tensors, letters, starts);
    }

    static ProgramSyntax With(ProgramSyntax syntax, IReadOnlyDictionary<string, double> values)
    {
        return syntax with { Constants = [.. syntax.Constants.Select(Set)], Sizes = [.. syntax.Sizes.Select(Set)] };

        Setting Set(Setting setting) => values.TryGetValue(setting.Name.Text, out var value) ? setting with { Value = value } : setting;
    }
}
