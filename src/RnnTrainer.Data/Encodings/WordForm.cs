using System.Text;

namespace RnnTrainer.Data.Encodings;

/// <summary>
/// What the form of a word tells, also of a word that training never saw: its first 1 … N and its last 1 … N characters in lower case (of a shorter
/// word all), and its shape. In the shape A stands for a capital, a for another letter, 0 for a digit, any other character for itself; of equal ones in a row stands one.
/// </summary>
static class WordForm
{
    /// <summary>How many features <see cref="Of"/> gives: 2 N + 1, or none for N = 0.</summary>
    public static int Count(int affixes) => affixes == 0 ? 0 : (2 * affixes) + 1;

    /// <summary>The features of a word, those of all words in the same order.</summary>
    /// <param name="affixes">N, at least 1.</param>
    public static IEnumerable<string> Of(string word, int affixes)
    {
        Rune[] runes = [.. word.EnumerateRunes()];
        Rune[] lower = [.. runes.Select(Rune.ToLowerInvariant)];
        for (var n = 1; n <= affixes; n++)
        {
            var length = Math.Min(n, lower.Length);
            yield return string.Concat(lower[..length]);
            yield return string.Concat(lower[^length..]);
        }

        yield return Shape(runes);
    }

    static string Shape(Rune[] runes)
    {
        var shape = new StringBuilder();
        Rune? before = null;
        foreach (var kind in runes.Select(Kind).Where(kind => kind != before))
        {
            shape.Append(kind);
            before = kind;
        }

        return shape.ToString();
    }

    static Rune Kind(Rune rune) =>
        Rune.IsUpper(rune) ? new Rune('A') : Rune.IsLetter(rune) ? new Rune('a') : Rune.IsDigit(rune) ? new Rune('0') : rune;
}
