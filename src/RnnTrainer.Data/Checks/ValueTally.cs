namespace RnnTrainer.Data.Checks;

/// <summary>
/// The values of one column of numbers, as far as <see cref="Sentinels"/> look at them: an even sample, and of the smallest and the largest
/// values how often they occur.
/// </summary>
/// <param name="name">Of the column.</param>
/// <param name="columns">How many columns there are: they share the memory.</param>
sealed class ValueTally(string name, int columns)
{
    const int MostSampled = 200_000, FewestSampled = 1000, MostOfAll = 16_000_000, Ends = Sentinels.Most;

    readonly int _most = Math.Clamp(MostOfAll / Math.Max(1, columns), FewestSampled, MostSampled);
    readonly double[] _low = new double[Ends], _high = new double[Ends]; // ascending, descending; distinct
    readonly long[] _lows = new long[Ends], _highs = new long[Ends];
    double[] _sample = [];
    int _sampled, _lowCount, _highCount;
    long _mask; // of places that are not in the sample
    double _lowEnd = double.PositiveInfinity, _highEnd = double.NegativeInfinity; // beyond them a value is none of the smallest, largest

    public string Name => name;

    /// <summary>The number of values.</summary>
    public long Known { get; private set; }

    /// <summary>Adds a value, which is not NaN.</summary>
    public void Add(double x)
    {
        if ((Known & _mask) == 0)
        {
            Sample(x);
        }

        Known++;
        if (x <= _lowEnd)
        {
            Count(x, _low, _lows, ref _lowCount, 1);
            _lowEnd = _lowCount == Ends ? _low[Ends - 1] : double.PositiveInfinity;
        }

        if (x >= _highEnd)
        {
            Count(x, _high, _highs, ref _highCount, -1);
            _highEnd = _highCount == Ends ? _high[Ends - 1] : double.NegativeInfinity;
        }
    }

    /// <summary>The values of the sample, ascending: every one, or every second, fourth, eighth, … from the first on.</summary>
    public double[] Sorted()
    {
        var sorted = _sample.AsSpan(0, _sampled).ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>How often one of the smallest or largest values occurs; 0 for any other.</summary>
    public long CountOf(double x) => Array.IndexOf(_low, x, 0, _lowCount) is >= 0 and var low ? _lows[low]
        : Array.IndexOf(_high, x, 0, _highCount) is >= 0 and var high ? _highs[high] : 0;

    void Sample(double x)
    {
        if (_sampled == _most)
        {
            for (var n = 0; 2 * n < _sampled; n++)
            {
                _sample[n] = _sample[2 * n];
            }

            (_sampled, _mask) = ((_sampled + 1) / 2, (2 * _mask) + 1);
            if ((Known & _mask) != 0)
            {
                return;
            }
        }

        if (_sampled == _sample.Length)
        {
            Array.Resize(ref _sample, Math.Clamp(2 * _sampled, 16, _most));
        }

        _sample[_sampled++] = x;
    }

    /// <summary>
    /// Counts a value at one end. A value that is pushed out never comes back, since what pushed it out stays: so counts are exact.
    /// </summary>
    static void Count(double x, double[] ends, long[] counts, ref int count, int sign)
    {
        var place = 0;
        while (place < count && sign * ends[place] < sign * x)
        {
            place++;
        }

        if (place < count && ends[place] == x)
        {
            counts[place]++;
            return;
        }

        count = Math.Min(count + 1, Ends);
        for (var n = count - 1; n > place; n--)
        {
            (ends[n], counts[n]) = (ends[n - 1], counts[n - 1]);
        }

        (ends[place], counts[place]) = (x, 1);
    }
}
