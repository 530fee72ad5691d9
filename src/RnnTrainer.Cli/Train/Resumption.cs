using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>Going on with a run.</summary>
static class Resumption
{
    // What does not decide which model this is and what it is trained on may change.
    static readonly string[] Free =
    [
        "training.epochs", "training.threads", "training.checkpoint_every", "training.keep", "training.on_nonfinite", "training.early_stopping",
        "training.learning_rate", "training.momentum", "training.nesterov", "training.weight_decay", "training.clip", "training.clip_value", "training.schedule",
        "data.train", "data.validation", "data.test", "model.init",
    ];

    /// <summary>Puts the newest checkpoint into the trainer.</summary>
    /// <exception cref="RunException">The run's config, data or version are others.</exception>
    /// <exception cref="CheckpointException">It has no checkpoint that can be used.</exception>
    public static void Begin(Session session, RunDirectory run, Trainer trainer, Model model, TrainingData data)
    {
        var (checkpoint, file) = new RunCheckpoints(run, model.Config.Training.Keep).ReadNewest(out var note);
        if (note is not null)
        {
            session.Log($"warning: {note}");
        }

        RequireSameVersion(run, checkpoint);
        RequireSameCell(run, checkpoint, model);
        RequireSameConfig(run, checkpoint.Config, CellChoice.Kept(model.Config, model.Cell));
        RequireSameData(run, checkpoint, data);
        RequireBest(session, run, checkpoint, model);
        foreach (var warning in Losses(run, checkpoint.Progress).Concat(OtherVectors(run)))
        {
            session.Log($"warning: {warning}");
        }

        trainer.Resume(checkpoint, file);
    }

    /// <summary>Finds out now whether the best checkpoint can be used, which is scored at the end. Where the run is resumed at the end of its best epoch, it is written anew.</summary>
    static void RequireBest(Session session, RunDirectory run, Checkpoint checkpoint, Model model)
    {
        var progress = checkpoint.Progress;
        if (progress.BestEpoch == 0)
        {
            return;
        }

        try
        {
            Weights.Assign(model.Parameters, Checkpoint.Read(run.Best).Parameters, run.Best);
        }
        catch (CheckpointException e) when (progress is { EpochStep: 0 } && progress.Epoch == progress.BestEpoch)
        {
            session.Log($"warning: {e.File} cannot be used ({e.Problem}); it is written anew, as the run is resumed at its best epoch");
            new RunCheckpoints(run, model.Config.Training.Keep).WriteBest(checkpoint);
        }
        catch (CheckpointException e)
        {
            throw new CheckpointException(
                e.File,
                $"the best epoch, {progress.BestEpoch}, is to be scored at the end, and its checkpoint cannot be used: {e.Problem}",
                $"put a copy of the file there, or train without --resume; `rnn eval {Shell.Quoted(run.Path)} --checkpoint last` takes the model after epoch {progress.Epoch}");
        }
    }

    /// <summary>Epochs that are not in <c>metrics.jsonl</c>.</summary>
    static IEnumerable<string> Losses(RunDirectory run, Progress progress)
    {
        var known = MetricsLog.Read(run.Metrics).Select(l => l["epoch"] is JsonValue value && value.TryGetValue<int>(out var epoch) ? epoch : 0).ToHashSet();
        int[] lost = [.. Enumerable.Range(1, progress.Epoch).Where(e => !known.Contains(e))];
        if (lost.Length > 0)
        {
            yield return $"{run.Metrics} has no line for {lost.Length} of {progress.Epoch} epochs, the first is {lost[0]}: curves and sweeps are without them";
        }
    }

    static IEnumerable<string> OtherVectors(RunDirectory run)
    {
        var (before, now) = (FromRecord(run, record => record["machine"]?["instruction_set"]?.AsArray().Select(s => $"{s}").ToList()), Machine.Here().InstructionSet);
        if (before is not null && !before.SequenceEqual(now))
        {
            yield return $"the run began with the vector instructions {string.Join(", ", before)}, and this machine offers {string.Join(", ", now)}: sums are rounded otherwise, so it will not end with the bytes that it would have ended with there";
        }
    }

    static void RequireSameVersion(RunDirectory run, Checkpoint checkpoint)
    {
        if (checkpoint.Version is { } before && before != Checkpoint.ThisVersion)
        {
            throw new RunException(
                $"cannot resume '{run.Path}': it was written by rnn {before}, this is {Checkpoint.ThisVersion}, which need not take the same steps",
                $"resume with rnn {before}, or start a new run from its weights: --set model.init={run.Last}");
        }
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
        var changed = Changes(before, now, Free).ToList();
        if (changed.Count > 0)
        {
            throw new RunException(
                $"cannot resume '{run.Path}': {string.Join("; ", changed)}",
                $"resume with the run's own config.yaml, or train without --resume. Allowed to change are {string.Join(", ", Free)}");
        }

        if (before.Training.Watched() != now.Training.Watched())
        {
            throw new RunException(
                $"cannot resume '{run.Path}': its best epoch is the best by {before.Training.Watched()}, and training.early_stopping.metric is now {now.Training.Watched()}",
                "keep the metric, or train without --resume");
        }
    }

    /// <summary>What differs between two configs, in words.</summary>
    /// <param name="free">Keys, and sections of keys, that may differ.</param>
    public static IEnumerable<string> Changes(Config before, Config now, IReadOnlyList<string> free)
    {
        var (old, young) = (ConfigJson.ToJson(before), ConfigJson.ToJson(now));
        return ConfigKeys.All
            .Where(key => !IsSection(key) && !free.Any(f => key == f || key.StartsWith(f + ".", StringComparison.Ordinal)) && !JsonNode.DeepEquals(At(old, key), At(young, key)))
            .Select(key => $"{key} was {Show(At(old, key))} and is now {Show(At(young, key))}");
    }

    static bool IsSection(string key) => ConfigKeys.All.Any(k => k.StartsWith(key + ".", StringComparison.Ordinal));

    static void RequireSameData(RunDirectory run, Checkpoint checkpoint, TrainingData data)
    {
        var before = checkpoint.Data.Count > 0 ? checkpoint.Data : RunData(run);
        if (before is null || before.SequenceEqual(data.Files.Select(f => f.Sha256)))
        {
            return;
        }

        var changed = data.Files.Where((f, n) => n >= before.Count || f.Sha256 != before[n]).Select(f => f.File).ToList();
        throw new RunException(
            $"cannot resume '{run.Path}': the data are not those it began with ({(changed.Count > 0 ? $"changed by their SHA-256: {string.Join(", ", changed)}" : $"{before.Count} files then, {data.Files.Count} now")})",
            "give it the files it began with, or train without --resume; a file may have another name or place");
    }

    /// <summary>The hashes of the files that a run read; null: its record, which a crash may have damaged, does not say. That must not keep anyone from resuming.</summary>
    public static IReadOnlyList<string?>? RunData(RunDirectory run) => FromRecord(run, record => record["data"]?.AsArray().Select(d => (string?)d?["sha256"]).ToList());

    /// <summary>What stands in <c>run.json</c>; null where it does not, or the file is damaged.</summary>
    static T? FromRecord<T>(RunDirectory run, Func<JsonNode, T?> of)
        where T : class
    {
        try
        {
            return ConfigJson.Node(File.ReadAllText(run.Record)) is { } record ? of(record) : null;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static JsonNode? At(JsonNode? tree, string key) => key.Split('.').Aggregate(tree, (node, name) => (node as JsonObject)?[name]);

    static string Show(JsonNode? value) => value?.ToJsonString(ConfigJson.Options) ?? "null";
}
