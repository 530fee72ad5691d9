using System.Text.Json;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Runs;

/// <summary>
/// A run that continues another on new data: its config is that of the other with another training file, its weights start from the
/// other's (<c>model.init</c>), and columns, scales, vocabulary and classes are the other's, not fitted anew.
/// </summary>
/// <param name="Origin">The other run.</param>
/// <param name="Schema">Columns, scales, vocabulary and classes.</param>
sealed record Continuation(Origin Origin, ModelSchema Schema)
{
    static readonly string[] MayBeSet = ["training", "data.split", "data.validation", "data.test", "data.unknown"];

    /// <summary>The config of a run that continues another, and what it keeps.</summary>
    /// <param name="path">The other run.</param>
    /// <param name="data">The new training file.</param>
    /// <exception cref="RunException">There is no such run, it is an ensemble, or a key is set that it keeps.</exception>
    /// <exception cref="CheckpointException">It has no model that can be used.</exception>
    public static (LoadedConfig Config, Continuation From) Begin(string path, string data, TrainingOptions options)
    {
        EnsembleFolder.Refuse(path, "a run continues one model");
        RequireOwnKeys(options.Sets);
        var (run, file) = (RunDirectory.Open(path), ModelFile.Find(path, null));
        var checkpoint = Checkpoint.Read(file);
        string[] sets =
        [
            Assign("data.train", File.Exists(data) ? Path.GetFullPath(data) : data),
            Assign("model.init", Path.GetFullPath(file)),
            .. options.Sets,
        ];
        var folder = RunRecord.Parse(File.ReadAllText(run.Record))?["folder"];
        string[] folders = [.. options.DataFolders, .. folder is null ? Array.Empty<string>() : [$"{folder}"]];
        return (
            ConfigFile.Read(run.Config, sets, folders),
            new Continuation(new Origin(path, file, checkpoint.Progress.Epoch), checkpoint.Schema.OfTraining()));
    }

    /// <summary>What a run that is resumed keeps of another one; null: it continues none.</summary>
    /// <exception cref="CheckpointException">Its newest checkpoint cannot be used.</exception>
    public static Continuation? OfResumed(string path)
    {
        var run = RunDirectory.Open(path);
        if (RunRecord.Parse(File.ReadAllText(run.Record))?["from"]?.Deserialize<Origin>(ConfigJson.Options) is not { } origin)
        {
            return null;
        }

        var checkpoint = run.IsUnbegun ? Checkpoint.Read(origin.Checkpoint) : new RunCheckpoints(run, keep: 0).ReadNewest(out _).Checkpoint;
        return new Continuation(origin, checkpoint.Schema.OfTraining());
    }

    static void RequireOwnKeys(IReadOnlyList<string> sets)
    {
        var keys = sets.Select(ConfigOverride.KeyOf);
        if (keys.FirstOrDefault(k => !MayBeSet.Any(m => k == m || k.StartsWith($"{m}.", StringComparison.Ordinal))) is { } kept)
        {
            throw new RunException(
                $"a run that continues another keeps its model and its columns: {kept} cannot be set",
                $"what can be set is {string.Join(", ", MayBeSet)}; for another model, train without --from");
        }
    }

    static string Assign(string key, string path) => $"{key}={JsonSerializer.Serialize(path, ConfigJson.Options)}";
}
