using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>Going on with a run.</summary>
static class Resumption
{
    // What does not decide which model this is and what it is trained on may change.
    static readonly string[] Free =
    [
        "training.epochs", "training.threads", "training.checkpoint_every", "training.early_stopping",
        "training.learning_rate", "training.momentum", "training.nesterov", "training.weight_decay", "training.clip", "training.clip_value", "training.schedule",
        "data.train", "data.validation", "data.test", "model.init",
    ];

    /// <summary>The run, its last checkpoint in the trainer.</summary>
    /// <exception cref="RunException">There is no such run, or its config or data are others.</exception>
    /// <exception cref="CheckpointException">Its checkpoint cannot be used.</exception>
    public static RunDirectory Open(string path, Trainer trainer, Model model, TrainingData data)
    {
        var run = RunDirectory.Open(path);
        if (!File.Exists(run.Last))
        {
            throw new CheckpointException(run.Last, "the run has no checkpoint yet", "train without --resume");
        }

        var checkpoint = Checkpoint.Read(run.Last);
        RequireSameCell(run, checkpoint, model);
        RequireSameConfig(run, checkpoint.Config, CellChoice.Kept(model.Config, model.Cell));
        RequireSameData(run, data);
        trainer.Resume(checkpoint, run.Last);
        return run;
    }

    static void RequireSameCell(RunDirectory run, Checkpoint checkpoint, Model model)
    {
        if (checkpoint.Cell is { } before && CellChoice.KeptText(model.Config, model.Cell) is { } now && now != before)
        {
            throw new RunException(
                $"cannot resume '{run.Path}': the text of the cell is not the one it began with",
                "resume with the run's own config.yaml, beside which its cell stands, or train without --resume");
        }
    }

    static void RequireSameConfig(RunDirectory run, Config before, Config now)
    {
        var (old, young) = (ConfigJson.ToJson(before), ConfigJson.ToJson(now));
        var changed = ConfigKeys.All.FirstOrDefault(key =>
            !IsSection(key) && !Free.Any(f => key == f || key.StartsWith(f + ".", StringComparison.Ordinal)) && !JsonNode.DeepEquals(At(old, key), At(young, key)));
        if (changed is not null)
        {
            throw new RunException(
                $"cannot resume '{run.Path}': {changed} was {Show(At(old, changed))} and is now {Show(At(young, changed))}",
                "resume with the run's own config.yaml, or train without --resume");
        }

        if (before.Training.Watched() != now.Training.Watched())
        {
            throw new RunException(
                $"cannot resume '{run.Path}': its best epoch is the best by {before.Training.Watched()}, and training.early_stopping.metric is now {now.Training.Watched()}",
                "keep the metric, or train without --resume");
        }
    }

    static bool IsSection(string key) => ConfigKeys.All.Any(k => k.StartsWith(key + ".", StringComparison.Ordinal));

    static void RequireSameData(RunDirectory run, TrainingData data)
    {
        var hashes = RunData(run);
        if (hashes is not null && !hashes.SequenceEqual(data.Files.Select(f => f.Sha256)))
        {
            throw new RunException($"cannot resume '{run.Path}': the data are not those it began with", "train without --resume");
        }
    }

    // A record that a crash has damaged must not keep anyone from resuming.
    static List<string?>? RunData(RunDirectory run)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(run.Record))?["data"]?.AsArray().Select(d => (string?)d?["sha256"]).ToList();
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static JsonNode? At(JsonNode? tree, string key) => key.Split('.').Aggregate(tree, (node, name) => (node as JsonObject)?[name]);

    static string Show(JsonNode? value) => value?.ToJsonString(ConfigJson.Options) ?? "null";
}
