using RnnTrainer.Data;
using RnnTrainer.Data.Checks;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>How a config should scale its data where the data say so.</summary>
static class ScaleProposals
{
    /// <summary>What the training part supports and the config does not do.</summary>
    /// <param name="training">As it was read.</param>
    public static IReadOnlyList<ScaleAdvice> Of(Config config, SequenceSet training)
    {
        var (task, data) = (SequenceTask.Of(config), config.Data);
        if (task.PredictsNextSymbol || training.InputColumns.Count == 0)
        {
            return [];
        }

        var use = task.WindowsOf(data) is not null ? ScaleUse.Windows
            : task.IsCausal(data) ? ScaleUse.NextSteps
            : ScaleUse.Sequences;
        var areInputs = training.TargetColumns.All(training.InputColumns.Contains);
        return
        [
            .. ScaleAdvice.Of(ScaleEvidence.Of(training.InputColumns, training.Sequences), use, training.TargetColumns)
                .Where(a => !IsDone(a, data) && (areInputs || use != ScaleUse.Windows || a.Own is null)),
        ];
    }

    static bool IsDone(ScaleAdvice advice, DataConfig data) => advice switch
    {
        { Own: not null } => data.Normalize is Normalize.Sequence or Normalize.Series,
        { Transform: not null } => data.Transform is not null,
        _ => data.Transform is not null || data.Normalize is Normalize.Robust or Normalize.Sequence or Normalize.Series,
    };
}
