using RnnTrainer.Data.Storage;

namespace RnnTrainer.Training.Evaluation;

/// <summary>
/// The scores of columns that need all their probabilities at once: each is kept, 8 bytes long, and sorted. A key is the probability with
/// the sign bit, which it does not need, behind its last bit: whether the label is there. Sorted runs that do not fit into memory are in
/// the temporary file, and are merged as they are read.
/// </summary>
/// <param name="columns">C.</param>
/// <param name="memory">Bytes for all keys.</param>
/// <param name="keeps">Whether the scores of some of the sequences will be asked for: then all keys are held, with their sequences.</param>
sealed class RankedScores(int columns, long memory, bool keeps)
{
    const int LeastRun = 1 << 10;
    const int LargestRun = 1 << 20;

    readonly StoredList<ulong> _runs = new(new Spill(memory / 2));
    readonly RankedKeys[] _columns = new RankedKeys[columns];
    readonly int _run = keeps ? int.MaxValue : (int)Math.Clamp(memory / 2 / sizeof(ulong) / Math.Max(1, columns), LeastRun, LargestRun);
    int _sequence;

    /// <summary>C.</summary>
    public int Columns => columns;

    /// <summary>Adds an output.</summary>
    /// <param name="p">The probability of each column.</param>
    /// <param name="target">The column that is there; below 0: none of them.</param>
    public void Add(ReadOnlySpan<double> p, int target)
    {
        for (var c = 0; c < p.Length; c++)
        {
            Add(c, p[c], c == target);
        }
    }

    /// <summary>Adds an output.</summary>
    /// <param name="p">The probability of each column.</param>
    /// <param name="target">Of each column, 0 or 1.</param>
    public void Add(ReadOnlySpan<double> p, ReadOnlySpan<double> target)
    {
        for (var c = 0; c < p.Length; c++)
        {
            Add(c, p[c], target[c] > 0.5);
        }
    }

    /// <summary>Ends a sequence.</summary>
    public void EndSequence() => _sequence++;

    /// <summary>The scores of a column; all columns are one if it is null.</summary>
    /// <param name="weights">How often each sequence counts; null: once.</param>
    public RankedAreas AreasOf(int? column, int[]? weights = null)
    {
        var scan = new RankedScan();
        foreach (var (key, sequence) in Keys(column))
        {
            scan.Add(key, weights is null ? 1 : weights[sequence]);
        }

        return scan.Areas();
    }

    /// <summary>
    /// The points of the curves of a column, from the highest threshold on: true and false positives where everything from a probability on
    /// is predicted; last where all is.
    /// </summary>
    public IEnumerable<(double P, long True, long False)> Curve(int? column)
    {
        var (before, tp, fp) = (double.NaN, 0L, 0L);
        foreach (var (p, isThere) in Outputs(column))
        {
            if (p != before && tp + fp > 0)
            {
                yield return (before, tp, fp);
            }

            (before, tp, fp) = (p, tp + (isThere ? 1 : 0), fp + (isThere ? 0 : 1));
        }

        yield return (before, tp, fp);
    }

    /// <summary>The probabilities of a column, the largest first, and whether the label is there.</summary>
    public IEnumerable<(double P, bool IsThere)> Outputs(int? column) =>
        Keys(column).Select(k => (BitConverter.UInt64BitsToDouble(k.Key >> 1), (k.Key & 1) == 1));

    IEnumerable<(ulong Key, int Sequence)> Keys(int? column)
    {
        IReadOnlyList<RankedKeys> merged = column is { } c ? [ColumnOf(c)] : [.. Enumerable.Range(0, columns).Select(ColumnOf)];
        return RankedKeys.Descending(merged, _runs);
    }

    void Add(int c, double p, bool isThere)
    {
        var keys = ColumnOf(c);
        keys.Add(RankedKeys.KeyOf(p, isThere), keeps ? _sequence : null);
        if (keys.Count == _run)
        {
            keys.Store(_runs);
        }
    }

    RankedKeys ColumnOf(int c) => _columns[c] ??= new();
}

/// <summary>The keys of a column.</summary>
sealed class RankedKeys
{
    const int Buffer = 1 << 10;
    const int Least = 16;

    readonly List<(long From, int Count)> _stored = [];
    ulong[] _keys = [];
    int[]? _sequences;
    bool _isSorted;

    /// <summary>Keys that are not stored.</summary>
    public int Count { get; private set; }

    /// <summary>The key of a probability, between 0 and 1: keys are in the order of probabilities.</summary>
    public static ulong KeyOf(double p, bool isThere) => (BitConverter.DoubleToUInt64Bits(Math.Abs(p)) << 1) | (isThere ? 1UL : 0);

    /// <summary>Adds a key.</summary>
    /// <param name="sequence">Where it is kept.</param>
    public void Add(ulong key, int? sequence)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(Least, 2 * Count));
            if (sequence is not null)
            {
                Array.Resize(ref _sequences, _keys.Length);
            }
        }

        if (sequence is { } s)
        {
            _sequences![Count] = s;
        }

        _keys[Count++] = key;
        _isSorted = false;
    }

    /// <summary>Moves the keys into a run of their own.</summary>
    public void Store(StoredList<ulong> runs)
    {
        Array.Sort(_keys, 0, Count);
        _stored.Add((runs.Count, Count));
        runs.AddRange(_keys.AsSpan(0, Count));
        Count = 0;
    }

    /// <summary>The keys of some columns together, the largest first.</summary>
    public static IEnumerable<(ulong Key, int Sequence)> Descending(IReadOnlyList<RankedKeys> columns, StoredList<ulong> runs)
    {
        List<IEnumerator<(ulong Key, int Sequence)>> all = [.. columns.SelectMany(c => c.Runs(runs)).Select(r => r.GetEnumerator())];
        if (all is [var one])
        {
            while (one.MoveNext())
            {
                yield return one.Current;
            }

            yield break;
        }

        var next = new PriorityQueue<IEnumerator<(ulong Key, int Sequence)>, ulong>(all.Count);
        foreach (var run in all.Where(r => r.MoveNext()))
        {
            next.Enqueue(run, ~run.Current.Key);
        }

        while (next.TryPeek(out var run, out _))
        {
            yield return run.Current;
            if (run.MoveNext())
            {
                next.DequeueEnqueue(run, ~run.Current.Key);
            }
            else
            {
                next.Dequeue();
            }
        }
    }

    IEnumerable<IEnumerable<(ulong Key, int Sequence)>> Runs(StoredList<ulong> runs) =>
        [.. _stored.Select(r => Stored(runs, r.From, r.Count)), .. Count > 0 ? [InMemory()] : Array.Empty<IEnumerable<(ulong, int)>>()];

    IEnumerable<(ulong Key, int Sequence)> InMemory()
    {
        if (!_isSorted)
        {
            if (_sequences is null)
            {
                Array.Sort(_keys, 0, Count);
            }
            else
            {
                Array.Sort(_keys, _sequences, 0, Count);
            }

            _isSorted = true;
        }

        for (var n = Count - 1; n >= 0; n--)
        {
            yield return (_keys[n], _sequences?[n] ?? 0);
        }
    }

    static IEnumerable<(ulong Key, int Sequence)> Stored(StoredList<ulong> runs, long from, int count)
    {
        for (var end = count; end > 0;)
        {
            var some = runs.ToArray(from + Math.Max(0, end - Buffer), Math.Min(Buffer, end));
            for (var n = some.Length - 1; n >= 0; n--)
            {
                yield return (some[n], 0);
            }

            end -= some.Length;
        }
    }
}

/// <summary>Areas under the curves of a ranking.</summary>
/// <param name="Roc">Under the receiver operating characteristic: the share of the pairs of a label that is there and one that is not in
/// which the first has the larger probability, ties count a half. NaN where there are no such pairs.</param>
/// <param name="AveragePrecision">Σ (R_k − R_{k−1}) P_k over the thresholds, R the recall and P the precision; 0 where no label is
/// there.</param>
readonly record struct RankedAreas(double Roc, double AveragePrecision);

/// <summary>Adds up the areas from keys that come in falling order.</summary>
sealed class RankedScan
{
    const ulong Infinity = 0x7FF0000000000000;

    // Of all before those with the same probability, and of these.
    double _positive, _negative, _tiedPositive, _tiedNegative;
    double _pairs, _precision;
    ulong _before;
    bool _isUndefined;

    /// <summary>Adds a key.</summary>
    /// <param name="weight">How often it counts.</param>
    public void Add(ulong key, int weight)
    {
        if (key >> 1 != _before)
        {
            EndTies();
            _before = key >> 1;
            _isUndefined |= _before > Infinity;
        }

        if ((key & 1) == 0)
        {
            _tiedNegative += weight;
        }
        else
        {
            _tiedPositive += weight;
        }
    }

    /// <summary>The areas, after the last key.</summary>
    public RankedAreas Areas()
    {
        EndTies();
        return _isUndefined ? new(double.NaN, double.NaN)
            : new(_pairs / (_positive * _negative), _positive == 0 ? 0 : _precision / _positive);
    }

    void EndTies()
    {
        _pairs += _tiedNegative * (_positive + (_tiedPositive / 2));
        _positive += _tiedPositive;
        _negative += _tiedNegative;
        _precision += _tiedPositive == 0 ? 0 : _tiedPositive * (_positive / (_positive + _negative));
        (_tiedPositive, _tiedNegative) = (0, 0);
    }
}
