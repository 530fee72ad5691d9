using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>A label for each sequence.</summary>
sealed class ClassifyTask : ColumnTask
{
    public override string Name => "classify";

    public override IReadOnlyList<string> OwnKeys => ["training.class_weights", "training.decision", "training.calibrate"];

    public override bool NeedsTarget(DataConfig data) => true;

    public override IEnumerable<TaskProblem> Problems(Config config) => [];

    public override TargetKind TargetKind => TargetKind.Label;

    public override TargetLevel Level(DataConfig data) => TargetLevel.Sequence;

    public override string? MissingTargets(SequenceSet set, DataConfig data) =>
        set.Sequences.All(s => s.Label is not null) ? null : "a label for each sequence";

    public override void RequireKnownLabels(SequenceSet set, ModelSchema schema) =>
        new Classes(schema.Classes).IndicesOf(set.File, set.Sequences);

    public override IReadOnlyList<Sequence> Examples(Portion portion, Config config, ModelSchema schema, bool labelled, int stride) =>
        portion.Set.Sequences;

    public override ModelSchema FitTargets(ModelSchema schema, TrainingPart training, Config config) =>
        ClassOutput.Fit(schema, training.Raw);

    public override OutputKind Output => OutputKind.Class;

    public override IReadOnlyList<MetricInfo> MetricInfos => [.. MetricInfo.Classes, .. MetricInfo.ClassProbabilities];

    public override string MainMetric(bool areSeveral) => "accuracy";

    public override IReadOnlyList<BreakdownKind> Breakdowns => [BreakdownKind.Length, BreakdownKind.Class];

    protected override EvaluationResult Score(IPredictor predictor, DataPart part) =>
        ClassOutput.Score(predictor, part, (s, _) => s.Label!);

    public override string? WithoutProbabilities => null;

    public override SequenceFigureKind Figure(DataConfig data) => SequenceFigureKind.Inputs;

    public override DataConfig Start(DataConfig data, DataSummary summary, IDictionary<string, string> reasons) => data;

    public override ModelConfig Start(ModelConfig model, DataSummary summary, int steps, IDictionary<string, string> reasons)
    {
        reasons["model.bidirectional"] = "reads the sequence from both ends; false where the end is not known yet";
        reasons["model.readout"] = "the largest value of each unit over all steps; mean: of all steps; last: of the last one";
        reasons["model.dropout"] = "";
        return model with { Bidirectional = true, Readout = ReadoutKind.Max, Dropout = 0.2 };
    }
}
