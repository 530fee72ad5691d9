using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>Measures the training part: encodings, scales, classes, naive answers.</summary>
static class Schemas
{
    /// <exception cref="DataException">A column spans more than a number can hold.</exception>
    public static ModelSchema Fit(Config config, SequenceSet set, Portion training)
    {
        var (task, own) = (SequenceTask.Of(config), training.Own());
        var encoding = Encoding(config, set, own);
        var encoded = encoding is null ? set with { Sequences = own } : InputEncoder.Apply(encoding, set with { Sequences = own }).Set;
        var kind = config.Data.Normalize switch
        {
            Normalize.Standard => NormalizationKind.Standard,
            Normalize.Minmax => NormalizationKind.MinMax,
            _ => NormalizationKind.None,
        };
        var inputs = Normalization.Fit(kind, encoded.Sequences, encoded.InputColumns.Count, encoding?.Scaled(), new NamedColumns(set.File, "input", encoded.InputColumns));
        var schema = new ModelSchema(encoded.InputColumns, set.TargetColumns, [], inputs, null, null, encoding)
        {
            Layout = set.Layout.Layout,
            Text = encoded.Sequences.Any(s => s.Id.StartsWith("line ", StringComparison.Ordinal)) ? TextMode.Lines : TextMode.Stream,
            Horizon = task.WindowsOf(config.Data)?.Horizon ?? 1,
        };
        return task.FitTargets(schema, new TrainingPart(set.File, own, encoded, kind), config);
    }

    static InputEncoding? Encoding(Config config, SequenceSet set, IReadOnlyList<Sequence> training) =>
        set.TextColumns.Count > 0 || config.Data.Missing != MissingPolicy.Error || config.Data.Dates is not null
            ? EncodingFit.Of(set, training, Reading.Options(config))
            : null;
}
