using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Reads <c>for b,j,i: R~[b,j] += WhR[j,i] h[b,i]</c>, and how a parameter starts.</summary>
static class StatementParser
{
    const int MostEntries = 100;

    public static StatementSyntax Read(LineReader reader)
    {
        var letters = Letters(reader);
        var target = EntryParser.Read(reader, "a tensor or one of input, state, param, const, size, backward");
        var accumulation = Accumulate(reader);
        var statement = new StatementSyntax(letters, target, accumulation, new ExpressionParser(reader).Sum());
        if (!reader.IsAtEnd)
        {
            reader.Stop("an operator or the end of the line");
        }

        if (statement.Entries.Count > MostEntries)
        {
            reader.Mistakes.Stop(target.At, $"the right side names more than {MostEntries} tensors", "several += lines say the same");
        }

        return statement;
    }

    /// <summary>A word, <c>uniform(0.1)</c> for some of them, a number or a constant.</summary>
    public static StartSyntax Start(LineReader reader)
    {
        var isNegative = reader.TryTake("-");
        if (reader.Next.Kind is not (TokenKind.Name or TokenKind.Number))
        {
            reader.Stop("a way to start such as glorot or uniform(0.1), a number or a constant");
        }

        var token = reader.Take();
        Token? argument = null;
        if (token.Kind == TokenKind.Name && reader.TryTake("("))
        {
            if (reader.Next.Kind is not (TokenKind.Name or TokenKind.Number))
            {
                reader.Stop("a number or a constant");
            }

            argument = reader.Take();
            reader.Expect(")");
        }

        return new StartSyntax(token, isNegative, argument);
    }

    static List<Word>? Letters(LineReader reader)
    {
        if (reader.Next is not { Kind: TokenKind.Name, Text: "for" })
        {
            return null;
        }

        reader.Take();
        var letters = new List<Word>();
        do
        {
            letters.Add(reader.Letter());
        }
        while (reader.TryTake(","));
        reader.Expect(":", reader.Next.Kind == TokenKind.Name ? "commas stand between letters: for b,j:" : null);
        return letters;
    }

    static Accumulation Accumulate(LineReader reader)
    {
        var symbol = reader.Next.Kind == TokenKind.Symbol ? reader.Next.Text : "";
        if (symbol is not ("+=" or "-=" or "max="))
        {
            reader.Stop("+=, -= or max=", symbol == "=" ? "computed tensors start at zero and take +=" : null);
        }

        reader.Take();
        return symbol switch
        {
            "+=" => Accumulation.Add,
            "-=" => Accumulation.Subtract,
            _ => Accumulation.Max,
        };
    }
}
