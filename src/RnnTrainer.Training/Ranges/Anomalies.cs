using System.Globalization;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Ranges;

/// <summary>
/// How unusual the targets of a file are: of each the conformal p-value of its error among the errors on data that training did not see.
/// Of usual data a share of at most P has a p-value of at most P. A row with several targets is an anomaly if one of them has a p-value of
/// at most alpha divided by their number.
/// </summary>
/// <param name="Columns">The ids, <c>step</c> where steps have targets, and for each target <c>target</c>, <c>prediction</c> and
/// <c>p_value</c>; last <c>anomaly</c>, 0 or 1.</param>
/// <param name="Rows">Texts and numbers, computed as they are enumerated. A target that is not known, and its p-value, are empty.</param>
sealed record Anomalies(IReadOnlyList<string> Columns, IEnumerable<object[]> Rows)
{
    /// <param name="part">With targets; of a forecast each of one step.</param>
    /// <param name="alpha">Between 0 and 1.</param>
    /// <exception cref="RunException">There are too few errors for such an alpha.</exception>
    public static Anomalies Of(IPredictor predictor, DataPart part, HeldOutErrors errors, double alpha)
    {
        var (schema, task) = (predictor.Schema, SequenceTask.Of(predictor.Config));
        var hasSteps = task.IsPerStep(predictor.Config.Data) || task.WindowsOf(predictor.Config.Data) is not null;
        Require(errors, schema.Target, alpha);
        string[] columns =
        [
            .. hasSteps ? ["step"] : Array.Empty<string>(),
            .. schema.Target.Select(t => schema.Target.Count == 1 ? "" : $"_{t}")
                .SelectMany(name => new[] { $"target{name}", $"prediction{name}", $"p_value{name}" }),
            "anomaly",
        ];
        return new([.. SequenceKey.Names(part.IdColumns, columns), .. columns], RowsOf(predictor, part, errors.OfModel, alpha));
    }

    static IEnumerable<object[]> RowsOf(IPredictor predictor, DataPart part, ErrorQuantiles errors, double alpha)
    {
        var (schema, task, number, units) = (
            predictor.Schema, SequenceTask.Of(predictor.Config), -1, (TargetUnits?)null);
        var (C, isPerStep) = (schema.Target.Count, task.IsPerStep(predictor.Config.Data));
        foreach (var (output, target) in predictor.InOrder(part).WithRows(s => isPerStep ? s.StepTargets! : s.Target!, C))
        {
            if (output.Step == 0)
            {
                number++;
                units = schema.HasUnits ? part.Ready[number].Units : null;
            }

            var predicted = output.All.Of(output.Number)[..C].ToArray();
            var y = target.ToArray();
            double?[] p = [.. y.Select((_, c) => double.IsNaN(y[c]) ? (double?)null : errors.PValue(c, Error(predicted[c], y[c], c)))];
            yield return
            [
                .. SequenceKey.Split(output.Sequence.Series ?? output.Sequence.Id, part.IdColumns.Count),
                .. StepOf(output, isPerStep),
                .. y.SelectMany((_, c) => new[] { Cell(p[c] is null ? null : y[c]), predicted[c], Cell(p[c]) }),
                p.Any(value => value <= alpha / C) ? 1.0 : 0.0,
            ];
        }

        double Error(double prediction, double y, int c) =>
            Math.Abs(units is null ? prediction - y : units.To(prediction, c) - units.To(y, c));
    }

    /// <summary>The step that is predicted, as the file writes it, or its number from 0; none where a sequence has one target.</summary>
    static object[] StepOf(OutputOf output, bool isPerStep)
    {
        var sequence = output.Sequence;
        return isPerStep ? [sequence.Steps?[output.Step] ?? output.Step.ToString(CultureInfo.InvariantCulture)]
            : sequence.Series is { } series
                ? [sequence.Id.StartsWith($"{series}:", StringComparison.Ordinal) ? sequence.Id[(series.Length + 1)..] : sequence.Id]
            : [];
    }

    static object Cell(double? number) => number is { } value ? value : "";

    static void Require(HeldOutErrors errors, IReadOnlyList<string> targets, double alpha)
    {
        var least = Math.Ceiling((targets.Count / alpha) - 1 - 1e-9);
        var c = Enumerable.Range(0, targets.Count).MinBy(n => errors.OfModel.Counts[n]);
        if (errors.OfModel.Counts[c] < least)
        {
            throw new RunException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"an alpha of {alpha} needs at least {least:0} errors of each target, and the {errors.Part} part has "
                    + $"{errors.OfModel.Counts[c]} of '{targets[c]}'"),
                "take a larger alpha, or hold out more (data.split.calibration) and train again");
        }
    }
}
