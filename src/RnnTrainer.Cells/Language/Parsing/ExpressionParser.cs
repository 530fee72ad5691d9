using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Reads expressions: sums of products of factors, a factor being an atom or its whole power.</summary>
sealed class ExpressionParser(TokenReader reader)
{
    const int Deepest = 50;
    const int LargestExponent = 16;

    int _depth;

    public Expression Sum()
    {
        if (++_depth > Deepest)
        {
            reader.Diagnostics.GiveUp(reader.Next.Word, $"more than {Deepest} parentheses within one another", "give a part of it a tensor of its own");
        }

        var value = reader.TryTake("-") ? Negative(Product()) : Product();
        while (reader.Is("+") || reader.Is("-"))
        {
            value = new Binary(reader.Take().Text == "+" ? Operation.Add : Operation.Subtract, value, Product());
        }

        _depth--;
        return value;
    }

    static Expression Negative(Expression term) => term is Number number ? new Number(-number.Value) : new Negate(term);

    Expression Product()
    {
        var value = Factor();
        while (true)
        {
            if (reader.Is("*") || reader.Is("/"))
            {
                value = new Binary(reader.Take().Text == "*" ? Operation.Multiply : Operation.Divide, value, Factor());
            }
            else if (reader.Is("(") || reader.Next.Kind is TokenKind.Name or TokenKind.Number)
            {
                value = new Binary(Operation.Multiply, value, Factor());
            }
            else
            {
                return value;
            }
        }
    }

    Expression Factor()
    {
        var value = Atom();
        while (reader.TryTake("^"))
        {
            value = new Power(value, Exponent());
        }

        return value;
    }

    int Exponent()
    {
        var isNegative = reader.TryTake("-");
        var word = reader.Next.Word;
        if (!int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var exponent) || exponent is < 1 or > LargestExponent)
        {
            reader.Diagnostics.GiveUp(word, $"expected a whole power from 1 to {LargestExponent}, found {reader.Next}", "other powers: exp(a log(x))");
        }

        reader.Take();
        return isNegative ? -exponent : exponent;
    }

    Expression Atom()
    {
        if (reader.TryTake("("))
        {
            var inner = Sum();
            reader.Expect(")");
            return inner;
        }

        return reader.Next.Kind switch
        {
            TokenKind.Number => new Number(reader.Number()),
            TokenKind.Name => NameOrCall(),
            _ when reader.Is("-") => Unexpected("a negative factor stands in parentheses: (-2)"),
            _ => Unexpected(null),
        };
    }

    Number Unexpected(string? hint)
    {
        reader.GiveUp("a number, a tensor or '('", hint);
        return null;
    }

    Expression NameOrCall()
    {
        var name = reader.Next.Word;
        var function = Function.All.FirstOrDefault(f => f.Name == name.Text);
        var opens = reader.AfterNext is { Kind: TokenKind.Symbol, Text: "(" };
        if (function is null && opens && reader.AfterNext.Word.Column == name.Column + name.Length)
        {
            var near = NearestName.To(name.Text, Function.All.Select(f => f.Name));
            reader.Diagnostics.GiveUp(
                name,
                $"there is no function '{name}'",
                near is not null ? $"did you mean '{near}'?" : $"there are {string.Join(", ", Function.All)}; a product has a space: {name} (…)");
        }

        if (function is null)
        {
            return new Named(StatementParser.Entry(reader, "a tensor"));
        }

        reader.Take();
        reader.Expect("(", $"{name} is a function: {name}(…)");
        var argument = Sum();
        reader.Expect(")");
        return new Apply(function, argument);
    }
}
