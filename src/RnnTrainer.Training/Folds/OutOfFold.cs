using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Folds;

/// <summary>The predictions of each fold by the model that has not seen it.</summary>
/// <param name="Columns">Those of the ids, <c>fold</c>, those of predictions, with probabilities where there are such, and the targets of
/// the file.</param>
/// <param name="Rows">Texts and numbers, in the order of the file.</param>
sealed record OutOfFold(IReadOnlyList<string> Columns, IReadOnlyList<object[]> Rows)
{
    /// <summary>Predicts every fold.</summary>
    /// <param name="folders">Where data files are looked up.</param>
    /// <exception cref="CheckpointException">A model cannot be used.</exception>
    /// <exception cref="DataException">A data file is missing, or has changed.</exception>
    public static OutOfFold Of(FoldSummary summary, IReadOnlyList<string> folders)
    {
        IReadOnlyList<string> columns = [];
        var rows = new List<(long Line, object[] Cells)>();
        foreach (var fold in summary.Runs)
        {
            using var trained = TrainedModel.Load(fold.Run.Path, null, folders);
            var (task, part, schema) = (trained.Model.Task, trained.TestToPredict(), trained.Model.Schema);
            var withProbabilities = task.WithoutProbabilities is null;
            var predicted = task.PredictionColumns(schema, trained.Config.Data, withProbabilities);
            string[] own = ["fold", .. predicted, .. task.PredictsNextSymbol ? [] : schema.Target.Select(name => Named(name, predicted))];
            columns = [.. SequenceKey.Names(part.IdColumns, own), .. own];
            var places = part.Raw.DistinctBy(s => s.Id).ToDictionary(s => s.Id, StringComparer.Ordinal);
            rows.AddRange(trained.Predictions(part).Select(p =>
            {
                var from = places[p.Sequence];
                var key = from.Series is { } series ? SequenceKey.Split(series, part.IdColumns.Count) : p.Key;
                var placed = task.IsPerStep(trained.Config.Data) ? p with { Step = p.Step + from.FirstStep } : p;
                return (
                    from.Line,
                    (object[])
                    [
                        .. key, (double)fold.Number, .. task.PredictionCells(placed, withProbabilities),
                        .. Targets(from, p, task, trained.Config.Data, schema),
                    ]);
            }));
        }

        return new OutOfFold(columns, [.. rows.OrderBy(r => r.Line).Select(r => r.Cells)]);
    }

    static string Named(string target, IReadOnlyList<string> taken) =>
        target == "fold" || taken.Contains(target) ? $"target_{target}" : target;

    /// <summary>What the file has for a prediction, a cell per target column; empty where it has none.</summary>
    static IEnumerable<object> Targets(Sequence from, Prediction prediction, SequenceTask task, DataConfig data, ModelSchema schema)
    {
        if (task.PredictsNextSymbol)
        {
            return [];
        }

        if (schema.Classes.Count > 0)
        {
            return [task.IsPerStep(data) ? from.StepLabels![prediction.Step!.Value] : from.Label!];
        }

        // Steps ahead are counted from 1.
        var (C, isPerStep) = (schema.Target.Count, task.IsPerStep(data));
        var (step, targets) = isPerStep ? (prediction.Step!.Value, from.StepTargets!) : ((prediction.Step ?? 1) - 1, from.Target!);
        return Enumerable.Range(step * C, C).Select(n =>
            n < targets.Length && !double.IsNaN(targets[n]) ? targets[n] : (object)"");
    }
}
