using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>Independent labels, each 0 or 1: sigmoid, binary cross-entropy summed over the labels.</summary>
sealed class BinaryOutput : OutputKind
{
    public override bool HasClassTargets => false;

    public override OutputActivation? Activation { get; } = new(
        "probabilities", "Sigmoid", null, "Array.ConvertAll(Head(h), Functions.Sigmoid)", "", HasLikeliest: false);

    public override string Meaning => "the probability of each output.";

    public override Computed Loss(Graph graph, Computed outputs, Input targets, NumberLoss loss) =>
        Losses.BinaryCrossEntropy(graph, outputs, targets);

    public override double LossOfZeros(int C, IEnumerable<double> targets, NumberLoss loss) => C * Math.Log(2);

    public override double LossOf(ModelOutputs outputs, int n, OutputTarget target)
    {
        var logits = outputs.Of(n);
        var sum = 0.0;
        for (var c = 0; c < logits.Length; c++)
        {
            var y = target.Numbers[c];
            sum += double.IsNaN(y) ? 0 : Math.Max(logits[c], 0) - (logits[c] * y) + Math.Log(1 + Math.Exp(-Math.Abs(logits[c])));
        }

        return sum;
    }

    /// <summary>The loss of C logits, without weights of the labels.</summary>
    /// <param name="y">0 or 1 each.</param>
    public static double LossOf(ReadOnlySpan<double> logits, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var c = 0; c < logits.Length; c++)
        {
            sum += Softplus(logits[c]) - (logits[c] * y[c]);
        }

        return sum;
    }

    public override double[] Values(ModelOutputs outputs, int n) => outputs.Sigmoid(n);

    /// <summary>The logits of the mean probabilities, <c>log p̄ − log(1 − p̄)</c>, from logarithms: nothing underflows.</summary>
    public override double[] Average(IReadOnlyList<double[]> members) =>
        [.. Enumerable.Range(0, members[0].Length).Select(c =>
            Logits.LogMeanExp([.. members.Select(s => -Softplus(-s[c]))]) - Logits.LogMeanExp([.. members.Select(s => -Softplus(s[c]))]))];

    static double Softplus(double s) => Math.Max(s, 0) + Math.Log(1 + Math.Exp(-Math.Abs(s)));

    public override Prediction Predicted(Prediction place, ModelOutputs outputs, int n, ModelSchema schema)
    {
        var p = outputs.Sigmoid(n);
        return place with
        {
            Numbers = schema.Decision is null ? Array.ConvertAll(p, c => c > 0.5 ? 1.0 : 0.0) : outputs.LabelsOf(n, schema.Decision),
            Probabilities = p,
        };
    }

    public override string? Read(ReadOnlySpan<double> output, ModelSchema schema, Span<double> probabilities, Span<double> values)
    {
        for (var c = 0; c < output.Length; c++)
        {
            var p = probabilities[c] = 1 / (1 + Math.Exp(-output[c]));
            values[c] = schema.Decision is { } decision
                ? (decision.Thresholds is { } thresholds ? p > thresholds[c] : output[c] > 0) ? 1 : 0
                : p > 0.5 ? 1 : 0;
        }

        return null;
    }

    public override IReadOnlyList<string> ProbabilityNames(ModelSchema schema) => schema.Target;
}
