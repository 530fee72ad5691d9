using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>Predictions of tasks with one output for a sequence, or one for each of its steps: as objects and as rows of a table.</summary>
static class StepPredictions
{
    /// <summary>The predictions for a part, in its order.</summary>
    public static IEnumerable<Prediction> Of(IPredictor predictor, DataPart part, OutputKind output, bool isPerStep)
    {
        var outputs = predictor.OutputsInBatches()
            .SelectMany(batch => Enumerable.Range(0, batch.Count).Select(n => (Batch: batch, Number: n)));
        return Places(part, isPerStep).Zip(outputs, (place, o) => output.Predicted(place, o.Batch, o.Number, predictor.Schema));
    }

    /// <summary><c>step</c> where steps have outputs, the predictions, and with probabilities <c>p_CLASS</c>.</summary>
    public static IReadOnlyList<string> Columns(ModelSchema schema, OutputKind output, bool isPerStep, bool withProbabilities) =>
    [
        .. isPerStep ? ["step"] : Array.Empty<string>(),
        .. PredictionNames(schema),
        .. withProbabilities ? output.ProbabilityNames(schema).Select(c => $"p_{c}") : [],
    ];

    /// <summary><c>prediction</c>, or <c>prediction_TARGET</c> where there are several.</summary>
    public static IEnumerable<string> PredictionNames(ModelSchema schema) =>
        schema.Classes.Count > 0 || schema.Target.Count == 1 ? ["prediction"] : schema.Target.Select(t => $"prediction_{t}");

    /// <summary>The step as the file writes it, or its number from 0; then what is predicted.</summary>
    public static IReadOnlyList<object> Cells(Prediction p, bool withProbabilities) =>
    [
        .. p.Step is { } t ? new[] { p.Time ?? (object)(double)t } : [],
        .. p.Class is { } name ? [name] : p.Numbers.Cast<object>(),
        .. withProbabilities ? p.Probabilities.Cast<object>() : [],
    ];

    static IEnumerable<Prediction> Places(DataPart part, bool isPerStep) => part.Raw.SelectMany(s => isPerStep
        ? Enumerable.Range(0, s.Length).Select(t => new Prediction(s.Id) { Step = t, Time = s.Steps?[t] })
        : [new Prediction(s.Id)]);
}
