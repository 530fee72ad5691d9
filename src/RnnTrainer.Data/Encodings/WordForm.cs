using System.Text;

namespace RnnTrainer.Data.Encodings;

/// <summary>
/// Features of a word's spelling, which a word that does not occur in training has too: its first 1 to N and its last 1 to N characters in
/// lower case (all of a shorter word), and its shape. In the shape, A is an upper-case letter, a any other letter, 0 a digit, and any other
/// character itself; repetitions are written once.
/// </summary>
static class WordForm
{
    /// <summary>The number of features that <see cref="Of"/> yields: 2 N + 1, or none for N = 0.</summary>
    public static int Count(int affixes) => affixes == 0 ? 0 : (2 * affixes) + 1;

    /// <summary>The features of a word, in the same order for all words.</summary>
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
