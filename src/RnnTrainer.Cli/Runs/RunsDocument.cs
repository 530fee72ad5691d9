using System.Text.Json.Nodes;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Runs;

/// <summary>Runs as documents.</summary>
static class RunsDocument
{
    /// <param name="keys">The keys of the config to include.</param>
    public static JsonObject Of(RunOverview run, IEnumerable<string> keys) => new()
    {
        ["run"] = run.Path,
        ["status"] = run.Status,
        ["task"] = run.Config["task"],
        ["data"] = run.Data,
        ["cell"] = run.Cell,
        ["epochs"] = run.EpochCount,
        ["started"] = run.Started,
        ["ensemble"] = run.Members > 0 ? run.Members : null,
        ["split"] = run.Split,
        ["metric"] = run.Metric,
        ["score"] = run.Score,
        ["baseline"] = run.Baseline is { } baseline ? new JsonObject { ["name"] = baseline.Name, ["value"] = baseline.Value } : null,
        ["metrics"] = run.Record["metrics"]?.DeepClone(),
        ["config"] = new JsonObject(keys.Select(k => KeyValuePair.Create(k, run.Values.GetValueOrDefault(k)?.DeepClone()))),
    };

    /// <summary>Several runs, each with the keys that differ between the runs of its task and data, or between all.</summary>
    public static JsonArray Of(IReadOnlyList<RunOverview> runs, bool within = true)
    {
        Func<RunOverview, IReadOnlyList<string>> keys = within ? RunOverview.DifferencesWithin(runs) : _ => RunOverview.Differences(runs);
        return new JsonArray([.. runs.Select(r => Of(r, keys(r)))]);
    }
}
