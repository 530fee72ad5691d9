using RnnTrainer.Common;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>The outputs of a model for sequences, in their order: N of them, one per sequence or one per step.</summary>
/// <param name="Outputs">Logits, or numbers in the units of the targets: [N,C], row-major.</param>
/// <param name="Losses">Per sequence, the sum over its outputs; meaningless where there was no label or target.</param>
/// <param name="Columns">C.</param>
sealed record ModelOutputs(double[] Outputs, double[] Losses, int Columns)
{
    /// <summary>
    /// [N,Q − 1,C], row-major, of a model of quantiles: those other than the median, ascending; none is above the next. Null: there are
    /// none.
    /// </summary>
    public double[]? Quantiles { get; init; }

    /// <summary>N.</summary>
    public int Count => Outputs.Length / Columns;

    /// <summary>The mean loss of an output.</summary>
    public double Loss => Losses.Sum() / Count;

    /// <summary>The C numbers of output n.</summary>
    public ReadOnlySpan<double> Of(int n) => Outputs.AsSpan(n * Columns, Columns);

    /// <summary>The ranges between the quantiles p and 1 − p of some of the C numbers of output n, the largest first.</summary>
    /// <param name="first">The first of the numbers.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="quantiles">The quantiles of the model.</param>
    public IReadOnlyList<PredictionRange> RangesOf(int n, int first, int count, IReadOnlyList<double>? quantiles)
    {
        if (Quantiles is null || quantiles is null)
        {
            return [];
        }

        var others = quantiles.Count - 1;
        return [.. Enumerable.Range(0, others / 2).Select(q => new PredictionRange(
            (double)(100 * (1 - (2 * (decimal)quantiles[q]))), Block(q), Block(others - 1 - q)))];

        double[] Block(int q) => Quantiles.AsSpan((((n * others) + q) * Columns) + first, count).ToArray();
    }

    /// <summary>The class with the largest logit; of several, the first.</summary>
    public int ClassOf(int n) => Logits.ArgMax(Of(n));

    /// <summary>The class that is predicted by output n: the likeliest, or the one that a decision takes.</summary>
    public int ClassOf(int n, Decision? decision) => decision is null ? ClassOf(n) : decision.ClassOf(Softmax(n));

    /// <summary>The labels that are predicted by output n, as 0 and 1: those likelier than not, or above their thresholds.</summary>
    public double[] LabelsOf(int n, Decision? decision) => decision?.Thresholds is { } thresholds
        ? [.. Sigmoid(n).Select((p, c) => p > thresholds[c] ? 1.0 : 0)]
        : [.. Of(n).ToArray().Select(s => s > 0 ? 1.0 : 0)];

    /// <summary>The softmax of the logits of output n.</summary>
    public double[] Softmax(int n) => Logits.Softmax(Of(n));

    /// <summary>The sigmoid of each logit of output n.</summary>
    public double[] Sigmoid(int n) => [.. Of(n).ToArray().Select(s => 1 / (1 + Math.Exp(-s)))];

    /// <summary><c>−log p(y)</c> of output n, p the softmax of its logits.</summary>
    public double CrossEntropy(int n, int y) => Logits.LogSumExp(Of(n)) - Of(n)[y];
}
