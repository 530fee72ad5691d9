using RnnTrainer.Training.Inference;

namespace RnnTrainer.Training.Export.C;

/// <summary>What quantized weights cost.</summary>
/// <param name="Metric">The main metric of the task.</param>
/// <param name="Quantized">The validation score with them.</param>
/// <param name="Own">That of the model as it was trained.</param>
sealed record QuantizedScores(string Metric, double Quantized, double Own)
{
    /// <summary>The scores; null where the run has no validation split.</summary>
    /// <exception cref="Data.DataException">Its files cannot be read.</exception>
    public static QuantizedScores? Of(TrainedModel trained)
    {
        if (trained.Validation() is not { } part)
        {
            return null;
        }

        var own = Predictor.Evaluate(trained.Model, part, keepsOutputs: false, keepsSums: false);
        using var copy = trained.Copy();
        QuantizedWeights.Round(copy);
        var quantized = Predictor.Evaluate(copy, part, keepsOutputs: false, keepsSums: false);
        return new(own.MainMetric, quantized.Scores.Value(own.MainMetric)!.Value, own.Scores.Value(own.MainMetric)!.Value);
    }
}
