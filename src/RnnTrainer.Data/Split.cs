namespace RnnTrainer.Data;

/// <summary>The parts of a set of sequences; each keeps the file's order, and a part may be empty.</summary>
public sealed record Split(IReadOnlyList<Sequence> Train, IReadOnlyList<Sequence> Validation, IReadOnlyList<Sequence> Test)
{
    /// <summary>
    /// Splits by sequence: ids are ordered by a hash of (seed, id); the first round(N·test) are the test part, the next
    /// round(N·validation) the validation part. So the part of a sequence does not depend on the file's order.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The fractions leave nothing to train on.</exception>
    public static Split BySequence(IReadOnlyList<Sequence> sequences, double validation, double test, int seed)
    {
        Check(validation, test);
        var tests = Count(test);
        var held = tests + Count(validation);
        var rank = sequences.Select(s => s.Id).OrderBy(id => Key(seed, id)).ThenBy(id => id, StringComparer.Ordinal)
            .Select((id, r) => (id, r)).ToDictionary(p => p.id, p => p.r, StringComparer.Ordinal);
        return new Split(Part(held, int.MaxValue), Part(tests, held), Part(0, tests));

        int Count(double fraction) => (int)Math.Round(sequences.Count * fraction, MidpointRounding.AwayFromZero);
        IReadOnlyList<Sequence> Part(int from, int to) => [.. sequences.Where(s => rank[s.Id] >= from && rank[s.Id] < to)];
    }

    static ulong Key(int seed, string id) => RandomStream.Mix(RandomStream.Hash(id) ^ RandomStream.Hash($"split {seed}"));

    static void Check(double validation, double test)
    {
        if (!(validation >= 0 && validation < 1))
            throw new ArgumentOutOfRangeException(nameof(validation), validation, "The validation fraction lies in 0 … 1, 1 excluded.");
        if (!(test >= 0 && validation + test < 1))
            throw new ArgumentOutOfRangeException(nameof(test), test, "The test fraction is at least 0 and leaves something to train on.");
    }
}
