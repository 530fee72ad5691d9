using System.Text;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Docs;

/// <summary>docs/keys.md and docs/metrics.md are written from the code.</summary>
public sealed class GeneratedPagesTests
{
    const string Note =
        "<!-- Generated: RNN_WRITE_DOCS=1 dotnet test tests/RnnTrainer.Tests --filter FullyQualifiedName~GeneratedPagesTests -->";

    [Fact]
    public void The_page_of_config_keys_has_every_key_with_its_default_values_and_description()
    {
        var page = new StringBuilder($"# Config keys\n\n{Note}\n\n")
            .Append(
                "Every key of a config. `rnn config keys [PREFIX]` prints the same table, `rnn config show CONFIG` the values that a " +
                "config has, ")
            .Append(
                "and an editor that knows YAML schemas completes the keys from [configs/rnn.schema.json](../configs/rnn.schema.json).\n")
            .Append(
                "A key without a default must be set, or is a section. [Formats](formats.md), [tasks](tasks.md), [model](model.md) and " +
                "[training](training.md) explain the keys in context.\n");
        foreach (var section in ConfigKeyInfo.All.GroupBy(k => k.Key.Contains('.', StringComparison.Ordinal) ? k.Key.Split('.')[0] : "")
            .OrderBy(s => s.Key.Length > 0))
        {
            page.Append(section.Key.Length > 0 ? $"\n## {section.Key}\n" : "")
                .Append("\n| key | default | takes | meaning |\n|---|---|---|---|\n");
            foreach (var key in section)
            {
                page.Append(
                    $"| `{key.Key}` | {(key.Default is { } value ? $"`{Cell(value)}`" : "")} | {Cell(key.Kind)} | " +
                    $"{Cell(key.Description)} |\n");
            }
        }

        Documents.Is("keys.md", page.ToString());
    }

    [Fact]
    public void The_page_of_metrics_has_every_metric_of_every_task()
    {
        var page = new StringBuilder($"# Metrics\n\n{Note}\n\n")
            .Append(
                "y is the target and ŷ the prediction, in the units of the file; N is the number of predictions (sequences, or steps " +
                "where each step has one), and a mean is over all of them, never over padding. ")
            .Append(
                "p is a probability that the model gives; tp, fp and fn count true positives, false positives and false negatives. " +
                "[Tasks](tasks.md) has the losses, the baselines, and which metric a task is compared by.\n\n")
            .Append("| metric | tasks | formula | range | better | source |\n|---|---|---|---|---|---|\n");
        foreach (var metric in SequenceTask.All.SelectMany(t => t.MetricInfos).Distinct())
        {
            page.Append(
                $"| `{metric.Name}` | " +
                $"{string.Join(", ", SequenceTask.All.Where(t => t.MetricInfos.Contains(metric)).Select(t => $"`{t.Name}`"))} | " +
                $"{metric.Formula} | {metric.Range} | {(Metrics.IsMoreBetter(metric.Name) ? "higher" : "lower")} | {metric.Source} |\n");
        }

        page.Append(
            "\nTables show the loss and what models are most often compared by; `rnn eval` prints the others below its table, and `--json`, " +
            "`metrics.jsonl` and `run.json` have all. A score that is not defined for the targets is left out; under `classes` it is " +
            "null.\n\n`rnn eval RUN --json` has precision, recall, F1 (0 for 0/0) and the scores of probabilities of each class against the " +
            "others, and of each label, under `classes`; of labels also `means`, `micro` of all as one and `macro` over the labels; " +
            "and of entities precision, recall and F1 of each type under `entities`.\n\n`roc_auc` and `pr_auc` need the probabilities of " +
            "all predictions at once: 8 bytes for each prediction and class, which are sorted and, where they do not fit into memory, in " +
            "a temporary file. With `--by` and `--confidence` they are in memory, 12 bytes each.\n\n`rnn eval RUN --range 90` adds " +
            "`coverage_90` (higher is better), `width_90`, `winkler_90` and `wql` (lower is better) of `regress` and `forecast`: see " +
            "[ranges](tasks.md#ranges).\n");
        Documents.Is("metrics.md", page.ToString());
    }

    [Fact]
    public void The_metrics_that_are_described_are_those_that_are_measured()
    {
        AssertDescribed(MetricInfo.Classes, Metrics.Classify([0], [0], 0));
        AssertDescribed(MetricInfo.Numbers, Metrics.Regress([0], [0], 1, 0));
        AssertDescribed([.. MetricInfo.Numbers, .. MetricInfo.Forecast], Metrics.Regress([0], [0], 1, 0, new ForecastScale([1], [1])));
        AssertDescribed(MetricInfo.Labels, Metrics.Multilabel([1], [true], 0));
        AssertDescribed(MetricInfo.Symbols, Metrics.Symbols(0, 1, 1));

        static void AssertDescribed(IReadOnlyList<MetricInfo> described, IReadOnlyList<Score> measured) =>
            Assert.Equal(measured.Select(s => s.Metric), described.Select(m => m.Name));
    }

    static string Cell(string text) => text.Replace("|", @"\|", StringComparison.Ordinal);
}
