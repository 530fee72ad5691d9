using RnnTrainer.Data;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>Several labels that are there or not, independent of one another, for each sequence or step.</summary>
sealed class MultilabelTask : ColumnTask
{
    public override string Name => "multilabel";

    public override IReadOnlyList<string> OwnKeys => ["training.class_weights", "training.decision", "training.calibrate"];

    public override bool NeedsTarget(DataConfig data) => Level(data) != TargetLevel.Next;

    public override IEnumerable<TaskProblem> Problems(Config config) => [];

    public override TargetKind TargetKind => TargetKind.Binary;

    public override TargetLevel Level(DataConfig data) =>
        data.TargetLevel ?? (data.Tokenizer is null ? TargetLevel.Next : TargetLevel.Sequence);

    public override string? MissingTargets(SequenceSet set, DataConfig data) => TargetColumns.Missing(set, Level(data));

    public override void RequireKnownLabels(SequenceSet set, ModelSchema schema)
    {
    }

    public override IReadOnlyList<Sequence> Examples(Portion portion, Config config, ModelSchema schema, bool labelled, int stride) =>
        portion.Set.Sequences;

    /// <summary>With how often each label is there, by Laplace's rule of succession, (ones + 1) / (number + 2): none is certain.</summary>
    public override ModelSchema FitTargets(ModelSchema schema, TrainingPart training, Config config)
    {
        var C = schema.Target.Count;
        var (ones, number) = (new double[C], new double[C]);
        foreach (var targets in training.Raw.Select(s => s.Target ?? s.StepTargets!))
        {
            for (var n = 0; n < targets.Length; n++)
            {
                ones[n % C] += targets[n];
                number[n % C]++;
            }
        }

        return schema with { Naive = [.. ones.Zip(number, (k, n) => (k + 1) / (n + 2))] };
    }

    public override OutputKind Output => OutputKind.Binary;

    public override IReadOnlyList<MetricInfo> MetricInfos => [.. MetricInfo.Labels, .. MetricInfo.LabelProbabilities];

    public override string MainMetric(bool areSeveral) => "loss";

    public override IReadOnlyList<BreakdownKind> Breakdowns => [BreakdownKind.Length, BreakdownKind.Label];

    protected override EvaluationResult Score(IPredictor predictor, DataPart part) =>
        predictor.KeepsOutputs ? ScoreAll(predictor, part) : ScoreInPass(predictor, part);

    // All outputs at once: the plain form of ScoreInPass.
    EvaluationResult ScoreAll(IPredictor predictor, DataPart part)
    {
        var (schema, outputs, isPerStep) = (predictor.Schema, predictor.Outputs(), IsPerStep(predictor.Config.Data));
        double[] targets = [.. part.Raw.SelectMany(s => s.StepTargets ?? s.Target!)];
        var (scorer, n, C) = (new LabelScorer(predictor), 0, outputs.Columns);
        foreach (var (sequence, loss) in part.Raw.Zip(outputs.Losses))
        {
            for (var end = n + (isPerStep ? sequence.Length : 1); n < end; n++)
            {
                scorer.Add(targets.AsSpan(n * C, C), outputs, n);
            }

            scorer.EndSequence(loss);
        }

        var prior = schema.Naive is { } rates ? Baselines.Prior(rates, targets) : null;
        var last = Level(predictor.Config.Data) == TargetLevel.Next ? Baselines.LastLabels(schema, part.Raw, targets) : null;
        return scorer.Result([.. new[] { prior, last }.OfType<Baseline>()]) with { Outputs = outputs };
    }

    // The outputs of many steps would be far more than the sums: each is added and given up.
    EvaluationResult ScoreInPass(IPredictor predictor, DataPart part)
    {
        var (schema, scorer) = (predictor.Schema, new LabelScorer(predictor));
        var prior = schema.Naive is { } rates ? new PriorLabels(rates) : null;
        var last = Level(predictor.Config.Data) == TargetLevel.Next ? LastLabels.Of(schema) : null;
        foreach (var (output, target) in predictor.InOrder(part).WithRows(s => s.StepTargets ?? s.Target!, schema.Outputs))
        {
            scorer.Add(target.Span, output.All, output.Number);
            prior?.Add(target.Span);
            last?.Add(target.Span, output.Sequence, output.Step);
            if (output.Loss is { } loss)
            {
                scorer.EndSequence(loss);
            }
        }

        return scorer.Result([.. new[] { prior?.Baseline(), last?.Baseline() }.OfType<Baseline>()]);
    }

    public override string? WithoutProbabilities => null;

    public override SequenceFigureKind Figure(DataConfig data) => IsPerStep(data) ? SequenceFigureKind.Binary : SequenceFigureKind.Inputs;

    public override DataConfig Start(DataConfig data, DataSummary summary, IDictionary<string, string> reasons) =>
        TargetColumns.WithLevel(data, Level(data), summary, reasons);

    public override ModelConfig Start(ModelConfig model, DataSummary summary, int steps, IDictionary<string, string> reasons) => model;
}
