using System.Globalization;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Reads the tokens of one line from left to right.</summary>
sealed class TokenReader(IReadOnlyList<Token> tokens, Diagnostics diagnostics)
{
    int _at;

    public Diagnostics Diagnostics { get; } = diagnostics;

    public Token Next => tokens[_at];

    /// <summary>The token after the next one; the end at the end.</summary>
    public Token AfterNext => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>The token last taken.</summary>
    public Token Last => tokens[Math.Max(0, _at - 1)];

    public bool IsAtEnd => Next.Kind == TokenKind.End;

    public bool Is(string symbol) => Next.Kind == TokenKind.Punctuation && Next.Text == symbol;

    public Token Take() => tokens[_at < tokens.Count - 1 ? _at++ : _at];

    public bool TryTake(string symbol)
    {
        if (!Is(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    public void Expect(string symbol, string? hint = null)
    {
        if (!TryTake(symbol))
        {
            GiveUp($"'{symbol}'", hint);
        }
    }

    public Word Name(string what)
    {
        if (Next.Kind != TokenKind.Name)
        {
            GiveUp(what);
        }

        return Take().Word;
    }

    /// <summary>A name without <c>~</c>, <c>'</c> and <c>.grad</c>.</summary>
    public Word Index()
    {
        var word = Name("an index");
        if (!word.Text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            Diagnostics.GiveUp(word, $"{word} cannot be an index", "an index is a name without ~, ' and .grad");
        }

        return word;
    }

    /// <summary>A number, with or without a minus sign.</summary>
    public double SignedNumber()
    {
        var isNegative = TryTake("-");
        return isNegative ? -Number() : Number();
    }

    public double Number()
    {
        if (Next.Kind != TokenKind.Number)
        {
            GiveUp("a number");
        }

        return double.Parse(Take().Text, CultureInfo.InvariantCulture);
    }

    public void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            GiveUp("the end of the line");
        }
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public void GiveUp(string expected, string? hint = null) => Diagnostics.GiveUp(Next.Word, $"expected {expected}, found {Next}", hint);
}
