namespace RnnTrainer.Common;

/// <summary>
/// Softmax and its relatives for one row of logits in float64. Sums run from the first to the last entry, so that results do not depend on
/// the width of the machine's vector registers, as those of System.Numerics.Tensors do.
/// </summary>
static class Logits
{
    /// <summary>The place of the largest entry; of several, the first.</summary>
    public static int ArgMax(ReadOnlySpan<double> row)
    {
        var best = 0;
        for (var c = 1; c < row.Length; c++)
        {
            best = row[c] > row[best] ? c : best;
        }

        return best;
    }

    /// <summary><c>log Σ exp(row[c])</c>, without overflow.</summary>
    public static double LogSumExp(ReadOnlySpan<double> row)
    {
        var (largest, sum) = (row[ArgMax(row)], 0.0);
        foreach (var s in row)
        {
            sum += Math.Exp(s - largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary><c>log (Σ exp(row[c]) / C)</c>, without overflow.</summary>
    public static double LogMeanExp(ReadOnlySpan<double> row) => LogSumExp(row) - Math.Log(row.Length);

    /// <summary><c>p[c] = exp(row[c]) / Σ exp(row)</c>.</summary>
    public static double[] Softmax(ReadOnlySpan<double> row)
    {
        var weights = Weights(row);
        var sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }

    /// <summary>The same without allocation.</summary>
    public static void Softmax(ReadOnlySpan<double> row, Span<double> p)
    {
        var (largest, sum) = (row[ArgMax(row)], 0.0);
        for (var c = 0; c < row.Length; c++)
        {
            p[c] = Math.Exp(row[c] - largest);
            sum += p[c];
        }

        for (var c = 0; c < row.Length; c++)
        {
            p[c] /= sum;
        }
    }

    /// <summary>The softmax before it is divided by its sum: <c>exp((row[c] − max row) / temperature)</c>.</summary>
    public static double[] Weights(ReadOnlySpan<double> row, double temperature = 1)
    {
        var (largest, weights) = (row[ArgMax(row)], new double[row.Length]);
        for (var c = 0; c < row.Length; c++)
        {
            weights[c] = Math.Exp((row[c] - largest) / temperature);
        }

        return weights;
    }
}
