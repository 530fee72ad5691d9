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
    /// Splits so that the sequences of a group are in one part. Groups are ordered by the hash of (seed, group); see
    /// <see cref="GroupedParts"/>. Where every sequence is a group of its own, the parts are those of the methods above.
    /// </summary>
    /// <param name="sequences">Each has a group, and a label if <paramref name="isStratified"/>; at least as many groups as parts.</param>
    /// <param name="isStratified">Whether every part has about the share of each class.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fractions leave nothing to train on.</exception>
    public static Split Grouped(IReadOnlyList<Sequence> sequences, double validation, double test, int seed, bool isStratified)
    {
        Check(validation, test);
        var groups = GroupsOf(sequences, seed);
        if (groups.Count == sequences.Count)
        {
            return isStratified ? Stratified(sequences, validation, test, seed) : BySequence(sequences, validation, test, seed);
        }

        var (tests, validations) = (Count(sequences.Count, test), Count(sequences.Count, validation));
        var all = (double)Math.Max(1, sequences.Count);
        (int Part, double Share)[] parts = [
            .. new[] { (0, Math.Max(1, sequences.Count - tests - validations) / all), (1, validations / all), (2, tests / all) }
                .Where(p => p.Item2 > 0)];
        var of = GroupedParts.Of(Counts(groups, isStratified), [.. parts.Select(p => p.Share)]);
        var partOf = groups.Zip(of).ToDictionary(p => p.First.Key, p => parts[p.Second].Part, StringComparer.Ordinal);
        return new Split(Part(0), Part(1), Part(2));

        IReadOnlyList<Sequence> Part(int part) => [.. sequences.Where(s => partOf[s.Group!] == part)];
    }

    /// <summary>
    /// The fold of each sequence, from 0: every fold has about the same number of sequences, and of each class if
    /// <paramref name="isStratified"/>; the sequences of a group are in one fold if <paramref name="areGrouped"/>. Their order is that of
    /// the hash of (seed, id).
    /// </summary>
    /// <param name="sequences">At least as many sequences, or groups, as folds.</param>
    public static int[] Folds(IReadOnlyList<Sequence> sequences, int folds, int seed, bool areGrouped, bool isStratified)
    {
        if (areGrouped && GroupsOf(sequences, seed) is var groups && groups.Count < sequences.Count)
        {
            var of = GroupedParts.Folds(Counts(groups, isStratified), folds);
            var foldOf = groups.Zip(of).ToDictionary(p => p.First.Key, p => p.Second, StringComparer.Ordinal);
            return [.. sequences.Select(s => foldOf[s.Group!])];
        }

        var dealt = sequences.OrderBy(s => isStratified ? s.Label : "", StringComparer.Ordinal)
            .ThenBy(s => Key(seed, s.Id)).ThenBy(s => s.Id, StringComparer.Ordinal)
            .Select((s, n) => (s.Id, Fold: n % folds)).ToDictionary(p => p.Id, p => p.Fold, StringComparer.Ordinal);
        return [.. sequences.Select(s => dealt[s.Id])];
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
        return ByTime(sequences, length => Windows.Ranges(length, validation, test));
    }

    /// <summary>Splits each sequence by its steps, where the parts of a sequence of that length are given.</summary>
    public static Split ByTime(
        IReadOnlyList<Sequence> sequences, Func<int, (StepRange Train, StepRange Validation, StepRange Test)> rangesOf)
    {
        return new Split(Part((train, _, _) => train), Part((_, held, _) => held), Part((_, _, last) => last));

        IReadOnlyList<Sequence> Part(Func<StepRange, StepRange, StepRange, StepRange> which) =>
        [
            .. from sequence in sequences
               let ranges = rangesOf(sequence.Length)
               let range = which(ranges.Train, ranges.Validation, ranges.Test)
               where range.Count > 0
               select sequence.Slice(range.From, range.Count) with { Line = sequence.LineOf(range.From), FirstStep = range.From },
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

    /// <summary>The groups in the order of their hashes.</summary>
    static List<IGrouping<string, Sequence>> GroupsOf(IReadOnlyList<Sequence> sequences, int seed) =>
    [
        .. sequences.GroupBy(s => s.Group!, StringComparer.Ordinal)
            .OrderBy(g => Key(seed, g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal),
    ];

    /// <summary>Of each group the number of sequences of each class, or of all.</summary>
    static int[][] Counts(IReadOnlyList<IGrouping<string, Sequence>> groups, bool isStratified)
    {
        string[] labels = [.. groups.SelectMany(g => g).Select(Label).Distinct().Order(StringComparer.Ordinal)];
        var numbers = labels.Index().ToDictionary(l => l.Item, l => l.Index, StringComparer.Ordinal);
        return [.. groups.Select(group =>
        {
            var counts = new int[labels.Length];
            foreach (var sequence in group)
            {
                counts[numbers[Label(sequence)]]++;
            }

            return counts;
        })];

        string Label(Sequence sequence) => isStratified ? sequence.Label! : "";
    }

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
