using RnnTrainer.Common;

namespace RnnTrainer.Training.Evaluation;

/// <summary>Temperature scaling (Guo et al., "On calibration of modern neural networks", 2017): all logits are divided by one number, for
/// which the log-likelihood of the validation split is highest.</summary>
static class TemperatureFit
{
    const double Coldest = 1e-3;
    const double Hottest = 1e3;
    const int Halvings = 60;

    /// <summary>The temperature of a softmax.</summary>
    /// <param name="targets">A class number for each output; below 0: it is not counted.</param>
    public static double OfClasses(ModelOutputs outputs, IReadOnlyList<int> targets) => Of(scale =>
    {
        var slope = 0.0;
        for (var n = 0; n < targets.Count; n++)
        {
            slope += targets[n] < 0 ? 0 : Slope(outputs.Of(n), targets[n], scale);
        }

        return slope;
    });

    /// <summary>The temperature of sigmoids.</summary>
    /// <param name="targets">0 or 1, row-major [N,C].</param>
    public static double OfLabels(ModelOutputs outputs, IReadOnlyList<double> targets) => Of(scale =>
    {
        var slope = 0.0;
        for (var n = 0; n < targets.Count; n++)
        {
            var s = outputs.Outputs[n];
            slope += ((1 / (1 + Math.Exp(-scale * s))) - targets[n]) * s;
        }

        return slope;
    });

    // The loss is convex in 1/T, so its derivative by that rises and is halved in.
    static double Of(Func<double, double> slope)
    {
        var (low, high) = (Math.Log(1 / Hottest), Math.Log(1 / Coldest));
        for (var n = 0; n < Halvings; n++)
        {
            var middle = (low + high) / 2;
            (low, high) = slope(Math.Exp(middle)) < 0 ? (middle, high) : (low, middle);
        }

        return Math.Exp(-(low + high) / 2);
    }

    /// <summary>The derivative of <c>−ln softmax(scale s)[y]</c> by the scale: <c>Σ_c p[c] s[c] − s[y]</c>.</summary>
    static double Slope(ReadOnlySpan<double> s, int y, double scale)
    {
        var weights = Logits.Weights(s, 1 / scale);
        var (sum, all) = (0.0, 0.0);
        for (var c = 0; c < weights.Length; c++)
        {
            (sum, all) = (sum + (weights[c] * s[c]), all + weights[c]);
        }

        return (sum / all) - s[y];
    }
}
