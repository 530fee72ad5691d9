using System.Globalization;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Scoring;

/// <summary>The value of a <c>--fail-under METRIC=V</c>.</summary>
sealed record Threshold(string Metric, double Value);

/// <summary>Scores that must be reached, or the command fails.</summary>
static class Thresholds
{
    /// <summary>Parses the options, before any work is done.</summary>
    /// <exception cref="UsageException">An option is not a metric of this task with a number.</exception>
    /// <param name="name">The name of the option, for errors.</param>
    /// <param name="further">Metrics that the command has next to those of the task.</param>
    public static IReadOnlyList<Threshold> Parse(
        IReadOnlyList<string> options, SequenceTask task, string name = "--fail-under", IReadOnlyList<string>? further = null) =>
        [.. options.Select(o => Parse(o, [.. task.Metrics, .. further ?? []], name))];

    /// <summary>Reports the thresholds that are missed.</summary>
    /// <returns>The exit code.</returns>
    public static int Check(Session session, IReadOnlyList<Threshold> thresholds, ScoredPart scored) =>
        Check(session, thresholds, scored.Name, scored.Scores);

    /// <summary>The same.</summary>
    /// <param name="name">What has the scores.</param>
    public static int Check(Session session, IReadOnlyList<Threshold> thresholds, string name, IReadOnlyList<Score> scores)
    {
        var missed = thresholds.Where(l => !(ValueOf(l) is { } value && Metrics.Reaches(l.Metric, value, l.Value))).ToList();
        foreach (var threshold in missed)
        {
            var found = ValueOf(threshold) is { } value ? FormattableString.Invariant($"is {value}")
                : threshold.Metric == "mase" ? "has no value, because no target changes in training"
                : "has no value for these targets (docs/metrics.md)";
            session.Warn(
                FormattableString.Invariant($"error: {name} {threshold.Metric} {found}, --fail-under requires {threshold.Value}"));
        }

        return missed.Count == 0 ? ExitCode.Success : ExitCode.Check;

        double? ValueOf(Threshold threshold) => scores.Value(threshold.Metric);
    }

    /// <summary>The metric that an option names.</summary>
    /// <exception cref="UsageException">The task has no such metric.</exception>
    public static string Metric(string metric, SequenceTask task, string name) => task.Metrics.Contains(metric) ? metric
        : throw new UsageException($"{name}: '{metric}' is not a metric of this task", $"there are {string.Join(", ", task.Metrics)}");

    static Threshold Parse(string option, IReadOnlyList<string> metrics, string name)
    {
        var (metric, value) = option.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (option[..at], option[(at + 1)..])
            : (option, "");
        if (!metrics.Contains(metric))
        {
            throw new UsageException(
                $"{name}: '{metric}' is not a metric of this task", $"write METRIC=V with one of {string.Join(", ", metrics)}");
        }

        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) && double.IsFinite(threshold)
            ? new Threshold(metric, threshold)
            : throw new UsageException($"{name} expects METRIC=V, found '{option}'", $"for example {name} accuracy=0.94");
    }
}
