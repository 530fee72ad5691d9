namespace RnnTrainer.Training.Evaluation;

/// <summary>Sums over the outputs of each sequence, from which the scores of any selection of sequences follow.</summary>
abstract class Tally
{
    private protected Tally()
    {
    }

    /// <summary>Sequences.</summary>
    public abstract int Count { get; }

    /// <summary>The scores of all sequences.</summary>
    public IReadOnlyList<Score> Scores() => Scores(Enumerable.Range(0, Count));

    /// <summary>The scores of some sequences; one that occurs twice counts twice.</summary>
    /// <param name="sequences">Their places, at least one.</param>
    public abstract IReadOnlyList<Score> Scores(IEnumerable<int> sequences);

    /// <summary>The mean loss of an output of a sequence.</summary>
    internal abstract double MeanLoss(int sequence);
}

/// <summary>Sums over outputs.</summary>
interface ISums<TSums>
{
    /// <summary>How many outputs there are.</summary>
    double Outputs { get; }

    /// <summary>Their losses.</summary>
    double Loss { get; }

    /// <summary>Sums of the same shape, all 0.</summary>
    TSums Zero();

    /// <summary>Sets all sums to 0.</summary>
    void Clear();

    /// <summary>Adds others.</summary>
    void Add(TSums others);
}

/// <summary>A tally of one kind of sums.</summary>
/// <param name="sums">Of each sequence, all of one shape.</param>
/// <param name="scores">The scores that the sums of each group come to.</param>
/// <param name="groups">Of each sequence, the number of the group whose sums are kept apart from the others', such as a series; null: there
/// is one group.</param>
sealed class Tally<TSums>(
    IReadOnlyList<TSums> sums, Func<IReadOnlyList<TSums>, IReadOnlyList<Score>> scores, IReadOnlyList<int>? groups = null) : Tally
    where TSums : ISums<TSums>
{
    public override int Count => sums.Count;

    public override IReadOnlyList<Score> Scores(IEnumerable<int> sequences)
    {
        var totals = new SortedDictionary<int, TSums>();
        foreach (var n in sequences)
        {
            var group = groups?[n] ?? 0;
            if (!totals.TryGetValue(group, out var total))
            {
                totals[group] = total = sums[0].Zero();
            }

            total.Add(sums[n]);
        }

        return scores([.. totals.Values]);
    }

    internal override double MeanLoss(int sequence) => sums[sequence].Loss / sums[sequence].Outputs;
}
