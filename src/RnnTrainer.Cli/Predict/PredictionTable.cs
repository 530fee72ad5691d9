using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Ranges;

namespace RnnTrainer.Cli.Predict;

/// <summary>Predictions as a table, a row per sequence or per step.</summary>
static class PredictionTable
{
    /// <summary>
    /// The ids first, in columns called as in the file, <c>seq</c> where it has none.
    /// <c>seq,prediction</c>, or <c>seq,step,prediction</c> the steps as the file writes them, or counted from 0; with
    /// <paramref name="proba"/> a column <c>p_class</c> for each class; for several target columns
    /// <c>seq,prediction_target</c>, a column for each. Of a forecast <c>seq,origin,step,time,prediction</c>, a row for each step ahead.
    /// Outputs that are 0 or 1 have <c>p_target</c> with <paramref name="proba"/>. Of a language model <c>seq,symbols,log_likelihood</c>:
    /// how many symbols it
    /// predicted, all but the first, and the sum of ln p over them. The ends of ranges come last.
    /// </summary>
    public static ResultTable Of(TrainedModel trained, PredictedFile file, bool proba)
    {
        var (model, task) = (trained.Model, trained.Model.Task);
        string[] columns =
        [
            .. task.PredictionColumns(model.Schema, model.Config.Data, proba), .. RangeNames.Columns(model.Schema, trained.RangeLevels),
        ];
        return new ResultTable(
            [.. SequenceKey.Names(file.IdColumns, columns), .. columns],
            file.Groups.Select(group => group.Select(
                p => (object[])[.. p.Key, .. task.PredictionCells(p, proba), .. RangeNames.Cells(p)])));
    }
}
