using RnnTrainer.Common;

namespace RnnTrainer.Data.Splits;

/// <summary>The training, validation and test parts of a set of sequences. Each keeps the file's order, and may be empty.</summary>
sealed record Split(IReadOnlyList<Sequence> Train, IReadOnlyList<Sequence> Validation, IReadOnlyList<Sequence> Test)
{
    /// <summary>
    /// Splits by sequence. Ids are ordered by a hash of (seed, id), so the part of a sequence does not depend on the file's order. The
    /// first round(N·test) are the test part, the next round(N·validation) the validation part.
    /// </summary>
    /// <param name="validation">A fraction below 1, or a number of sequences.</param>
    /// <param name="test">A fraction below 1, or a number of sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fractions leave nothing to train on.</exception>
    public static Split BySequence(IReadOnlyList<Sequence> sequences, double validation, double test, int seed)
    {
        Check(validation, test);
        var tests = Count(sequences.Count, test);
        var held = tests + Count(sequences.Count, validation);
        var rank = sequences.Select(s => s.Id).OrderBy(id => Key(seed, id)).ThenBy(id => id, StringComparer.Ordinal)
            .Select((id, r) => (id, r)).ToDictionary(p => p.id, p => p.r, StringComparer.Ordinal);
        return new Split(Part(held, int.MaxValue), Part(tests, held), Part(0, tests));

        IReadOnlyList<Sequence> Part(int from, int to) => [.. sequences.Where(s => rank[s.Id] >= from && rank[s.Id] < to)];
    }

    /// <summary>
    /// The same, with about the share of each class in every part: see <see cref="Strata"/>. The sequences of a class are ordered by the
    /// same hash.
    /// </summary>
    /// <param name="sequences">Each has a label.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fractions leave nothing to train on.</exception>
    public static Split Stratified(IReadOnlyList<Sequence> sequences, double validation, double test, int seed)
    {
        Check(validation, test);
        string[][] classes =
        [
            .. sequences.GroupBy(s => s.Label!, s => s.Id, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => g.OrderBy(id => Key(seed, id)).ThenBy(id => id, StringComparer.Ordinal).ToArray()),
        ];
        var counts = Strata.Of(
            [.. classes.Select(c => c.Length)], Count(sequences.Count, test), Count(sequences.Count, validation));
        var (tests, validations) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (ids, held) in classes.Zip(counts))
        {
            tests.UnionWith(ids.Take(held.Test));
            validations.UnionWith(ids.Skip(held.Test).Take(held.Validation));
        }

        return new Split(
            [.. sequences.Where(s => !tests.Contains(s.Id) && !validations.Contains(s.Id))],
            [.. sequences.Where(s => validations.Contains(s.Id))], [.. sequences.Where(s => tests.Contains(s.Id))]);
    }

    /// <summary>
    /// Splits each sequence by its steps: the last ones are the test part, those before them the validation part. This is for a text, or
    /// for a series with a label at each step. A part does not see the steps before it.
    /// </summary>
    /// <param name="validation">A fraction below 1, or a number of steps.</param>
    /// <param name="test">A fraction below 1, or a number of steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fractions leave nothing to train on.</exception>
    public static Split ByTime(IReadOnlyList<Sequence> sequences, double validation, double test)
    {
        Check(validation, test);
        return new Split(Part((train, _, _) => train), Part((_, held, _) => held), Part((_, _, last) => last));

        IReadOnlyList<Sequence> Part(Func<StepRange, StepRange, StepRange, StepRange> which) =>
        [
            .. from sequence in sequences
               let ranges = Windows.Ranges(sequence.Length, validation, test)
               let range = which(ranges.Train, ranges.Validation, ranges.Test)
               where range.Count > 0
               select sequence.Slice(range.From, range.Count) with { Line = sequence.LineOf(range.From) },
        ];
    }

    /// <summary>
    /// Splits by the manifest's split column: <c>test</c>, <c>validation</c> (or <c>valid</c>, <c>val</c>, <c>dev</c>); any other value is
    /// training.
    /// </summary>
    public static Split ByPart(IReadOnlyList<Sequence> sequences)
    {
        var parts = sequences.ToLookup(s => s.Part?.ToLowerInvariant() switch
        {
            "test" => 2,
            "validation" or "valid" or "val" or "dev" => 1,
            _ => 0,
        });
        return new Split([.. parts[0]], [.. parts[1]], [.. parts[2]]);
    }

    /// <summary>The size of a part of <paramref name="all"/>: below 1 it is a fraction, rounded; otherwise a number.</summary>
    internal static int Count(int all, double part) =>
        part < 1 ? (int)Math.Round(all * part, MidpointRounding.AwayFromZero) : (int)Math.Min(all, part);

    static ulong Key(int seed, string id) => RandomStream.Mix(RandomStream.Hash(id) ^ RandomStream.Hash($"split {seed}"));

    internal static void Check(double validation, double test)
    {
        if (!(validation >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(validation), validation, "The validation part is a fraction below 1 or a number.");
        }

        if (!(test >= 0 && (validation >= 1 || test >= 1 || validation + test < 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(test), test, "The test part is at least 0 and leaves something to train on.");
        }
    }
}
