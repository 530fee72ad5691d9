using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>A task whose targets are columns of the file: a row of predictions for each sequence, or for each step.</summary>
abstract class ColumnTask : SequenceTask
{
    public sealed override string? ImpliedTarget => null;

    public sealed override bool PredictsNextSymbol => false;

    public sealed override WindowOptions? WindowsOf(DataConfig data, int stride) => null;

    public sealed override int? UsualChunk(int sequences) => null;

    public sealed override IEnumerable<Prediction> Predict(IPredictor predictor, DataPart part) =>
        StepPredictions.Of(predictor, part, Output, IsPerStep(predictor.Config.Data));

    public sealed override IReadOnlyList<string> PredictionColumns(ModelSchema schema, DataConfig data, bool withProbabilities) =>
        StepPredictions.Columns(schema, Output, IsPerStep(data), withProbabilities);

    public sealed override IReadOnlyList<object> PredictionCells(Prediction prediction, bool withProbabilities) =>
        StepPredictions.Cells(prediction, withProbabilities);
}
