using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Ranges;

/// <summary>Measures the errors on data that training did not see.</summary>
static class RangeFit
{
    /// <summary>The most errors that are collected; of more outputs every n-th is taken.</summary>
    const long MostErrors = 1 << 22;

    /// <summary>The errors of a model that predicts numbers, and of its baseline.</summary>
    /// <param name="part">With targets, at least one sequence.</param>
    /// <param name="name">Of the part.</param>
    public static HeldOutErrors Of(IPredictor predictor, DataPart part, string name)
    {
        var O = predictor.Schema.Outputs;
        var (model, baseline) = (Lists(O), Lists(O));
        var ranges = new List<List<List<double>>>();
        var (n, every) = (0L, Every(predictor, part));
        foreach (var output in NumberedOutputs.Of(predictor, part))
        {
            if (n++ % every == 0)
            {
                Add(model, output, output.Prediction);
                Add(baseline, output, output.Baseline ?? []);
                for (var l = 0; l < output.Ranges.Count; l++)
                {
                    if (ranges.Count == l)
                    {
                        ranges.Add(Lists(O));
                    }

                    Add(ranges[l], output, output.Ranges[l]);
                }
            }
        }

        return new(
            name, ErrorQuantiles.Of(model), NumberedOutputs.BaselineName(predictor),
            baseline.Exists(e => e.Count > 0) ? ErrorQuantiles.Of(baseline) : null)
        {
            OfRanges = ranges.Count == 0 ? null : [.. ranges.Select(ErrorQuantiles.Of)],
        };
    }

    /// <summary>Refuses a model without numbers.</summary>
    /// <exception cref="RunException">It predicts something else.</exception>
    public static void RequireNumbers(SequenceTask task)
    {
        if (task.Output != OutputKind.Number)
        {
            throw new RunException(
                $"ranges (--range, --anomalies) need a model that predicts numbers, and this is one of task {task.Name}",
                $"task {SequenceTask.Names(t => t.Output == OutputKind.Number)} has ranges");
        }
    }

    /// <summary>The error that there is no part from which ranges could be made.</summary>
    public static RunException NoPart() => new(
        "ranges need errors on data that training did not see, and the run has neither a calibration nor a validation part",
        "set data.split.calibration, such as 0.1, and train again");

    static List<List<double>> Lists(int O) => [.. Enumerable.Range(0, O).Select(_ => new List<double>())];

    static long Every(IPredictor predictor, DataPart part)
    {
        var outputs = SequenceTask.Of(predictor.Config).IsPerStep(predictor.Config.Data) ? part.Raw.Lengths().Sum(t => (long)t)
            : part.Count;
        return 1 + (outputs * predictor.Schema.Outputs / MostErrors);
    }

    /// <summary>Adds the distances of predictions from the targets.</summary>
    static void Add(List<List<double>> errors, NumberedOutput output, double[] prediction) =>
        Add(errors, output, prediction.Length, (y, o) => Math.Abs(To(output, prediction[o], o) - y));

    /// <summary>Adds by how much targets lie outside ranges; below 0 where they lie inside.</summary>
    static void Add(List<List<double>> errors, NumberedOutput output, PredictionRange range) => Add(
        errors, output, range.Low.Count, (y, o) => Math.Max(To(output, range.Low[o], o) - y, y - To(output, range.High[o], o)));

    static void Add(List<List<double>> errors, NumberedOutput output, int count, Func<double, int, double> errorOf)
    {
        var target = output.Target.Span;
        for (var o = 0; o < count; o++)
        {
            if (!double.IsNaN(target[o]))
            {
                var error = errorOf(To(output, target[o], o), o);
                errors[o].Add(double.IsFinite(error) ? error : double.MaxValue);
            }
        }
    }

    static double To(NumberedOutput output, double number, int o) => output.Units is { } units ? units.To(number, o) : number;
}
