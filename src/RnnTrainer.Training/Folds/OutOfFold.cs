using RnnTrainer.Data;

namespace RnnTrainer.Training.Folds;

/// <summary>The predictions of each fold by the model that has not seen it.</summary>
/// <param name="Columns">Those of the ids, <c>fold</c>, then those of predictions, with probabilities where there are such.</param>
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
            columns = [.. SequenceKey.Names(part.IdColumns, ["fold", .. predicted]), "fold", .. predicted];
            var places = part.Raw.DistinctBy(s => s.Id).ToDictionary(s => s.Id, StringComparer.Ordinal);
            rows.AddRange(trained.Predictions(part).Select(p =>
            {
                var from = places[p.Sequence];
                var key = from.Series is { } series ? SequenceKey.Split(series, part.IdColumns.Count) : p.Key;
                var placed = task.IsPerStep(trained.Config.Data) ? p with { Step = p.Step + from.FirstStep } : p;
                return (from.Line, (object[])[.. key, (double)fold.Number, .. task.PredictionCells(placed, withProbabilities)]);
            }));
        }

        return new OutOfFold(columns, [.. rows.OrderBy(r => r.Line).Select(r => r.Cells)]);
    }
}
