using RnnTrainer.Data;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>One or several numbers for each sequence, or for each step.</summary>
sealed class RegressTask : ColumnTask
{
    public override string Name => "regress";

    public override IReadOnlyList<string> OwnKeys => ["data.split.calibration", "training.loss"];

    public override bool NeedsTarget(DataConfig data) => Level(data) != TargetLevel.Next;

    public override IEnumerable<TaskProblem> Problems(Config config) => [];

    public override TargetKind TargetKind => TargetKind.Number;

    public override TargetLevel Level(DataConfig data) => data.TargetLevel ?? TargetLevel.Sequence;

    public override string? MissingTargets(SequenceSet set, DataConfig data) => TargetColumns.Missing(set, Level(data));

    public override void RequireKnownLabels(SequenceSet set, ModelSchema schema)
    {
    }

    public override IReadOnlyList<Sequence> Examples(Portion portion, Config config, ModelSchema schema, bool labelled, int stride)
    {
        if (labelled)
        {
            TargetColumns.RequireEach(portion.Set);
        }

        return portion.Set.Sequences;
    }

    public override ModelSchema FitTargets(ModelSchema schema, TrainingPart training, Config config) => NumberOutput.Fit(schema, training);

    public override OutputKind Output => OutputKind.Number;

    public override IReadOnlyList<MetricInfo> MetricInfos => MetricInfo.Numbers;

    public override string MainMetric(bool areSeveral) => "rmse";

    public override IReadOnlyList<BreakdownKind> Breakdowns => [BreakdownKind.Length, BreakdownKind.Target];

    protected override EvaluationResult Score(IPredictor predictor, DataPart part) =>
        predictor.KeepsOutputs ? ScoreAll(predictor, part) : ScoreInPass(predictor, part);

    // All outputs at once: the plain form of ScoreInPass.
    EvaluationResult ScoreAll(IPredictor predictor, DataPart part)
    {
        var isPerStep = IsPerStep(predictor.Config.Data);
        double[] targets = [.. part.Raw.SelectMany(s => isPerStep ? s.StepTargets! : s.Target!)];
        int[] counts = [.. part.Raw.Select(s => isPerStep ? s.Length : 1)];
        var outputs = predictor.Outputs();
        return NumberOutput.Score(
            outputs, outputs.Outputs, targets, counts, predictor.Schema.Naive is { } means ? [Baselines.Mean(means, targets)] : []);
    }

    // The outputs of many steps would be far more than the sums: each is added and given up.
    EvaluationResult ScoreInPass(IPredictor predictor, DataPart part)
    {
        var (isPerStep, C) = (IsPerStep(predictor.Config.Data), predictor.Schema.Outputs);
        var tally = new NumberTally(C, null);
        var centre = tally.Centre(part.Raw.Select(s => isPerStep ? s.StepTargets! : s.Target!));
        var (sums, mean) = (new RunningTally<NumberSums>(new NumberSums(C), predictor.KeepsSums), new NumberSums(C) { Loss = double.NaN });
        double[]? means = predictor.Schema.Naive is { } naive ? [.. naive] : null;
        foreach (var (output, target) in predictor.InOrder(part).WithRows(s => isPerStep ? s.StepTargets! : s.Target!, C))
        {
            tally.Add(sums.Current, target.Span, output.All.Of(output.Number), centre, null);
            if (means is not null)
            {
                tally.Add(mean, target.Span, means, centre, null);
            }

            if (output.Loss is { } loss)
            {
                (sums.Current.Loss, sums.Current.Outputs) = (loss, sums.Current.Numbers / C);
                sums.EndSequence();
            }
        }

        mean.Outputs = mean.Numbers / C;
        var all = sums.Tally(tally.ScoresOf);
        return new EvaluationResult(all.Scores(), means is null ? [] : [Baselines.Of("mean", tally.ScoresOf([mean]))]) { Tally = all };
    }

    public override string? WithoutProbabilities => "this model predicts numbers";

    public override SequenceFigureKind Figure(DataConfig data) => IsPerStep(data) ? SequenceFigureKind.Numbers : SequenceFigureKind.Inputs;

    public override DataConfig Start(DataConfig data, DataSummary summary, IDictionary<string, string> reasons) =>
        TargetColumns.WithLevel(data, Level(data), summary, reasons);

    public override ModelConfig Start(ModelConfig model, DataSummary summary, int steps, IDictionary<string, string> reasons) => model;
}
