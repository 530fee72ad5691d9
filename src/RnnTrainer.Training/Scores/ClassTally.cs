using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Training.Scores;

/// <summary>The scores of tasks whose answers are classes.</summary>
/// <param name="Classes">C.</param>
/// <param name="Unseen">U, the labels that training never saw. They are −1, …, −U as truth: no answer is right, and there is no loss.</param>
sealed record ClassTally(int Classes, int Unseen)
{
    // Of each class how often it is the truth, how often the answer, how often both; of each unseen label how often it is the truth; then how many truths, and the loss of those that have one.
    int Length => (3 * Classes) + Unseen + 2;

    /// <param name="truth">A class for each answer, in the order of the sequences.</param>
    /// <param name="answers">The same.</param>
    /// <param name="losses">The same.</param>
    /// <param name="counts">How many answers each sequence is given.</param>
    public Tally Of(IReadOnlyList<int> truth, IReadOnlyList<int> answers, IReadOnlyList<double> losses, IReadOnlyList<int> counts)
    {
        var (rows, first) = (new double[counts.Count][], 0);
        for (var s = 0; s < rows.Length; s++)
        {
            var row = rows[s] = new double[Length];
            for (var n = first; n < first + counts[s]; n++)
            {
                Add(row, truth[n], answers[n], losses[n]);
            }

            first += counts[s];
        }

        return new Tally(rows, Look);
    }

    void Add(double[] row, int y, int answer, double loss)
    {
        row[At(1, answer)]++;
        row[^2]++;
        if (y < 0)
        {
            row[At(3, -y - 1)]++;
            return;
        }

        row[At(0, y)]++;
        row[At(2, y)] += y == answer ? 1 : 0;
        row[^1] += loss;
    }

    IReadOnlyList<Score> Look(double[] sums)
    {
        var unseen = sums.AsSpan(At(3, 0), Unseen);
        var (f1, occurring, known, right) = (0.0, Unseen - unseen.Count(0), 0.0, 0.0);
        for (var c = 0; c < Classes; c++)
        {
            var occurrences = sums[At(0, c)] + sums[At(1, c)];
            occurring += occurrences > 0 ? 1 : 0;
            f1 += occurrences > 0 ? 2 * sums[At(2, c)] / occurrences : 0;
            (known, right) = (known + sums[At(0, c)], right + sums[At(2, c)]);
        }

        return
        [
            new("loss", sums[^1] / known),
            new("accuracy", right / sums[^2]),
            new("macro_f1", f1 / occurring),
        ];
    }

    int At(int kind, int c) => (kind * Classes) + c;
}
