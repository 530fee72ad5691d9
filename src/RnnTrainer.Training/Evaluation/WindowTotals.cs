namespace RnnTrainer.Training.Evaluation;

/// <summary>
/// The sums over windows that are added one by one, in their order: what <see cref="NumberTally.Of"/> comes to, to the bit.
/// </summary>
/// <param name="tally">How errors are measured.</param>
/// <param name="centre">[C]: of each target what its distances are from.</param>
/// <param name="series">What <c>mase</c> divides by.</param>
sealed class WindowTotals(NumberTally tally, double[] centre, SeriesScales series)
{
    readonly NumberSums _window = new(tally.Outputs);
    readonly NumberSums[] _bySeries = [.. series.SeasonalError.Select(_ => new NumberSums(tally.Outputs))];

    /// <summary>Sums of the same windows, all 0.</summary>
    public WindowTotals Zero() => new(tally, centre, series);

    /// <summary>Adds the forecast of a model.</summary>
    /// <param name="n">The number of the window.</param>
    public void Add(int n, ReadOnlySpan<double> target, ReadOnlySpan<double> prediction, double loss)
    {
        _window.Clear();
        tally.Add(_window, target, prediction, centre, series.SeasonalError[series.Series[n]]);
        (_window.Loss, _window.Outputs) = (loss, _window.Numbers / tally.Outputs);
        _bySeries[series.Series[n]].Add(_window);
    }

    /// <summary>Adds the forecast of a baseline, which has no loss.</summary>
    /// <param name="n">The number of the window.</param>
    public void Add(int n, ReadOnlySpan<double> target, ReadOnlySpan<double> prediction)
    {
        var sums = _bySeries[series.Series[n]];
        tally.Add(sums, target, prediction, centre, series.SeasonalError[series.Series[n]]);
        sums.Outputs = sums.Numbers / tally.Outputs;
    }

    /// <summary>A tally of the series.</summary>
    public Tally Tally() => tally.TallyOf(_bySeries);
}
