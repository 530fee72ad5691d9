namespace RnnTrainer.Data.Encodings;

/// <summary>Of each of K columns of one sequence, over the steps that have a value: what the sequence is scaled by.</summary>
/// <param name="Mean">0 where there is no value.</param>
/// <param name="Deviation">In population form; 0 for a constant.</param>
/// <param name="Size">The mean of the absolute values.</param>
sealed record SequenceStatistics(double[] Mean, double[] Deviation, double[] Size)
{
    /// <param name="x">Row-major [T,K]; NaN where a value is missing.</param>
    public static SequenceStatistics Of(Values x, int K)
    {
        var (least, most, count) = (new double[K], new double[K], new long[K]);
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(most, double.NegativeInfinity);
        Each(x, K, (k, v) => (least[k], most[k], count[k]) = (Math.Min(least[k], v), Math.Max(most[k], v), count[k] + 1));

        // Numbers are divided by the largest of their column, so that no square is beyond what a double holds.
        double[] unit = [.. least.Zip(most, (low, high) => Math.Max(Math.Abs(low), Math.Abs(high)))];
        unit = [.. unit.Select((u, k) => count[k] > 0 && u > 0 ? u : 1)];
        var (sum, sizes, squares) = (new double[K], new double[K], new double[K]);
        Each(x, K, (k, v) => (sum[k], sizes[k]) = (sum[k] + (v / unit[k]), sizes[k] + Math.Abs(v / unit[k])));
        double[] mean = [.. sum.Select((s, k) => count[k] == 0 ? 0 : least[k] == most[k] ? least[k] / unit[k] : s / count[k])];
        Each(x, K, (k, v) => squares[k] += Math.Pow((v / unit[k]) - mean[k], 2));
        return new SequenceStatistics(
            [.. mean.Select((m, k) => m * unit[k])],
            [.. squares.Select((s, k) => count[k] == 0 || least[k] == most[k] ? 0 : Math.Sqrt(s / count[k]) * unit[k])],
            [.. sizes.Select((s, k) => count[k] == 0 ? 0 : s / count[k] * unit[k])]);
    }

    static void Each(Values x, int K, Action<int, double> use)
    {
        foreach (var rows in x.Blocks(K))
        {
            var k = 0;
            foreach (var v in rows.Span)
            {
                if (!double.IsNaN(v))
                {
                    use(k, v);
                }

                k = k + 1 < K ? k + 1 : 0;
            }
        }
    }
}
