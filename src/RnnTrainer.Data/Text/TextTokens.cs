using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>Cuts a text into words or characters, as <see cref="Tokenizer"/> says.</summary>
static class TextTokens
{
    /// <summary>The marks that are words of their own at the end of a word.</summary>
    public const string Marks = ".,;:!?";

    /// <summary>The tokens in their order; empty if there are none.</summary>
    /// <param name="pool">Keeps one string of each; null: none is kept.</param>
    public static string[] Of(ReadOnlySpan<char> text, Tokenizer tokenizer, StringPool? pool = null)
    {
        var tokens = new List<string>();
        if (tokenizer == Tokenizer.Words)
        {
            AddWords(text, tokens, pool);
        }
        else
        {
            AddCharacters(text, tokens, pool);
        }

        return [.. tokens];
    }

    static void AddWords(ReadOnlySpan<char> text, List<string> words, StringPool? pool)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (end > at)
            {
                AddWord(text[at..end], words, pool);
            }

            at = end + 1;
        }
    }

    static void AddWord(ReadOnlySpan<char> word, List<string> words, StringPool? pool)
    {
        var endsInMark = Marks.Contains(word[^1], StringComparison.Ordinal) && EndsInLetterOrDigit(word[..^1]);
        words.Add(Kept(endsInMark ? word[..^1] : word, pool));
        if (endsInMark)
        {
            words.Add(Kept(word[^1..], pool));
        }
    }

    static bool EndsInLetterOrDigit(ReadOnlySpan<char> word) =>
        Rune.DecodeLastFromUtf16(word, out var last, out _) == System.Buffers.OperationStatus.Done && Rune.IsLetterOrDigit(last);

    static void AddCharacters(ReadOnlySpan<char> text, List<string> characters, StringPool? pool)
    {
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out _, out var size);
            if (text[at] == '\r')
            {
                characters.Add("\n");
                size = at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            }
            else
            {
                characters.Add(Kept(text.Slice(at, size), pool));
            }

            at += size;
        }
    }

    static string Kept(ReadOnlySpan<char> token, StringPool? pool) => pool?.Of(token) ?? token.ToString();
}
