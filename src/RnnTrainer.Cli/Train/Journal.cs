using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>Keeps <c>run.json</c> and <c>config.yaml</c> of a run.</summary>
sealed class Journal(RunDirectory run, Model model, TrainingData data, TimeProvider time)
{
    readonly Config config = model.Config;
    readonly DateTimeOffset started = time.GetUtcNow();

    public RunDirectory Run { get; } = run;

    public RunCheckpoints Checkpoints { get; } = new(run, model.Config.Training.Keep);

    /// <summary>Before the first step: everything is in place, and the last checkpoint is the beginning.</summary>
    public void Begin(Trainer trainer)
    {
        var kept = CellChoice.Kept(config, model.Cell);
        if (CellChoice.KeptText(config, model.Cell) is { } text)
        {
            AtomicFile.WriteText(Path.Combine(Run.Path, kept.Model.Cell), text, Run.Disk);
        }

        Checkpoints.RemoveRemains();
        AtomicFile.WriteText(Run.Config, kept.ToYaml(), Run.Disk);
        Write(RunStatus.Running, trainer, null);
        MetricsLog.CutAfter(Run.Metrics, trainer.Progress.Epoch, Run.Disk);
        Checkpoints.Write(trainer.Checkpoint());
    }

    /// <summary>After the last step.</summary>
    public void End(RunStatus status, Trainer trainer, IReadOnlyList<ScoredPart>? scores) => Write(status, trainer, scores);

    /// <summary>After an error, which matters more than one in writing that it happened.</summary>
    public void TryEnd(RunStatus status, Trainer trainer)
    {
        try
        {
            Write(status, trainer, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    void Write(RunStatus status, Trainer trainer, IReadOnlyList<ScoredPart>? scores) => AtomicFile.WriteText(
        Run.Record,
        new RunRecord(
            status,
            Product.Version,
            started,
            status == RunStatus.Running ? null : time.GetUtcNow(),
            Directory.GetCurrentDirectory(),
            Machine.Here(),
            config.Training.Seed,
            config.Training.Threads == 0 ? Environment.ProcessorCount : config.Training.Threads,
            data.Files,
            trainer.Progress.Epoch,
            scores is null ? null : TrainReport.Metrics(scores),
            scores is null ? null : TrainReport.Baselines(scores)).ToJson(),
        Run.Disk);
}
