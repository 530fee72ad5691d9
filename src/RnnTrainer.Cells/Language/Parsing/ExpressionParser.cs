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
            reader.Diagnostics.GiveUp(
                reader.Next.Word, $"more than {Deepest} nested parentheses", "compute a part of it in a tensor of its own");
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
        var isInteger = int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var exponent);
        if (!isInteger || exponent is < 1 or > LargestExponent)
        {
            reader.Diagnostics.GiveUp(
                word, $"expected an integer power from 1 to {LargestExponent}, found {reader.Next}",
                "for other powers write exp(a log(x))");
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
            _ when reader.Is("-") => Unexpected("put a negative factor in parentheses: (-2)"),
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
        var opens = reader.AfterNext is { Kind: TokenKind.Punctuation, Text: "(" };
        if (function is null && opens && reader.AfterNext.Word.Column == name.Column + name.Length)
        {
            var near = NearestName.To(name.Text, Function.All.Select(f => f.Name));
            reader.Diagnostics.GiveUp(
                name,
                $"there is no function '{name}'",
                near is not null ? $"did you mean '{near}'?"
                : $"the functions are {string.Join(", ", Function.All)}; for a product write a space: {name} (…)");
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
