using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>Targets that are the same in all of training, from which nothing can be learned.</summary>
static class ConstantTargets
{
    /// <summary>
    /// What every target is, where no class or number that is to be predicted changes; null: one does, or targets are symbols or flags.
    /// </summary>
    public static string? All(Config config, TrainingData data)
    {
        if (data.Schema.Classes.Count > 0)
        {
            return data.Schema is { Classes: [var only], Target: [var label] } ? Said(label, $"'{Printable.Cell(only)}'") : null;
        }

        if (SequenceTask.Of(config).Output != OutputKind.Number)
        {
            return null;
        }

        double?[] values = [.. data.Schema.Target.Select((_, c) => Constant(data, c))];
        return values.Length > 0 && Array.TrueForAll(values, v => v is not null)
            ? Said(data.Schema.Target[0], values[0]!.Value.ToString(CultureInfo.InvariantCulture))
                + (values.Length == 1 ? "" : $", and the other targets do not change either")
            : null;
    }

    static string Said(string target, string value) => $"the target '{Printable.Cell(target)}' is {value} in all of the training part";

    /// <summary>The value of a column of targets; null: it has several.</summary>
    static double? Constant(TrainingData data, int c)
    {
        var C = data.Schema.Target.Count;
        double? value = null;
        foreach (var targets in data.Train.Raw.Select(s => s.Target ?? s.StepTargets!))
        {
            for (var n = c; n < targets.Length; n += C)
            {
                if (double.IsNaN(targets[n]))
                {
                    continue;
                }

                if (value is not null && value != targets[n])
                {
                    return null;
                }

                value = targets[n];
            }
        }

        return value;
    }
}
