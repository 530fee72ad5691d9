using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Cli.Inspect;

/// <summary>What is done to the numbers of a file before a model sees them, in that order, and to its outputs.</summary>
static class PreparationText
{
    const int MostNamed = 8;

    /// <summary>A line for each step; none where the numbers are taken as they are and the likeliest class is predicted.</summary>
    public static IEnumerable<string> Lines(Config config, ModelSchema schema)
    {
        if (schema.Preparation is { } preparation)
        {
            foreach (var line in Lines(preparation, schema.Inputs))
            {
                yield return line;
            }
        }

        if (schema.Normalization.Kind != NormalizationKind.None && schema.Channels.Count > 0)
        {
            yield return $"scaled     {schema.Normalization.Kind.ToString().ToLowerInvariant()}, by the training split";
        }

        if (config.Model.Patch is { } patch)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"patches    of {Words.Counted(patch.Size, "step")}, {Words.Counted(patch.Step, "step")} apart");
        }

        if (schema.Temperature is { } temperature)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"calibrated logits divided by {temperature:g4}");
        }

        if (schema.Decision is { } decision)
        {
            yield return decision.Thresholds is { } thresholds
                ? $"decision   {string.Join(", ", thresholds.Select((p, c) => Above(schema.Target[c], p)))}"
                : "decision   the class with the lowest expected cost";
        }
    }

    static string Above(string label, double threshold) =>
        string.Create(CultureInfo.InvariantCulture, $"{Printable.Line(label)} above {threshold:g4}");

    static IEnumerable<string> Lines(Preparation preparation, IReadOnlyList<string> inputs)
    {
        if (preparation is { Transform: { } transform, Transformed: { Count: > 0 } transformed })
        {
            yield return $"transform  {(transform == Transform.Log ? "log" : "signed-log")} of {Names(transformed)}";
        }

        if (preparation is { Own: { } own, Scaled: { Count: > 0 } scaled })
        {
            yield return $"own scale  {Names(scaled)}: by {(own == OwnScaling.Sequence ? "mean and deviation of the sequence" : "mean size of the window")}";
        }

        if (preparation.Differences.Count > 0)
        {
            yield return $"added      the change from the step before of {Names(preparation.Differences)}";
        }

        if (preparation.Deviations.Count > 0)
        {
            yield return $"added      the logarithm of the deviation of {Names(preparation.Deviations)}";
        }

        string Names(IReadOnlyList<int> columns) =>
            string.Join(", ", columns.Take(MostNamed).Select(k => Printable.Line(inputs[k])))
            + (columns.Count > MostNamed ? $" and {columns.Count - MostNamed} more" : "");
    }
}
