using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Reads <c>for b,j,i: R~[b,j] += WhR[j,i] h[b,i]</c>, the entries in it, and how a parameter is initialized.</summary>
static class StatementParser
{
    const int MostEntries = 100;
    const int Deepest = 10;

    public static StatementSyntax Statement(TokenReader reader)
    {
        var indexes = For(reader);
        var target = Entry(reader, "a tensor or one of input, state, param, const, size, backward");
        var accumulation = Accumulate(reader);
        var statement = new StatementSyntax(indexes, target, accumulation, new ExpressionParser(reader).Sum());
        if (!reader.IsAtEnd)
        {
            reader.GiveUp("an operator or the end of the line");
        }

        if (statement.Entries.Count > MostEntries)
        {
            reader.Diagnostics.GiveUp(target.At, $"the right side names more than {MostEntries} tensors", "split it into several += lines");
        }

        return statement;
    }

    /// <summary>Reads <c>WhR[j,i]</c>, <c>h[b,(g u)]</c>, <c>p[b,y[b]]</c>, or a name alone.</summary>
    /// <param name="what">What an error says was expected.</param>
    public static Entry Entry(TokenReader reader, string what) => Entry(reader, what, Deepest);

    /// <summary>Reads a word such as <c>glorot</c>, one with an argument such as <c>uniform(0.1)</c>, a number or a constant.</summary>
    public static InitializerSyntax Initializer(TokenReader reader)
    {
        var isNegative = reader.TryTake("-");
        var token = NameOrNumber(reader, "an initializer such as glorot or uniform(0.1), a number or a constant");
        Token? argument = null;
        if (token.Kind == TokenKind.Name && reader.TryTake("("))
        {
            argument = NameOrNumber(reader, "a number or a constant");
            reader.Expect(")");
        }

        return new InitializerSyntax(token, isNegative, argument);
    }

    static Token NameOrNumber(TokenReader reader, string what)
    {
        if (reader.Next.Kind is not (TokenKind.Name or TokenKind.Number))
        {
            reader.GiveUp(what);
        }

        return reader.Take();
    }

    static List<Word>? For(TokenReader reader)
    {
        if (reader.Next is not { Kind: TokenKind.Name, Text: "for" })
        {
            return null;
        }

        reader.Take();
        var indexes = new List<Word>();
        do
        {
            indexes.Add(reader.Index());
        }
        while (reader.TryTake(","));
        reader.Expect(":", reader.Next.Kind == TokenKind.Name ? "put commas between indexes: for b,j:" : null);
        return indexes;
    }

    static Accumulation Accumulate(TokenReader reader)
    {
        var symbol = reader.Next.Kind == TokenKind.Punctuation ? reader.Next.Text : "";
        if (symbol is not ("+=" or "-=" or "max="))
        {
            reader.GiveUp("+=, -= or max=", symbol == "=" ? "computed tensors start at zero: use +=" : null);
        }

        reader.Take();
        return symbol switch
        {
            "+=" => Accumulation.Add,
            "-=" => Accumulation.Subtract,
            _ => Accumulation.Max,
        };
    }

    static Entry Entry(TokenReader reader, string what, int depth)
    {
        if (depth == 0)
        {
            reader.Diagnostics.GiveUp(reader.Next.Word, $"more than {Deepest} nested brackets");
        }

        var name = reader.Name(what);
        var subscripts = new List<SubscriptSyntax>();
        if (reader.TryTake("["))
        {
            do
            {
                subscripts.Add(Subscript(reader, depth));
            }
            while (reader.TryTake(","));
            reader.Expect("]", reader.Next.Kind == TokenKind.Name ? "put commas between indexes: W[j,i]" : null);
        }

        return new Entry(name, name.To(reader.Last.Word), subscripts);
    }

    static SubscriptSyntax Subscript(TokenReader reader, int depth) =>
        reader.Is("(") ? Group(reader)
        : reader.AfterNext is { Kind: TokenKind.Punctuation, Text: "[" } ? new GatherSyntax(Entry(reader, "an index", depth - 1))
        : new SingleSyntax(reader.Index());

    static GroupSyntax Group(TokenReader reader)
    {
        var open = reader.Take().Word;
        var indexes = new List<Word> { reader.Index() };
        do
        {
            indexes.Add(reader.Index());
        }
        while (!reader.Is(")") && reader.Next.Kind == TokenKind.Name);
        reader.Expect(")", "put spaces between the indexes of a group: h[b,(g u)]");
        return new GroupSyntax(open.To(reader.Last.Word), indexes);
    }
}
