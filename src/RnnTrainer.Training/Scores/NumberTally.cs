namespace RnnTrainer.Training.Scores;

/// <summary>The scores of tasks whose answers are numbers.</summary>
/// <param name="Outputs">O, numbers of an answer; of a forecast the steps ahead, and at each of them the targets.</param>
/// <param name="Scale">By which the scores of a forecast are measured; null: they are left out.</param>
sealed record NumberTally(int Outputs, ForecastScale? Scale)
{
    // Of each output Σ|e|, Σe², Σd, Σd², Σ sMAPE terms; then Σ|e|/q and its terms, how many answers, and their loss.
    const int Kinds = 5;

    // So little of Σd² is rounding.
    const double Rounding = 1e-12;

    // The outputs of a target at all steps ahead.
    int Targets => Scale?.Deviation.Length ?? Outputs;

    /// <param name="truth">Row-major [N,O]: N answers in the order of the sequences.</param>
    /// <param name="answers">The same.</param>
    /// <param name="counts">How many answers each sequence is given.</param>
    /// <param name="losses">Of each sequence, the sum over its answers.</param>
    /// <param name="series">Of a forecast, by what <c>mase</c> measures; null: the windows are of one series.</param>
    public Tally Of(double[] truth, double[] answers, IReadOnlyList<int> counts, IReadOnlyList<double> losses, SeriesScales? series = null)
    {
        var centre = Centre(truth);
        series = Scale is null ? null : series ?? SeriesScales.OfOne(truth.Length / Outputs, Scale.SeasonalError);
        var (rows, first) = (new double[counts.Count][], 0);
        for (var s = 0; s < rows.Length; s++)
        {
            var row = rows[s] = new double[(Kinds * Outputs) + 4];
            for (var n = first; n < first + (counts[s] * Outputs); n++)
            {
                Add(row.AsSpan(n % Outputs * Kinds, Kinds), truth[n], answers[n], centre[n % Targets]);
                if (series?.SeasonalError[series.Series[n / Outputs]][n % Targets] is > 0 and var q)
                {
                    (row[^4], row[^3]) = (row[^4] + (Math.Abs(answers[n] - truth[n]) / q), row[^3] + 1);
                }
            }

            (row[^2], row[^1], first) = (counts[s], losses[s], first + (counts[s] * Outputs));
        }

        return new Tally(rows, Look) { Groups = series is null ? null : GroupsOf(series, counts) };
    }

    /// <summary>The scores of all answers together.</summary>
    /// <param name="series">As of <see cref="Of"/>.</param>
    public IReadOnlyList<Score> Scores(double[] truth, double[] answers, SeriesScales? series = null)
    {
        int[] counts = series?.Counts() ?? [truth.Length / Outputs];
        return Of(truth, answers, counts, [.. counts.Select(_ => double.NaN)], series).Scores();
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

    static void Add(Span<double> sums, double y, double answer, double centre)
    {
        var (e, d) = (answer - y, y - centre);
        var size = Math.Abs(y) + Math.Abs(answer);
        sums[0] += Math.Abs(e);
        sums[1] += e * e;
        sums[2] += d;
        sums[3] += d * d;
        sums[4] += size > 0 ? 200 * Math.Abs(e) / size : 0;
    }

    IReadOnlyList<Score> Look(IReadOnlyList<double[]> groups)
    {
        var sums = Tally.Total(groups);
        var (N, numbers) = (sums[^2], sums[^2] * Outputs);
        var (squares, spread) = (Sum(o => sums[At(o, 1)]), Enumerable.Range(0, Targets).Sum(c => Spread(sums, c)));
        Score[] scores =
        [
            new("loss", sums[^1] / N),
            new("mse", squares / numbers),
            new("rmse", Math.Sqrt(squares / numbers)),
            new("mae", Sum(o => sums[At(o, 0)]) / numbers),
            new("r2", spread > 0 ? 1 - (squares / spread) : squares == 0 ? 1 : 0),
        ];
        if (Scale is not { Deviation: var s })
        {
            return scores;
        }

        var (C, measured) = (s.Length, groups.Where(g => g[^3] > 0).ToList());
        return
        [
            .. scores,
            .. measured.Count == 0 ? Array.Empty<Score>() : [new("mase", measured.Average(g => g[^4] / g[^3]))],
            new("smape", Sum(o => sums[At(o, 4)]) / numbers),
            new("scaled_mse", Sum(o => sums[At(o, 1)] / (s[o % C] * s[o % C])) / numbers),
            new("scaled_mae", Sum(o => sums[At(o, 0)] / s[o % C]) / numbers),
        ];
    }

    /// <summary>Σ(y − mean)² of a target, from its distances d of the centre: Σd² − (Σd)²/n.</summary>
    double Spread(double[] sums, int c)
    {
        int[] outputs = [.. Enumerable.Range(0, Outputs / Targets).Select(h => (h * Targets) + c)];
        var (d, squares) = (outputs.Sum(o => sums[At(o, 2)]), outputs.Sum(o => sums[At(o, 3)]));
        var spread = squares - (d * d / (sums[^2] * outputs.Length));
        return spread > Rounding * squares ? spread : 0;
    }

    /// <summary>The mean of each target; of a constant one its value, where a mean would be rounded.</summary>
    double[] Centre(double[] truth)
    {
        var C = Targets;
        var (centre, least, most) = (new double[C], truth[..C], truth[..C]);
        for (var n = 0; n < truth.Length; n++)
        {
            var c = n % C;
            centre[c] += truth[n] / (truth.Length / C);
            (least[c], most[c]) = (Math.Min(least[c], truth[n]), Math.Max(most[c], truth[n]));
        }

        return [.. centre.Select((mean, c) => Math.Clamp(mean, least[c], most[c]))];
    }

    double Sum(Func<int, double> term) => Enumerable.Range(0, Outputs).Sum(term);

    static int At(int output, int kind) => (output * Kinds) + kind;
}
