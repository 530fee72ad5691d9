using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Tasks;

/// <summary>Target columns of numbers that belong to sequences, to steps, or to the steps before.</summary>
static class TargetColumns
{
    /// <summary>What the file lacks; null: nothing.</summary>
    public static string? Missing(SequenceSet set, TargetLevel level)
    {
        var isOfSequence = level == TargetLevel.Sequence;
        return set.Sequences.All(s => set.TargetColumns.Count > 0 && (isOfSequence ? s.Target : s.StepTargets) is not null)
            ? null
            : $"target columns for each {(isOfSequence ? "sequence" : "step")}";
    }

    /// <summary>Refuses a step without a target: a column that is an input, too, may miss values there.</summary>
    /// <exception cref="DataException">There is one.</exception>
    public static void RequireEach(SequenceSet set)
    {
        foreach (var sequence in set.Sequences.Where(s => s.StepTargets is { } targets && Array.Exists(targets, double.IsNaN)))
        {
            var step = Array.FindIndex(sequence.StepTargets!, double.IsNaN) / (sequence.StepTargets!.Length / sequence.Length);
            throw new DataException(Diagnostic.OfLine(
                set.File,
                sequence.Line,
                $"sequence '{sequence.Id}' misses the target of step {step + 1}",
                "Fill it, or leave out the sequence; data.missing is about inputs."));
        }
    }

    /// <summary>The level that init found, where it is not what the task takes without the key.</summary>
    public static DataConfig WithLevel(DataConfig data, TargetLevel usual, DataSummary summary, IDictionary<string, string> reasons)
    {
        var level = summary.Options.TargetLevel;
        if (level == usual || summary.Layout.Layout is Layout.Ts or Layout.Ucr || summary.Task.Target.Count == 0)
        {
            return data;
        }

        reasons["data.target_level"] = level == TargetLevel.Step ? "it changes from step to step"
            : "it is the same in all rows of a sequence";
        return data with { TargetLevel = level };
    }
}
