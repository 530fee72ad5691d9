using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>Keeps <c>run.json</c> and <c>config.yaml</c> of a run.</summary>
sealed class Journal(RunDirectory run, Model model, TrainingData data, TimeProvider time)
{
    readonly Config config = model.Config;
    readonly DateTimeOffset started = time.GetUtcNow();

    public RunDirectory Run { get; } = run;

    /// <summary>Before the first step: everything is in place, and the last checkpoint is the beginning.</summary>
    public void Begin(Trainer trainer)
    {
        var kept = CellChoice.Kept(config, model.Cell);
        if (CellChoice.KeptText(config, model.Cell) is { } text)
        {
            AtomicFile.WriteText(Path.Combine(Run.Path, kept.Model.Cell), text);
        }

        AtomicFile.WriteText(Run.Config, kept.ToYaml());
        Write(RunStatus.Running, trainer, null);
        MetricsLog.CutAfter(Run.Metrics, trainer.Progress.Epoch);
        trainer.Checkpoint().Write(Run.Last);
    }

    /// <summary>After the last step.</summary>
    public void End(RunStatus status, Trainer trainer, IReadOnlyList<ScoredPart>? scores) => Write(status, trainer, scores);

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
            scores is null ? null : TrainReport.Baselines(scores)).ToJson());
}
