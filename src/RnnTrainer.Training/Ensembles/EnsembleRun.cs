using System.Globalization;
using System.Text.Json;
using RnnTrainer.Data;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training.Ensembles;

/// <summary>An ensemble that was made.</summary>
/// <param name="Folder">Its run folder.</param>
/// <param name="Members">The runs that it was made from.</param>
/// <param name="Scores">Of its validation and its test split, where there are such.</param>
/// <param name="Warnings">What a user should know.</param>
sealed record EnsembleRun(
    string Folder, IReadOnlyList<string> Members, IReadOnlyList<ScoredPart> Scores, IReadOnlyList<string> Warnings)
{
    /// <summary>Copies the models of runs into a run folder of their own, and scores their average.</summary>
    /// <param name="runs">At least one; with the same task, columns and classes.</param>
    /// <param name="options">Its folder, where data are looked up, disk and clock.</param>
    /// <exception cref="RunException">A run is missing, is an ensemble, or predicts something else than the first.</exception>
    /// <exception cref="CheckpointException">A model cannot be used.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static EnsembleRun Make(IReadOnlyList<string> runs, TrainingOptions options)
    {
        string[] files = [.. runs.Select(FileOf)];
        Checkpoint[] checkpoints = [.. files.Select(Checkpoint.Read)];
        for (var k = 1; k < runs.Count; k++)
        {
            MemberAgreement.Require(checkpoints[0], checkpoints[k], runs[0], runs[k]);
        }

        if (options is { Replace: true, Folder: { } wanted } && RunDirectory.Exists(wanted))
        {
            RunDirectory.Clear(wanted);
        }

        var folder = RunDirectory.Create(options.Folder, "ensemble", options.Time, options.Disk, options.IsLatest);
        Directory.Delete(folder.Checkpoints);
        string[] members = [.. runs.Select((run, k) => Copy(run, files[k], folder, k + 1))];
        RunCopy.Config(RunDirectory.Open(runs[0]), folder.Path, options.Disk);
        var record = RecordOf(checkpoints, members, RunDirectory.Open(runs[0]), options);
        AtomicFile.WriteText(folder.Record, record.ToJson(), options.Disk);
        var (scores, problem) = Scored(folder.Path, options.DataFolders);
        var different = Array.TrueForAll(checkpoints, c => MemberAgreement.HaveTheSameParts(checkpoints[0], c)) ? null
            : "its members were trained on other files or splits: some may have seen what the ensemble is scored on";
        AtomicFile.WriteText(
            folder.Record, (record with { Metrics = scores.Metrics(), Baselines = scores.Baselines() }).ToJson(), options.Disk);
        return new EnsembleRun(folder.Path, runs, scores, [.. new[] { different, problem }.OfType<string>()]);
    }

    static string FileOf(string run)
    {
        EnsembleFolder.Refuse(run, "a member of an ensemble is one model");
        return ModelFile.Find(RunDirectory.Open(run).Path, null);
    }

    static string Copy(string run, string file, RunDirectory ensemble, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{EnsembleFolder.Members}/{number}");
        RunCopy.Make(run, file, Path.Combine(ensemble.Path, name), ensemble.Disk);
        return name;
    }

    static RunRecord RecordOf(
        IReadOnlyList<Checkpoint> checkpoints, IReadOnlyList<string> members, RunDirectory first, TrainingOptions options)
    {
        var (config, now) = (checkpoints[0].Config, options.Time.GetUtcNow());
        var before = RunOverview.Of(first.Path).Record;
        return new RunRecord(
            RunStatus.Finished, ProgramVersion.Text, now, now, $"{before["folder"]}", Machine.Here(), config.Training.Seed,
            Environment.ProcessorCount, before["data"].Deserialize<List<RunData>>(ConfigJson.Options) ?? [],
            checkpoints.Max(c => c.Progress.Epoch), null, null, ["train"])
        { Ensemble = members };
    }

    /// <summary>The scores of validation and test; where the data cannot be read, why.</summary>
    public static (IReadOnlyList<ScoredPart> Scores, string? Problem) Scored(string folder, IReadOnlyList<string> folders)
    {
        using var trained = TrainedModel.Load(folder, null, folders);
        try
        {
            var test = trained.HasTest ? trained.Test() : null;
            return (
                [
                    .. new[] { ("validation", trained.Validation()), ("test", test) }.Where(p => p.Item2 is not null)
                        .Select(p => new ScoredPart(p.Item1, trained.Evaluate(p.Item2!, keepsOutputs: false))),
                ],
                null);
        }
        catch (Exception e) when (e is DataException or RunException)
        {
            return ([], $"{folder} is not scored: {e.Message}");
        }
    }
}
