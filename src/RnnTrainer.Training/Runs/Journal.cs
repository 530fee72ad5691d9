namespace RnnTrainer.Training;

/// <summary>Keeps <c>run.json</c> and <c>config.yaml</c> of a run.</summary>
sealed class Journal(RunDirectory run, Trainer trainer, TimeProvider time)
{
    readonly Config config = trainer.Model.Config;
    readonly DateTimeOffset started = time.GetUtcNow();
    bool isOpen;

    public RunCheckpoints Checkpoints { get; } = new(run, trainer.Model.Config.Training.Keep);

    /// <summary>Before the first step: everything is in place, and the last checkpoint is the beginning.</summary>
    public void Begin()
    {
        isOpen = true;
        var cell = trainer.Model.Cell;
        var kept = CellChoice.Kept(config, cell);
        Directory.CreateDirectory(run.Checkpoints);
        if (CellChoice.KeptText(config, cell) is { } text)
        {
            AtomicFile.WriteText(Path.Combine(run.Path, kept.Model.Cell), text, run.Disk);
        }

        Checkpoints.RemoveRemains();
        AtomicFile.WriteText(run.Config, kept.ToYaml(), run.Disk);
        Write(RunStatus.Running, null);
        MetricsLog.CutAfter(run.Metrics, trainer.Progress.Epoch, run.Disk);
        Checkpoints.Write(trainer.Checkpoint());
    }

    /// <summary>After the last step.</summary>
    public void End(RunStatus status, IReadOnlyList<ScoredPart>? scores)
    {
        Write(status, scores);
        isOpen = false;
    }

    /// <summary>After an error, which matters more than one in writing that it happened.</summary>
    public void TryEnd(RunStatus status)
    {
        if (!isOpen)
        {
            return;
        }

        isOpen = false;
        try
        {
            Write(status, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    void Write(RunStatus status, IReadOnlyList<ScoredPart>? scores) => AtomicFile.WriteText(
        run.Record,
        new RunRecord(
            status,
            Product.Version,
            started,
            status == RunStatus.Running ? null : time.GetUtcNow(),
            Directory.GetCurrentDirectory(),
            Machine.Here(),
            config.Training.Seed,
            config.Training.Threads == 0 ? Environment.ProcessorCount : config.Training.Threads,
            trainer.Data.Files,
            trainer.Progress.Epoch,
            scores?.Metrics(),
            scores?.Baselines()).ToJson(),
        run.Disk);
}
