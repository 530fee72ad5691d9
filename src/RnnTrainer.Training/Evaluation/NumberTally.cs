using RnnTrainer.Data;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>The scores of outputs that are numbers.</summary>
/// <param name="Outputs">O, the numbers of an output; of a forecast the steps ahead, and at each of them the targets.</param>
/// <param name="Scale">What the scores of a forecast are measured by; null: those are left out.</param>
sealed record NumberTally(int Outputs, ForecastScale? Scale)
{
    // A sum of squares below this fraction of Σd² is rounding.
    const double Rounding = 1e-12;

    // The outputs of a target at all steps ahead.
    int Targets => Scale?.Deviation.Length ?? Outputs;

    /// <summary>The tally of sequences.</summary>
    /// <param name="targets">Row-major [N,O]: N outputs in the order of the sequences; NaN where none is known: that number does not
    /// count.</param>
    /// <param name="predictions">The same.</param>
    /// <param name="counts">Outputs of each sequence.</param>
    /// <param name="losses">Of each sequence, the sum over its outputs.</param>
    /// <param name="series">Of a forecast, what <c>mase</c> is measured by; null: the windows are of one series.</param>
    public Tally Of(
        double[] targets, double[] predictions, IReadOnlyList<int> counts, IReadOnlyList<double> losses, SeriesScales? series = null)
    {
        var centre = Centre([targets]);
        series = Scale is null ? null : series ?? SeriesScales.OfOne(targets.Length / Outputs, Scale.SeasonalError);
        var (sums, first) = (new NumberSums[counts.Count], 0);
        for (var s = 0; s < sums.Length; s++)
        {
            sums[s] = new NumberSums(Outputs) { Loss = losses[s] };
            for (var n = first; n < first + counts[s]; n++)
            {
                Add(
                    sums[s], targets.AsSpan(n * Outputs, Outputs), predictions.AsSpan(n * Outputs, Outputs), centre,
                    series?.SeasonalError[series.Series[n]]);
            }

            sums[s].Outputs = sums[s].Numbers / Outputs;
            first += counts[s];
        }

        return new Tally<NumberSums>(sums, ScoresOf, series is null ? null : GroupsOf(series, counts));
    }

    /// <summary>The same of windows that are added one by one: only the sums of each series are held.</summary>
    /// <param name="windows">Their targets [O] are read twice.</param>
    /// <param name="series">What <c>mase</c> is measured by; null: the windows are of one series.</param>
    internal WindowTotals Totals(IReadOnlyList<Sequence> windows, SeriesScales? series) =>
        new(this, Centre(windows.Select(w => w.Target!)), series ?? SeriesScales.OfOne(windows.Count, Scale!.SeasonalError));

    /// <summary>The tally of sums, one for each group.</summary>
    internal Tally TallyOf(NumberSums[] groups) => new Tally<NumberSums>(groups, ScoresOf, [.. Enumerable.Range(0, groups.Length)]);

    /// <summary>Adds an output.</summary>
    /// <param name="q">[C], what <c>mase</c> divides by; null: it is not measured.</param>
    internal void Add(NumberSums sums, ReadOnlySpan<double> target, ReadOnlySpan<double> prediction, double[] centre, double[]? q)
    {
        for (var n = 0; n < Outputs; n++)
        {
            if (double.IsNaN(target[n]))
            {
                continue;
            }

            sums.ByOutput[n].Add(target[n], prediction[n], centre[n % Targets]);
            if (q?[n % Targets] > 0)
            {
                sums.AddScaledError(Math.Abs(prediction[n] - target[n]) / q[n % Targets]);
            }
        }
    }

    /// <summary>The scores of all outputs together.</summary>
    /// <param name="series">As for <see cref="Of"/>.</param>
    public IReadOnlyList<Score> Scores(double[] targets, double[] predictions, SeriesScales? series = null)
    {
        int[] counts = series?.Counts() ?? [targets.Length / Outputs];
        return Of(targets, predictions, counts, [.. counts.Select(_ => double.NaN)], series).Scores();
    }

    // Of each sequence, the series of its first window: one of a forecast has no other.
    static int[] GroupsOf(SeriesScales series, IReadOnlyList<int> counts)
    {
        var (groups, first) = (new int[counts.Count], 0);
        for (var s = 0; s < groups.Length; s++)
        {
            groups[s] = series.Series[first];
            first += counts[s];
        }

        return groups;
    }

    /// <summary>The scores that the sums of each group come to.</summary>
    internal IReadOnlyList<Score> ScoresOf(IReadOnlyList<NumberSums> groups)
    {
        var all = NumberSums.Total(groups);
        var (sums, numbers) = (all.ByOutput, all.Numbers);
        if (numbers == 0)
        {
            return [];
        }

        var (squares, spread) = (sums.Sum(o => o.Squares), Enumerable.Range(0, Targets).Sum(c => Spread(all, c)));
        Score[] scores =
        [
            new("loss", all.Loss / all.Outputs),
            new("mse", squares / numbers),
            new("rmse", Math.Sqrt(squares / numbers)),
            new("mae", sums.Sum(o => o.Errors) / numbers),
            new("r2", spread > 0 ? 1 - (squares / spread) : squares == 0 ? 1 : 0),
        ];
        if (Scale is not { Deviation: var s })
        {
            return scores;
        }

        var (C, measured) = (s.Length, groups.Where(g => g.ScaledCount > 0).ToList());
        return
        [
            .. scores,
            .. measured.Count == 0 ? Array.Empty<Score>() : [new("mase", measured.Average(g => g.ScaledErrors / g.ScaledCount))],
            new("smape", sums.Sum(o => o.Percentages) / numbers),
            new("scaled_mse", sums.Select((o, n) => o.Squares / (s[n % C] * s[n % C])).Sum() / numbers),
            new("scaled_mae", sums.Select((o, n) => o.Errors / s[n % C]).Sum() / numbers),
        ];
    }

    /// <summary>Σ(y − mean)² of a target, from its distances d from the centre: Σd² − (Σd)²/n.</summary>
    double Spread(NumberSums sums, int c)
    {
        ErrorSums[] outputs = [.. Enumerable.Range(0, Outputs / Targets).Select(h => sums.ByOutput[(h * Targets) + c])];
        var (d, squares) = (outputs.Sum(o => o.Distances), outputs.Sum(o => o.SquaredDistances));
        var spread = squares - (d * d / Math.Max(1, outputs.Sum(o => o.Count)));
        return spread > Rounding * squares ? spread : 0;
    }

    /// <summary>The mean of each target; of a constant one its value, where a mean would be rounded.</summary>
    /// <param name="targets">They are read twice.</param>
    internal double[] Centre(IEnumerable<Values> targets)
    {
        var C = Targets;
        var (centre, known) = (new double[C], new long[C]);
        var (least, most) = (new double[C], new double[C]);
        foreach (var rows in targets.SelectMany(t => t.Blocks(C)))
        {
            var numbers = rows.Span;
            for (var n = 0; n < numbers.Length; n++)
            {
                if (!double.IsNaN(numbers[n]) && known[n % C]++ == 0)
                {
                    (least[n % C], most[n % C]) = (numbers[n], numbers[n]);
                }
            }
        }

        foreach (var rows in targets.SelectMany(t => t.Blocks(C)))
        {
            var numbers = rows.Span;
            for (var n = 0; n < numbers.Length; n++)
            {
                var (c, y) = (n % C, numbers[n]);
                if (!double.IsNaN(y))
                {
                    centre[c] += y / known[c];
                    (least[c], most[c]) = (Math.Min(least[c], y), Math.Max(most[c], y));
                }
            }
        }

        return [.. centre.Select((mean, c) => Math.Clamp(mean, least[c], most[c]))];
    }
}

/// <summary>Sums over outputs of O numbers.</summary>
sealed class NumberSums(int numbers) : ISums<NumberSums>
{
    /// <summary>Of each of the O numbers.</summary>
    public ErrorSums[] ByOutput { get; } = new ErrorSums[numbers];

    /// <summary>One with unknown targets counts for the share that it has.</summary>
    public double Outputs { get; set; }

    /// <summary>How many numbers have a target.</summary>
    public double Numbers => ByOutput.Sum(o => o.Count);

    public double Loss { get; set; }

    /// <summary>Σ|e|/q over the targets whose q, the error of the seasonal naive forecast, is not 0.</summary>
    public double ScaledErrors { get; private set; }

    /// <summary>The terms of that sum.</summary>
    public double ScaledCount { get; private set; }

    /// <summary>The sums of all groups.</summary>
    public static NumberSums Total(IReadOnlyList<NumberSums> groups)
    {
        var total = groups[0].Zero();
        foreach (var group in groups)
        {
            total.Add(group);
        }

        return total;
    }

    public NumberSums Zero() => new(numbers);

    /// <summary>Sets all sums to 0.</summary>
    public void Clear()
    {
        Array.Clear(ByOutput);
        (Outputs, Loss, ScaledErrors, ScaledCount) = (0, 0, 0, 0);
    }

    public void Add(NumberSums others)
    {
        for (var o = 0; o < numbers; o++)
        {
            ByOutput[o].Add(others.ByOutput[o]);
        }

        (Outputs, Loss) = (Outputs + others.Outputs, Loss + others.Loss);
        (ScaledErrors, ScaledCount) = (ScaledErrors + others.ScaledErrors, ScaledCount + others.ScaledCount);
    }

    public void AddScaledError(double error) => (ScaledErrors, ScaledCount) = (ScaledErrors + error, ScaledCount + 1);
}

/// <summary>
/// Sums over one number of each output, with its error e = prediction − target and the distance d of its target from the centre.
/// </summary>
struct ErrorSums
{
    /// <summary>The terms of each sum.</summary>
    public double Count;

    /// <summary>Σ|e|.</summary>
    public double Errors;

    /// <summary>Σe².</summary>
    public double Squares;

    /// <summary>Σd.</summary>
    public double Distances;

    /// <summary>Σd².</summary>
    public double SquaredDistances;

    /// <summary>Σ 200 |e| / (|target| + |prediction|), the terms of smape.</summary>
    public double Percentages;

    public void Add(double target, double prediction, double centre)
    {
        var (e, d, size) = (prediction - target, target - centre, Math.Abs(target) + Math.Abs(prediction));
        Count++;
        Errors += Math.Abs(e);
        Squares += e * e;
        Distances += d;
        SquaredDistances += d * d;
        Percentages += size > 0 ? 200 * Math.Abs(e) / size : 0;
    }

    public void Add(ErrorSums others)
    {
        Count += others.Count;
        Errors += others.Errors;
        Squares += others.Squares;
        Distances += others.Distances;
        SquaredDistances += others.SquaredDistances;
        Percentages += others.Percentages;
    }
}
