namespace RnnTrainer.Data.Splits;

/// <summary>How many sequences of each class are held out, so that every part has about the same shares of the classes.</summary>
static class Strata
{
    /// <summary>
    /// The numbers of test and of validation sequences of each class: its share, rounded down or up so that the totals are those that
    /// are asked for. A class keeps at least one sequence to train on, so a total can be smaller.
    /// </summary>
    /// <param name="sizes">The number of sequences of each class.</param>
    /// <param name="tests">How many are for the test.</param>
    /// <param name="validations">How many are for validation.</param>
    public static (int Test, int Validation)[] Of(IReadOnlyList<int> sizes, int tests, int validations)
    {
        var all = sizes.Sum();
        var test = Rounded(sizes, sizes, (double)tests / all, tests);
        int[] room = [.. sizes.Zip(test, (size, held) => size - held)];
        var validation = Rounded(sizes, room, (double)validations / all, validations);
        return [.. test.Zip(validation)];
    }

    /// <summary>A share of each size; the classes that lose most by rounding down are rounded up until the total is reached.</summary>
    /// <param name="room">Of each class the number that is left; one of them stays.</param>
    static int[] Rounded(IReadOnlyList<int> sizes, IReadOnlyList<int> room, double share, int total)
    {
        int[] counts = [.. sizes.Select((size, k) => Math.Max(0, Math.Min((int)(share * size), room[k] - 1)))];
        int[] up =
        [
            .. Enumerable.Range(0, sizes.Count).Where(k => counts[k] < share * sizes[k] && counts[k] < room[k] - 1)
                .OrderByDescending(k => (share * sizes[k]) - counts[k]).Take(total - counts.Sum()),
        ];
        foreach (var k in up)
        {
            counts[k]++;
        }

        return counts;
    }
}
