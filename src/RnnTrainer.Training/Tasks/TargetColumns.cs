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
        var some = set.Sequences.Where(s => s.StepTargets?.HasNaN() == true).ToList();
        if (some is not [var first, ..])
        {
            return;
        }

        var step = first.StepTargets!.TakeWhile(y => !double.IsNaN(y)).Count() / (first.StepTargets!.Length / first.Length);
        var others = some.Sum(s => s.StepTargets!.Count(double.IsNaN)) - 1;
        throw new DataException(Diagnostic.OfLine(
            set.File,
            first.Line,
            $"sequence '{first.Id}' misses the target of step {step + 1}"
            + (others == 0 ? "" : $"; {Words.Counted(others, "other target")} {Words.Agree(others, "is", "are")} missing, too"),
            "Fill it, or leave out the row: missing values are filled in inputs only."));
    }

    /// <summary>The level that init found, where it is not what the task takes without the key.</summary>
    public static DataConfig WithLevel(DataConfig data, TargetLevel usual, DataSummary summary, IDictionary<string, string> reasons)
    {
        var level = summary.Options.TargetLevel;
        if (level == usual || summary.Layout.Layout is Layout.Ts or Layout.Ucr or Layout.Arff || summary.Task.Target.Count == 0)
        {
            return data;
        }

        reasons["data.target_level"] = level == TargetLevel.Step ? "it changes from step to step"
            : "it is the same in all rows of a sequence";
        return data with { TargetLevel = level };
    }
}
