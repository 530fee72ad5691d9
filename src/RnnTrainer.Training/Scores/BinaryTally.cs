namespace RnnTrainer.Training.Scores;

/// <summary>The scores of tasks whose answers are independent outputs of 0 or 1.</summary>
static class BinaryTally
{
    /// <param name="truth">0 or 1, row-major [N,C], in the order of the sequences.</param>
    /// <param name="answers">The same: whether it is 1.</param>
    /// <param name="counts">How many answers each sequence is given.</param>
    /// <param name="losses">Of each sequence, the sum over its answers.</param>
    public static Tally Of(IReadOnlyList<double> truth, IReadOnlyList<bool> answers, int C, IReadOnlyList<int> counts, IReadOnlyList<double> losses)
    {
        var (rows, first) = (new double[counts.Count][], 0);
        for (var s = 0; s < rows.Length; s++)
        {
            var row = rows[s] = [0, 0, 0, counts[s], losses[s]];
            for (var n = first; n < first + (counts[s] * C); n++)
            {
                var (isThere, isFound) = (truth[n] > 0.5, answers[n]);
                row[0] += isThere && isFound ? 1 : 0;
                row[1] += !isThere && isFound ? 1 : 0;
                row[2] += isThere && !isFound ? 1 : 0;
            }

            first += counts[s] * C;
        }

        return new Tally(rows, sums => Metrics.Multilabel((long)sums[0], (long)sums[1], (long)sums[2], sums[4] / sums[3]));
    }
}
