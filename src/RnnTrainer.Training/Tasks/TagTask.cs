using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>A label for each step.</summary>
sealed class TagTask : ColumnTask
{
    // Of more different words than this a file never has all: then the letters that a new word begins and ends with say something.
    const int ManyWords = 500;
    const int Affixes = 3;

    public override string Name => "tag";

    public override IReadOnlyList<string> OwnKeys => ["training.class_weights", "training.decision", "training.calibrate"];

    public override bool NeedsTarget(DataConfig data) => true;

    public override IEnumerable<TaskProblem> Problems(Config config)
    {
        if (config.Data.TargetLevel == TargetLevel.Sequence)
        {
            yield return new(
                "data.target_level", "data.target_level: task tag has a label for each step", "task classify has one for the sequence",
                IsInValue: true);
        }
    }

    public override TargetKind TargetKind => TargetKind.Label;

    public override TargetLevel Level(DataConfig data) => data.TargetLevel ?? TargetLevel.Step;

    public override string? MissingTargets(SequenceSet set, DataConfig data) =>
        set.Sequences.All(s => s.StepLabels is not null) ? null : "a label for each step";

    // A label that training never saw is an error at its step, and counted as one.
    public override void RequireKnownLabels(SequenceSet set, ModelSchema schema)
    {
    }

    public override IReadOnlyList<Sequence> Examples(Portion portion, Config config, ModelSchema schema, bool labelled, int stride) =>
        portion.Set.Sequences;

    public override ModelSchema FitTargets(ModelSchema schema, TrainingPart training, Config config)
    {
        var labelled = ClassOutput.Fit(schema, training.Raw);
        return schema.Symbols > 0 ? labelled with { SymbolClasses = ClassesOfSymbols(labelled, training.Encoded.Sequences) } : labelled;
    }

    public override OutputKind Output => OutputKind.Class;

    public override IReadOnlyList<MetricInfo> MetricInfos =>
        [.. MetricInfo.Classes, MetricInfo.Entities, .. MetricInfo.ClassProbabilities];

    public override string MainMetric(bool areSeveral) => "accuracy";

    public override IReadOnlyList<BreakdownKind> Breakdowns => [BreakdownKind.Length, BreakdownKind.Class];

    protected override EvaluationResult Score(IPredictor predictor, DataPart part) =>
        ClassOutput.Score(predictor, part, (s, t) => s.StepLabels![t]);

    public override string? WithoutProbabilities => null;

    public override SequenceFigureKind Figure(DataConfig data) => SequenceFigureKind.Labels;

    public override DataConfig Start(DataConfig data, DataSummary summary, IDictionary<string, string> reasons)
    {
        if (data.Tokens is not { Names: [var words, ..] } || !summary.Columns.Any(c => c.Name == words && c.Distinct > ManyWords))
        {
            return data;
        }

        reasons["data.affixes"] = "letters that words begin and end with, for words that training never saw";
        return data with { Affixes = Affixes };
    }

    public override ModelConfig Start(ModelConfig model, DataSummary summary, int steps, IDictionary<string, string> reasons)
    {
        if (summary.Options.Tokens is null || summary.Lengths.Sequences <= 1)
        {
            return model;
        }

        reasons["model.bidirectional"] = "the words that follow say something about a word, too";
        return model with { Bidirectional = true };
    }

    /// <summary>For each symbol the class that it has most often; for a symbol that training never saw, the most frequent class.</summary>
    static int[] ClassesOfSymbols(ModelSchema schema, IReadOnlyList<Sequence> encoded)
    {
        var classes = new Classes(schema.Classes);
        var counts = new int[schema.Symbols, classes.Count];
        foreach (var (symbol, label) in encoded.SelectMany(s => s.Words().Zip(s.StepLabels!)))
        {
            counts[symbol, classes.IndexOf(label)]++;
        }

        // Ties go to the class that is more frequent in all.
        return [
            .. Enumerable.Range(0, schema.Symbols)
            .Select(v => Enumerable.Range(0, classes.Count).MaxBy(c => (counts[v, c], schema.Naive![c])))];
    }
}
