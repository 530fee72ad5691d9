namespace RnnTrainer.Autodiff;

/// <summary>How many letters two words are apart: insertions, deletions and replacements (Levenshtein 1966).</summary>
public static class EditDistance
{
    /// <summary>The candidate nearest to <paramref name="word"/>, if it is near enough to be what was meant: a third of its letters apart, or two of more than three.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) =>
        candidates
            .Select(c => (Word: c, Distance: Between(word, c)))
            .Where(c => c.Distance <= Math.Max(c.Word.Length > 3 ? 2 : 1, c.Word.Length / 3) && IsLike(word, c.Word, c.Distance))
            .OrderBy(c => c.Distance)
            .Select(c => c.Word)
            .FirstOrDefault();

    // Of names of one letter every one is near every other, which means nothing.
    static bool IsLike(string word, string candidate, int distance) =>
        distance < Math.Max(word.Length, candidate.Length) || word.Equals(candidate, StringComparison.OrdinalIgnoreCase);

    /// <summary>The smallest number of single-letter changes that turns <paramref name="a"/> into <paramref name="b"/>.</summary>
    public static int Between(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
