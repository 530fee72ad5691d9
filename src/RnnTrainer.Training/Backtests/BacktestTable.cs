using RnnTrainer.Data;

namespace RnnTrainer.Training.Backtests;

/// <summary>The out-of-sample predictions of a backtest next to their targets.</summary>
/// <param name="Columns">The ids, <c>window</c>, the columns of <c>rnn predict</c>, and the targets.</param>
/// <param name="Rows">Texts and numbers, by origin, series and step ahead; of a target that is not known an empty text.</param>
sealed record BacktestTable(IReadOnlyList<string> Columns, IReadOnlyList<object[]> Rows)
{
    /// <param name="trained">The first model.</param>
    /// <param name="ids">The columns that name a series.</param>
    public static BacktestTable Of(TrainedModel trained, IReadOnlyList<string> ids, IReadOnlyList<OriginForecasts> forecasts)
    {
        var (task, schema) = (trained.Model.Task, trained.Checkpoint.Schema);
        var C = schema.Target.Count;
        string[] columns =
        [
            "window", .. task.PredictionColumns(schema, trained.Config.Data, withProbabilities: false),
            .. C == 1 ? ["target"] : schema.Target.Select(t => $"target_{t}"),
        ];
        return new(
            [.. SequenceKey.Names(ids, columns), .. columns],
            [.. forecasts.SelectMany(f => f.Steps.Select((p, h) => (object[])
            [
                .. SequenceKey.Split(f.Series, ids.Count), (double)f.Window, .. task.PredictionCells(p, withProbabilities: false),
                .. f.Target.Skip(h * C).Take(C).Select(y => double.IsNaN(y) ? "" : (object)y),
            ]))]);
    }
}
