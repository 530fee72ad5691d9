using System.Text.Json.Nodes;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Train;

/// <summary>The result of train, as text and as a document.</summary>
static class TrainReport
{
    public static string Text(RunDirectory run, int best, IReadOnlyList<ScoredPart> parts, IReadOnlyList<string> skipped) =>
        ScoreTable.Of(parts, skipped) + $"best epoch {best}, kept in {Printable.Line(run.Best)}\n";

    public static JsonObject Document(
        RunDirectory run, Progress progress, IReadOnlyList<ScoredPart> parts, IReadOnlyList<string> skipped) => new()
        {
            ["run"] = run.Path,
            ["epochs"] = progress.Epoch,
            ["steps"] = progress.Step,
            ["best_epoch"] = progress.BestEpoch,
            ["metrics"] = parts.Metrics(),
            ["baselines"] = parts.Baselines(),
            ["skipped_scores"] = new JsonArray([.. skipped.Select(name => (JsonNode)name)]),
        };

    public static JsonObject DryRun(TrainingPlan plan, StepMemory steps) => new()
    {
        ["dry_run"] = true,
        ["parameters"] = plan.Model.Size,
        ["sequences"] = new JsonObject(plan.Data.Parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Part.Count))),
        ["memory"] = Document(plan.Memory()),
        ["steps"] = new JsonObject
        {
            ["segments"] = steps.Segments,
            ["kept"] = steps.Kept > 0 ? steps.Kept : null,
            ["all"] = steps.Whole > 0 ? steps.Whole : null,
            ["computed_twice"] = steps.Again,
        },
        ["config"] = ConfigJson.ToJson(plan.Config),
    };

    static JsonObject Document(MemoryEstimate memory) => new()
    {
        ["data"] = memory.Data,
        ["weights"] = memory.Weights,
        ["batches"] = memory.Batches,
        ["total"] = memory.Total,
    };
}
