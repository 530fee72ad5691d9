using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>The result of train, as text and as a document.</summary>
static class TrainReport
{
    public static string Text(RunDirectory run, Progress best, IReadOnlyList<ScoredPart> parts) =>
        ScoreTable.Of(parts) + $"best epoch {best.Epoch}, kept in {run.Best}\n";

    public static JsonObject Document(RunDirectory run, Progress progress, Progress best, IReadOnlyList<ScoredPart> parts) => new()
    {
        ["run"] = run.Path,
        ["epochs"] = progress.Epoch,
        ["steps"] = progress.Step,
        ["best_epoch"] = best.Epoch,
        ["metrics"] = Metrics(parts),
        ["baselines"] = Baselines(parts),
    };

    public static JsonObject DryRun(Model model, TrainingData data, MemoryEstimate memory) => new()
    {
        ["dry_run"] = true,
        ["parameters"] = model.Size,
        ["sequences"] = new JsonObject(data.Parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Part.Count))),
        ["memory"] = new JsonObject { ["data"] = memory.Data, ["weights"] = memory.Weights, ["batches"] = memory.Batches, ["total"] = memory.Total },
        ["config"] = ConfigJson.ToJson(model.Config),
    };

    /// <summary>By split, then by metric.</summary>
    public static JsonObject Metrics(IReadOnlyList<ScoredPart> parts) =>
        new(parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Evaluation.Scores.ToJson())));

    /// <summary>By split, then by naive answer, then by metric.</summary>
    public static JsonObject Baselines(IReadOnlyList<ScoredPart> parts) =>
        new(parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Of(p.Evaluation.Baselines))));

    /// <summary>By naive answer, then by metric.</summary>
    public static JsonObject Of(IReadOnlyList<Baseline> baselines) =>
        new(baselines.Select(b => KeyValuePair.Create(b.Name, (JsonNode?)b.Scores.ToJson())));
}
