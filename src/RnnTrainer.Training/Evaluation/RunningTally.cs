namespace RnnTrainer.Training.Evaluation;

/// <summary>A tally of sequences that are added one by one, in their order.</summary>
/// <param name="empty">Sums of the shape of all.</param>
/// <param name="keeps">Whether the sums of each sequence are needed; else only their total is held.</param>
sealed class RunningTally<TSums>(TSums empty, bool keeps)
    where TSums : ISums<TSums>
{
    readonly List<TSums> _all = [];
    readonly TSums _total = empty.Zero();

    /// <summary>The sums of the sequence that is being added.</summary>
    public TSums Current { get; private set; } = empty.Zero();

    /// <summary>Ends a sequence.</summary>
    public void EndSequence()
    {
        if (keeps)
        {
            _all.Add(Current);
            Current = Current.Zero();
        }
        else
        {
            _total.Add(Current);
            Current.Clear();
        }
    }

    /// <summary>The sums of all sequences that were ended.</summary>
    public TSums Total()
    {
        var total = empty.Zero();
        total.Add(_total);
        _all.ForEach(total.Add);
        return total;
    }

    /// <summary>The tally of all sequences that were ended.</summary>
    /// <param name="scores">As <see cref="Tally{TSums}"/> has them.</param>
    public Tally Tally(Func<IReadOnlyList<TSums>, IReadOnlyList<Score>> scores) => new Tally<TSums>(keeps ? _all : [_total], scores);
}
