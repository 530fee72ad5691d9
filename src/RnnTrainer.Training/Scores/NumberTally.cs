namespace RnnTrainer.Training;

/// <summary>The scores of tasks whose answers are numbers.</summary>
/// <param name="Outputs">O, numbers of an answer; of a forecast the steps ahead, and at each of them the targets.</param>
/// <param name="Scale">By which the scores of a forecast are measured; null: they are left out.</param>
sealed record NumberTally(int Outputs, ForecastScale? Scale)
{
    // Of each output Σ|e|, Σe², Σd, Σd², Σ sMAPE terms; then how many answers, and their loss.
    const int Kinds = 5;

    /// <param name="truth">Row-major [N,O]: N answers in the order of the sequences.</param>
    /// <param name="answers">The same.</param>
    /// <param name="counts">How many answers each sequence is given.</param>
    /// <param name="losses">Of each sequence, the sum over its answers.</param>
    public Tally Of(double[] truth, double[] answers, IReadOnlyList<int> counts, IReadOnlyList<double> losses)
    {
        var centre = Centre(truth);
        var (rows, first) = (new double[counts.Count][], 0);
        for (var s = 0; s < rows.Length; s++)
        {
            var row = rows[s] = new double[(Kinds * Outputs) + 2];
            for (var n = first; n < first + (counts[s] * Outputs); n++)
            {
                Add(row.AsSpan(n % Outputs * Kinds, Kinds), truth[n], answers[n], centre[n % Outputs]);
            }

            (row[^2], row[^1], first) = (counts[s], losses[s], first + (counts[s] * Outputs));
        }

        return new Tally(rows, Look);
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

    IReadOnlyList<Score> Look(double[] sums)
    {
        var (N, numbers) = (sums[^2], sums[^2] * Outputs);
        var (squares, spread) = (Sum(o => sums[At(o, 1)]), Sum(o => sums[At(o, 3)] - (sums[At(o, 2)] * sums[At(o, 2)] / N)));
        Score[] scores =
        [
            new("loss", sums[^1] / N),
            new("mse", squares / numbers),
            new("rmse", Math.Sqrt(squares / numbers)),
            new("mae", Sum(o => sums[At(o, 0)]) / numbers),
            new("r2", spread > 0 ? 1 - (squares / spread) : squares == 0 ? 1 : 0),
        ];
        if (Scale is not { Deviation: var s, SeasonalError: var q })
        {
            return scores;
        }

        var C = s.Length;
        return
        [
            .. scores,
            new("mase", Sum(o => sums[At(o, 0)] / q[o % C]) / numbers),
            new("smape", Sum(o => sums[At(o, 4)]) / numbers),
            new("scaled_mse", Sum(o => sums[At(o, 1)] / (s[o % C] * s[o % C])) / numbers),
            new("scaled_mae", Sum(o => sums[At(o, 0)] / s[o % C]) / numbers),
        ];
    }

    double[] Centre(double[] truth)
    {
        var centre = new double[Outputs];
        for (var n = 0; n < truth.Length; n++)
        {
            centre[n % Outputs] += truth[n] / (truth.Length / Outputs);
        }

        return centre;
    }

    double Sum(Func<int, double> term) => Enumerable.Range(0, Outputs).Sum(term);

    static int At(int output, int kind) => (output * Kinds) + kind;
}
