namespace RnnTrainer.Data.Checks;

/// <summary>A held-out sequence and one of training with nearly the same inputs.</summary>
/// <param name="IsExact">Whether they are the same.</param>
readonly record struct NearTwin(string Held, string Train, bool IsExact);

/// <summary>
/// Held-out sequences whose inputs all differ by at most a hundredth of the standard deviation of their column from those of a training
/// sequence. Only sequences of equal length, and of nearly equal mean and first input, are compared.
/// </summary>
static class NearTwins
{
    /// <summary>Sequences of fewer numbers may be alike by chance.</summary>
    public const int FewestNumbers = 8;

    const double Tolerance = 0.01, Cell = 0.02;

    const int MostCompared = 64;

    /// <summary>Each such held-out sequence, with one of training.</summary>
    /// <param name="train">Without missing values.</param>
    public static IEnumerable<NearTwin> Of(IReadOnlyList<Sequence> train, IReadOnlyList<Sequence> held)
    {
        if (train.Count == 0 || train[0].Width == 0)
        {
            yield break;
        }

        var scales = Scales(train);
        var byMean = new Dictionary<(int Length, long Mean, long First), List<int>>();
        for (var n = 0; n < train.Count; n++)
        {
            if (train[n].Inputs.Length >= FewestNumbers)
            {
                var (mean, first) = CellsOf(train[n], scales);
                var key = (train[n].Length, mean, first);
                (byMean.TryGetValue(key, out var others) ? others : byMean[key] = []).Add(n);
            }
        }

        foreach (var sequence in held.Where(s => s.Inputs.Length >= FewestNumbers))
        {
            var (mean, first) = CellsOf(sequence, scales);
            var twin = Around(mean).SelectMany(m => Around(first).Select(f => (sequence.Length, m, f)))
                .SelectMany(key => byMean.TryGetValue(key, out var others) ? others.Take(MostCompared) : [])
                .Select(n => (Sequence: train[n], Distance: Distance(train[n], sequence, scales)))
                .Where(p => p.Distance <= Tolerance).Select(p => new NearTwin(sequence.Id, p.Sequence.Id, p.Distance == 0))
                .OrderByDescending(t => t.IsExact).Cast<NearTwin?>().FirstOrDefault();
            if (twin is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>1 / the standard deviation of each column; 0 for one that has the same value everywhere.</summary>
    static double[] Scales(IReadOnlyList<Sequence> train)
    {
        var K = train[0].Width;
        var (count, means, squares) = (0L, new double[K], new double[K]);
        foreach (var sequence in train)
        {
            var k = 0;
            foreach (var x in sequence.Inputs)
            {
                count += k == 0 ? 1 : 0;
                var before = x - means[k];
                means[k] += before / count;
                squares[k] += before * (x - means[k]);
                k = k + 1 < K ? k + 1 : 0;
            }
        }

        return Array.ConvertAll(squares, s => s > 0 ? 1 / Math.Sqrt(s / count) : 0);
    }

    static long[] Around(long cell) => [cell, cell - 1, cell + 1];

    /// <summary>The cells of the grid in which the mean of all inputs and the first input are, in deviations.</summary>
    static (long Mean, long First) CellsOf(Sequence sequence, double[] scales)
    {
        var (sum, k) = (0.0, 0);
        foreach (var x in sequence.Inputs)
        {
            sum += x * scales[k];
            k = k + 1 < scales.Length ? k + 1 : 0;
        }

        return (CellOf(sum / sequence.Inputs.Length), CellOf(sequence.Inputs[0] * scales[0]));

        static long CellOf(double x) => (long)Math.Floor(Math.Clamp(x / Cell, -1e15, 1e15));
    }

    /// <summary>The largest difference of an input, in deviations; infinite as soon as it is too large.</summary>
    static double Distance(Sequence one, Sequence other, double[] scales)
    {
        var (most, k) = (0.0, 0);
        using var others = other.Inputs.GetEnumerator();
        foreach (var x in one.Inputs)
        {
            others.MoveNext();
            var distance = Math.Abs(x - others.Current) * scales[k];
            if (!(distance <= Tolerance))
            {
                return double.PositiveInfinity;
            }

            most = Math.Max(most, x == others.Current ? 0 : Math.Max(distance, double.Epsilon));
            k = k + 1 < scales.Length ? k + 1 : 0;
        }

        return most;
    }
}
