using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Warnings;

/// <summary>What limits the meaning of a score.</summary>
static class ScoreWarnings
{
    /// <summary>Warns if a model is not better than a baseline.</summary>
    public static void NotBetterThanBaseline(Session session, ScoredPart scored)
    {
        if (scored.Evaluation.NotBeaten() is { } baseline)
        {
            session.Log(
                $"warning: on {scored.Name} the model is not better than the baseline '{baseline.Name}' ({scored.Evaluation.MainMetric})");
        }
    }

    /// <summary>Names the targets that <c>mase</c> leaves out, because they do not change in training.</summary>
    public static void ConstantTargets(Session session, ModelSchema schema)
    {
        if (schema.Forecast?.Unmeasured().Select(c => schema.Target[c]).ToList() is { Count: > 0 } constant)
        {
            session.Log(
                $"note: mase leaves out {Some(constant)}, which {Words.Agree(constant.Count, "does", "do")} not change in training");
        }
    }

    /// <summary>Prints what a user should know of a file that was read for a model.</summary>
    public static void FileNotes(Session session, DataPart part)
    {
        foreach (var note in part.Notes)
        {
            session.Log($"note: {part.File}: {note}");
        }
    }

    /// <summary>Warns of the values of each column that were not in the training split.</summary>
    public static void UnseenValues(Session session, string name, DataPart part)
    {
        foreach (var unseen in TrainingPlan.Unseen(name, part))
        {
            session.Log($"warning: {unseen}");
        }
    }

    static string Some(IReadOnlyList<string> names) =>
        names.Count <= 4 ? string.Join(", ", names) : $"{names[0]}, {names[1]}, … {names[^1]}";
}
