using RnnTrainer.Data;

namespace RnnTrainer.Training.Explanations;

/// <summary>Why a model predicts what it predicts for a sequence.</summary>
/// <param name="Sequence">Encoded, not scaled.</param>
/// <param name="Target">The class or target column whose output is explained.</param>
/// <param name="Output">What is explained.</param>
/// <param name="Baseline">The same where all inputs are zero.</param>
/// <param name="Attributions">[T,N]: what each column adds to it at each step.</param>
/// <param name="Points">At how many points of the line gradients were computed.</param>
sealed record Explanation(
    Sequence Sequence, string Target, double Output, double Baseline, double[] Attributions, int Points)
{
    /// <summary>The sum of all attributions.</summary>
    public double Sum { get; } = Attributions.Sum();

    /// <summary>How far the sum is from the difference of the outputs.</summary>
    public double Gap => Math.Abs(Output - Baseline - Sum);

    /// <summary>Whether the sum is the difference, within 0.001, or a thousandth of a larger one.</summary>
    public bool IsComplete => Gap <= IntegratedGradients.Tolerance * Math.Max(1, Math.Abs(Output - Baseline));

    /// <summary>[N]: of each column the sum over the steps of its absolute attributions.</summary>
    public double[] Sizes(int N)
    {
        var sizes = new double[N];
        for (var n = 0; n < Attributions.Length; n++)
        {
            sizes[n % N] += Math.Abs(Attributions[n]);
        }

        return sizes;
    }
}
