using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>How each parameter starts.</summary>
static class InitializerCheck
{
    static readonly string[] Words = ["glorot", "orthogonal", "identity", "uniform", "normal", "chrono"];

    public static IReadOnlyList<Initializer> Of(ProgramSyntax program, LetterSizes letters, Mistakes mistakes)
    {
        var constants = program.Constants.GroupBy(c => c.Name.Text).ToDictionary(g => g.Key, g => g.First().Value);
        return [.. program.Declarations.Where(d => d.Role == Role.Parameter).Select(d => Of(d, constants, letters, mistakes))];
    }

    static Initializer Of(Declaration declaration, Dictionary<string, double> constants, LetterSizes letters, Mistakes mistakes)
    {
        var places = declaration.Entry.Places;
        if (declaration.Start is not { } start)
        {
            return Initializer.Default(places.Count, places.Count == 2 && places.All(p => letters.IsSized(p.Name.Text) && letters.SizeOf(p.Name.Text) == "J"));
        }

        var word = start.Token.Text;
        if (Value(start.Token, constants) is { } value)
        {
            Refuse(start.Argument is not null, start.Token, $"{word} is a number: it takes no parentheses");
            return new ConstantInitializer(start.IsNegative && value != 0 ? -value : value);
        }

        Refuse(start.IsNegative && word != "chrono", start.Token, $"-{word}: only numbers, constants and chrono can be negative");
        switch (word)
        {
            case "glorot" or "orthogonal" or "identity":
                Refuse(start.Argument is not null, start.Token, $"{word} takes no number");
                Refuse(word != "glorot" && places.Count < 2, start.Token, $"{word} needs a matrix, and {declaration.Entry} has not two letters");
                return word == "glorot" ? Initializer.Glorot : word == "identity" ? Initializer.Identity : Initializer.Orthogonal;
            case "uniform":
                return new UniformInitializer(Number("uniform(0.1) draws from -0.1 to 0.1"));
            case "normal":
                return new NormalInitializer(Number("normal(0.1) has the standard deviation 0.1"));
            case "chrono":
                var steps = Number("chrono(100) is the bias of gates that remember for up to 100 steps");
                Refuse(start.Argument is not null && steps < 2, start.Argument ?? start.Token, FormattableString.Invariant($"chrono needs 2 steps at least, found {steps}"));
                return new ChronoInitializer(steps, start.IsNegative);
            default:
                var near = NearestName.To(word, Words.Concat(constants.Keys));
                Refuse(true, start.Token, $"there is no way '{word}' to start a parameter", near is not null ? $"did you mean '{near}'?" : $"{string.Join(", ", Words)}, a number or a constant");
                return Initializer.Zero;
        }

        double Number(string example)
        {
            var number = start.Argument is { } argument ? Value(argument, constants) : null;
            Refuse(number is null, start.Argument ?? start.Token, $"{word} needs a number or a constant", example);
            return number ?? 2;
        }

        void Refuse(bool isWrong, Token at, string message, string? hint = null)
        {
            if (isWrong)
            {
                mistakes.Add(at.Word, message, hint);
            }
        }
    }

    static double? Value(Token token, Dictionary<string, double> constants) =>
        token.Kind == TokenKind.Number ? double.Parse(token.Text, CultureInfo.InvariantCulture)
        : constants.TryGetValue(token.Text, out var value) ? value
        : null;
}
