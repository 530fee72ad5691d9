using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>Measures the training part: scales, classes, naive answers.</summary>
static class Schemas
{
    /// <exception cref="DataException">A column spans more than a number can hold.</exception>
    public static ModelSchema Fit(Config config, DataOptions options, SequenceSet set, IReadOnlyList<Sequence> training)
    {
        var encoding = set.TextColumns.Count > 0 ? InputEncoding.Fit(set, training, options) : null;
        var kind = config.Data.Normalize switch
        {
            Normalize.Standard => NormalizationKind.Standard,
            Normalize.Minmax => NormalizationKind.MinMax,
            _ => NormalizationKind.None,
        };
        var inputs = Normalization.Fit(kind, training, set.InputColumns.Count);
        if (config.Task.Answers() == AnswerKind.Class)
        {
            var classes = Classes.Of(training);
            var counts = training.SelectMany(s => s.StepLabels ?? [s.Label!]).CountBy(label => label).ToDictionary();
            return new ModelSchema(set.InputColumns, set.TargetColumns, classes.Names, inputs, null, [.. classes.Names.Select(c => (double)counts[c])], encoding);
        }

        // A sequence's target as a sequence of one step: targets are measured like inputs.
        var columns = set.TargetColumns.Count;
        var targets = training.Select(s => new Sequence(s.Id, 1, s.Target!, null, null)).ToList();
        double[] means = [.. Enumerable.Range(0, columns).Select(c => training.Average(s => s.Target![c]))];
        return new ModelSchema(
            set.InputColumns,
            set.TargetColumns,
            [],
            inputs,
            kind == NormalizationKind.None ? null : Normalization.Fit(kind, targets, columns),
            means);
    }
}
