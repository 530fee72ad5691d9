namespace RnnTrainer.Common;

/// <summary>Finds the name that was meant by a misspelt one.</summary>
static class NearestName
{
    /// <summary>
    /// The name with the fewest edits (insert, delete, replace, swap neighbours) from <paramref name="word"/>, upper and lower case alike;
    /// of several the one whose case fits best, then the first. Null if even that one is too far away: more than two edits (one for names
    /// of up to four letters) and more than a third of its letters, or as many edits as there are letters.
    /// </summary>
    public static string? To(string word, IEnumerable<string> names) =>
        names
            .Select(name => (Name: name, Edits: Edits(word.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(n => n.Edits <= Allowed(n.Name) && n.Edits < Math.Max(word.Length, n.Name.Length))
            .OrderBy(n => n.Edits)
            .ThenBy(n => Edits(word, n.Name))
            .Select(n => n.Name)
            .FirstOrDefault();

    static int Allowed(string name) => Math.Max(name.Length > 4 ? 2 : 1, name.Length / 3);

    /// <summary>The optimal string alignment distance, by rows of the usual table.</summary>
    internal static int Edits(string a, string b)
    {
        int[] before = [], above = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, 1 + Math.Min(above[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above) = (above, row);
        }

        return above[b.Length];
    }
}
