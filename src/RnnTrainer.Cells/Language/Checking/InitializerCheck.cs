using System.Globalization;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>Reads how each parameter is initialized.</summary>
sealed class InitializerCheck
{
    static readonly string[] Names = ["glorot", "orthogonal", "identity", "uniform", "normal", "chrono"];

    readonly Dictionary<string, double> _constants;
    readonly Diagnostics _diagnostics;

    InitializerCheck(ProgramSyntax program, Diagnostics diagnostics)
    {
        _constants = program.Constants.ToDictionary(c => c.Name.Text, c => c.Value);
        _diagnostics = diagnostics;
    }

    /// <summary>The initializer of each parameter, in the order of their declarations.</summary>
    public static IReadOnlyList<Initializer> Run(ProgramSyntax program, IndexSizes sizes, Diagnostics diagnostics)
    {
        var check = new InitializerCheck(program, diagnostics);
        return
        [
            .. program.Declarations.Where(d => d.Role == Role.Parameter)
                .Select(d => d.Initializer is { } written ? check.Of(d.Entry, written) : Default(d.Entry, sizes)),
        ];
    }

    static Initializer Default(Entry parameter, IndexSizes sizes)
    {
        var rank = parameter.Subscripts.Count;
        return Initializer.Default(rank, rank == 2 && parameter.Indexes.All(i => sizes.IsHidden(i.Text)));
    }

    Initializer Of(Entry parameter, InitializerSyntax written)
    {
        var (token, word) = (written.Token, written.Token.Text);
        if (Value(token) is { } value)
        {
            Refuse(written.Argument is not null, token, $"{word} is a number: it takes no parentheses");
            return Initializer.Constant(written.IsNegative && value != 0 ? -value : value);
        }

        Refuse(written.IsNegative && word != "chrono", token, $"-{word}: only numbers, constants and chrono can be negative");
        return word switch
        {
            "glorot" => WithoutArgument(written, Initializer.Glorot),
            "orthogonal" => OfMatrix(parameter, written, Initializer.Orthogonal),
            "identity" => OfMatrix(parameter, written, Initializer.Identity),
            "uniform" => Initializer.Uniform(Argument(written, "uniform(0.1) draws from -0.1 to 0.1")),
            "normal" => Initializer.Normal(Argument(written, "normal(0.1) has the standard deviation 0.1")),
            "chrono" => Chrono(written),
            _ => Unknown(token),
        };
    }

    Initializer WithoutArgument(InitializerSyntax written, Initializer initializer)
    {
        Refuse(written.Argument is not null, written.Token, $"{written.Token.Text} takes no argument");
        return initializer;
    }

    Initializer OfMatrix(Entry parameter, InitializerSyntax written, Initializer initializer)
    {
        WithoutArgument(written, initializer);
        var message = $"{written.Token.Text} needs a matrix, but {parameter} has fewer than two indexes";
        Refuse(parameter.Subscripts.Count < 2, written.Token, message);
        return initializer;
    }

    Initializer Chrono(InitializerSyntax written)
    {
        var steps = Argument(written, "chrono(100) is the bias of gates that remember for up to 100 steps");
        Refuse(
            written.Argument is not null && steps < 2,
            written.Argument ?? written.Token,
            FormattableString.Invariant($"chrono needs at least 2 steps, found {steps}"));
        return Initializer.Chrono(Math.Max(2, steps), written.IsNegative);
    }

    Initializer Unknown(Token token)
    {
        var near = NearestName.To(token.Text, Names.Concat(_constants.Keys));
        var hint = near is not null ? $"did you mean '{near}'?" : $"{string.Join(", ", Names)}, a number or a constant";
        _diagnostics.Add(token.Word, $"there is no initializer '{token.Text}'", hint);
        return Initializer.Zero;
    }

    double Argument(InitializerSyntax written, string example)
    {
        var number = written.Argument is { } argument ? Value(argument) : null;
        Refuse(number is null, written.Argument ?? written.Token, $"{written.Token.Text} needs a number or a constant", example);
        return number ?? 2;
    }

    void Refuse(bool isWrong, Token at, string message, string? hint = null)
    {
        if (isWrong)
        {
            _diagnostics.Add(at.Word, message, hint);
        }
    }

    double? Value(Token token) =>
        token.Kind == TokenKind.Number ? double.Parse(token.Text, CultureInfo.InvariantCulture)
        : _constants.TryGetValue(token.Text, out var value) ? value
        : null;
}
