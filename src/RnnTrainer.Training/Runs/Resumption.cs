using System.Text.Json.Nodes;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Training.Runs;

/// <summary>Resumes a run: checks that config, data and version are those it was trained with, and puts its newest checkpoint into a
/// trainer.</summary>
static class Resumption
{
    // These keys do not decide which model it is and what it is trained on.
    static readonly string[] MayChange =
    [
        "training.epochs", "training.threads", "training.memory", "training.checkpoint_every", "training.keep", "training.on_nonfinite",
            "training.early_stopping",
        "training.learning_rate", "training.momentum", "training.nesterov", "training.weight_decay", "training.clip", "training.clip_value",
        "training.schedule", "data.train", "data.validation", "data.test", "model.init",
    ];

    /// <summary>Puts the newest checkpoint into the trainer. A run that was left before its first checkpoint begins anew.</summary>
    /// <returns>What gives reason to warn.</returns>
    /// <exception cref="RunException">Config, data or version of the run are not those of the trainer.</exception>
    /// <exception cref="CheckpointException">It has no checkpoint that can be used.</exception>
    public static IReadOnlyList<string> Begin(RunDirectory run, Trainer trainer)
    {
        var model = trainer.Model;
        if (run.IsUnbegun)
        {
            Weights.AssignInit(model);
            return [$"'{run.Path}' was left before its first checkpoint: it begins anew"];
        }

        var checkpoints = new RunCheckpoints(run, model.Config.Training.Keep);
        var (checkpoint, file) = checkpoints.ReadNewest(out var note);
        RequireSameVersion(run, checkpoint);
        RequireSameCell(run, checkpoint, model);
        RequireSameConfig(run, checkpoint.Config, CellChoice.Kept(model.Config, model.Cell));
        RequireSameData(run, checkpoint, trainer.Data);
        List<string?> warnings = [
            note, RequireBest(run, checkpoints, checkpoint, model), MissingEpochs(run, checkpoint.Progress), OtherInstructions(run)];
        trainer.Resume(checkpoint, file);
        return [.. warnings.OfType<string>()];
    }

    /// <summary>
    /// Requires now that the best checkpoint, which is scored at the end, can be used. Where the run is resumed at the end of its best
    /// epoch, it is written again.
    /// </summary>
    static string? RequireBest(RunDirectory run, RunCheckpoints checkpoints, Checkpoint checkpoint, Model model)
    {
        var progress = checkpoint.Progress;
        if (progress.BestEpoch == 0)
        {
            return null;
        }

        try
        {
            Weights.Assign(model.Parameters, Checkpoint.Read(run.Best).Parameters, run.Best);
            return null;
        }
        catch (CheckpointException e) when (progress is { EpochStep: 0 } && progress.Epoch == progress.BestEpoch)
        {
            checkpoints.WriteBest(checkpoint);
            return $"{e.File} cannot be used ({e.Problem}); it is written anew, as the run is resumed at its best epoch";
        }
        catch (CheckpointException e)
        {
            throw new CheckpointException(
                e.File,
                $"the best epoch, {progress.BestEpoch}, is to be scored at the end, and its checkpoint cannot be used: {e.Problem}",
                $"put a copy of the file there, or train without --resume; `rnn eval RUN --checkpoint last` takes the model after epoch " +
                $"{progress.Epoch}");
        }
    }

    static string? MissingEpochs(RunDirectory run, Progress progress)
    {
        var known = MetricsLog.Read(run.Metrics)
            .Select(l => l["epoch"] is JsonValue value && value.TryGetValue<int>(out var epoch) ? epoch : 0).ToHashSet();
        int[] lost = [.. Enumerable.Range(1, progress.Epoch).Where(e => !known.Contains(e))];
        return lost.Length == 0 ? null
            : $"{run.Metrics} has no line for {lost.Length} of {progress.Epoch} epochs, the first is {lost[0]}: curves and sweeps will " +
                $"lack them";
    }

    static string? OtherInstructions(RunDirectory run)
    {
        var before = FromRecord(run, record => record["machine"]?["instruction_set"]?.AsArray().Select(s => $"{s}").ToList());
        var now = Machine.Here().InstructionSet;
        return before is null || before.SequenceEqual(now) ? null
            : $"the run began with the vector instructions {string.Join(", ", before)}, and this machine offers {string.Join(", ", now)}: "
            + "sums are rounded differently, so the final bytes will differ from those of the other machine";
    }

    static void RequireSameVersion(RunDirectory run, Checkpoint checkpoint)
    {
        if (checkpoint.Version is { } before && before != Checkpoint.ThisVersion)
        {
            throw new RunException(
                $"cannot resume '{run.Path}': it was written by rnn {before}, this is {Checkpoint.ThisVersion}, which need not take the " +
                $"same steps",
                $"resume with rnn {before}, or start a new run from its weights: --set model.init={run.Last}");
        }
    }

    static void RequireSameCell(RunDirectory run, Checkpoint checkpoint, Model model)
    {
        if (checkpoint.Cell is { } before && CellChoice.KeptText(model.Config, model.Cell) is { } now && now != before)
        {
            throw new RunException(
                $"cannot resume '{run.Path}': the text of the cell is not the one it began with",
                "resume with the run's own config.yaml, which has its cell next to it, or train without --resume");
        }
    }

    static void RequireSameConfig(RunDirectory run, Config before, Config now)
    {
        var changed = Changes(before, now, MayChange).ToList();
        if (changed.Count > 0)
        {
            throw new RunException(
                $"cannot resume '{run.Path}': {string.Join("; ", changed)}",
                $"resume with the run's own config.yaml, or train without --resume. Allowed to change are {string.Join(", ", MayChange)}");
        }

        if (before.Training.Monitored() != now.Training.Monitored())
        {
            throw new RunException(
                $"cannot resume '{run.Path}': its best epoch is the best by {before.Training.Monitored()}, and " +
                $"training.early_stopping.metric is now {now.Training.Monitored()}",
                "keep the metric, or train without --resume");
        }
    }

    /// <summary>What differs between two configs, in words.</summary>
    /// <param name="mayChange">Keys, and sections of keys, that may differ.</param>
    public static IEnumerable<string> Changes(Config before, Config now, IReadOnlyList<string> mayChange)
    {
        var (earlier, current) = (ConfigJson.ToJson(before), ConfigJson.ToJson(now));
        return ConfigKeys.All
            .Where(key => !IsSection(key) && !mayChange.Any(f => key == f || key.StartsWith(f + ".", StringComparison.Ordinal)))
            .Where(key => !JsonNode.DeepEquals(ConfigJson.At(earlier, key), ConfigJson.At(current, key)))
            .Select(key => $"{key} was {Show(ConfigJson.At(earlier, key))} and is now {Show(ConfigJson.At(current, key))}");
    }

    static bool IsSection(string key) => ConfigKeys.All.Any(k => k.StartsWith(key + ".", StringComparison.Ordinal));

    static void RequireSameData(RunDirectory run, Checkpoint checkpoint, TrainingData data)
    {
        var before = checkpoint.Data.Count > 0 ? checkpoint.Data : DataHashes(run);
        if (before is null || before.SequenceEqual(data.Files.Select(f => f.Sha256)))
        {
            return;
        }

        var changed = data.Files.Where((f, n) => n >= before.Count || f.Sha256 != before[n]).Select(f => f.File).ToList();
        var what = changed.Count > 0 ? $"changed by their SHA-256: {string.Join(", ", changed)}"
            : $"{before.Count} files then, {data.Files.Count} now";
        throw new RunException(
            $"cannot resume '{run.Path}': the data are not those it began with ({what})",
            "give it the files it began with, or train without --resume; a file may have another name or place");
    }

    /// <summary>The hashes of the files that a run read; null if its record does not have them. A record that a crash damaged must not
    /// prevent resuming.</summary>
    public static IReadOnlyList<string?>? DataHashes(RunDirectory run) =>
        FromRecord(run, record => record["data"]?.AsArray().Select(d => (string?)d?["sha256"]).ToList());

    /// <summary>A part of <c>run.json</c>; null if it is missing, or the file is damaged.</summary>
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

    static string Show(JsonNode? value) => value?.ToJsonString(ConfigJson.Options) ?? "null";
}
