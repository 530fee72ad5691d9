namespace RnnTrainer.Training.Smoothing;

/// <summary>
/// The Theta method (Assimakopoulos and Nikolopoulos 2000), as simple exponential smoothing with half the slope of the regression on time
/// as drift (Hyndman and Billah 2003), of values without their season where an autocorrelation test finds one: the benchmark of the M3 and
/// M4 competitions.
/// </summary>
sealed class ThetaForecaster(int season) : SeriesForecaster(season)
{
    /// <summary>The 95 % quantile of the normal distribution.</summary>
    const double Significant = 1.6448536269514722;

    Smoother? _level;
    SeasonalIndexes _indexes = SeasonalIndexes.None;
    TimeRegression _line;
    double _alpha;
    int _turn;

    /// <summary>
    /// The forecast h steps ahead from the level after n values: <c>l + b/2 (h − 1 + (1 − (1 − α)^n) / α)</c>, b the slope.
    /// </summary>
    public static double Ahead(double level, double slope, double alpha, double n, int h) =>
        level + (slope / 2 * (h - 1 + ((1 - Math.Pow(1 - alpha, n)) / alpha)));

    /// <summary>
    /// Whether the autocorrelation r at lag m is above 1.645 √((1 + 2 Σ_{k&lt;m} r_k²) / n), as the benchmark of M4 tests it.
    /// </summary>
    public static bool IsSeasonal(double[] values, int m)
    {
        var n = values.Length;
        if (m < 2 || n <= 2 * m)
        {
            return false;
        }

        var mean = values.Average();
        var spread = values.Sum(y => (y - mean) * (y - mean));
        if (!(spread > 0))
        {
            return false;
        }

        var squares = Enumerable.Range(1, m - 1).Sum(k => Math.Pow(Correlation(k), 2));
        return Math.Abs(Correlation(m)) > Significant * Math.Sqrt((1 + (2 * squares)) / n);

        double Correlation(int lag)
        {
            var sum = 0.0;
            for (var t = lag; t < n; t++)
            {
                sum += (values[t] - mean) * (values[t - lag] - mean);
            }

            return sum / spread;
        }
    }

    protected override void Fit(double[] values)
    {
        _indexes = IsSeasonal(values, Season) ? SeasonalIndexes.Of(values, Season) : SeasonalIndexes.None;
        double[] adjusted = [.. values.Select((y, t) => _indexes.Without(y, t))];
        _level = SmoothingFit.Of(adjusted, hasTrend: false, season: 1, from: 1, out _, out var rates);
        (_alpha, _line, _turn) = (rates.Alpha, new TimeRegression(), values.Length % _indexes.Length);
        foreach (var y in adjusted)
        {
            _line.Add(y);
        }
    }

    protected override void Follow(double value)
    {
        var adjusted = _indexes.Without(value, _turn);
        _level!.Update(adjusted);
        _line.Add(adjusted);
        _turn = (_turn + 1) % _indexes.Length;
    }

    protected override double Ahead(int h) =>
        _indexes.With(Ahead(_level!.Ahead(1), _line.Slope, _alpha, _line.Count, h), _turn + h - 1);
}

/// <summary>The regression of values on time, 0, 1, …, from sums.</summary>
struct TimeRegression
{
    double _values, _products;

    /// <summary>n.</summary>
    public double Count { get; private set; }

    /// <summary>(Σ t y − mean(t) Σ y) / (n (n² − 1) / 12); 0 of one value.</summary>
    public readonly double Slope => Count < 2 ? 0
        : (_products - ((Count - 1) / 2 * _values)) / (Count * ((Count * Count) - 1) / 12);

    /// <summary>Adds the next value.</summary>
    public void Add(double value)
    {
        _values += value;
        _products += Count * value;
        Count++;
    }
}
