using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Reads <c>WhR[j,i]</c>, <c>h[b,(g u)]</c>, <c>p[b,y[b]]</c>, or a name alone.</summary>
static class EntryParser
{
    const int Deepest = 10;

    /// <param name="what">What is expected, for an error.</param>
    public static Entry Read(LineReader reader, string what) => Read(reader, what, Deepest);

    static Entry Read(LineReader reader, string what, int depth)
    {
        if (depth == 0)
        {
            reader.Mistakes.Stop(reader.Next.Word, $"more than {Deepest} brackets within one another");
        }

        var name = reader.Name(what);
        var places = new List<Entry>();
        if (reader.TryTake("["))
        {
            do
            {
                places.Add(reader.Is("(") ? Composite(reader) : reader.AfterNext is { Kind: TokenKind.Symbol, Text: "[" } ? Read(reader, "a letter", depth - 1) : Letter(reader));
            }
            while (reader.TryTake(","));
            reader.Expect("]", reader.Next.Kind == TokenKind.Name ? "commas stand between letters: W[j,i]" : null);
        }

        return new Entry(name, name.To(reader.Last.Word), places);
    }

    static Entry Composite(LineReader reader)
    {
        var open = reader.Take().Word;
        var letters = new List<Entry> { Letter(reader) };
        do
        {
            letters.Add(Letter(reader));
        }
        while (!reader.Is(")") && reader.Next.Kind == TokenKind.Name);
        reader.Expect(")", "letters that count a place together have spaces between them: h[b,(g u)]");
        return new Entry(open with { Text = $"({string.Join(' ', letters)})" }, open.To(reader.Last.Word), letters, IsComposite: true);
    }

    static Entry Letter(LineReader reader)
    {
        var word = reader.Letter();
        return new Entry(word, word, []);
    }
}
