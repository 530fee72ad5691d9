namespace RnnTrainer.Data;

/// <summary>Finds what somebody meant by a misspelt name.</summary>
public static class Nearest
{
    /// <summary>
    /// The name with the fewest edits (insert, delete, replace, swap neighbours; case is free) to <paramref name="word"/>;
    /// null when even that one differs in more than a third of its letters.
    /// </summary>
    public static string? To(string word, IEnumerable<string> names)
    {
        var (name, edits) = names.Select(n => (Name: n, Edits: Edits(word.ToUpperInvariant(), n.ToUpperInvariant())))
            .DefaultIfEmpty((Name: "", Edits: int.MaxValue)).MinBy(p => p.Edits);
        return edits <= Math.Max(1, Math.Max(word.Length, name.Length) / 3) ? name : null;
    }

    /// <summary>Optimal string alignment distance, row by row of the usual table.</summary>
    static int Edits(string a, string b)
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
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, above) = (above, row);
        }

        return above[b.Length];
    }
}
