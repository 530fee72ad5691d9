using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Runs.TensorBoard;
using Serilog.Events;

namespace RnnTrainer.Training.Runs;

/// <summary>
/// What a run records about itself next to its checkpoints: <c>config.yaml</c>, <c>run.json</c>, <c>metrics.jsonl</c>, <c>log.clef</c> and,
/// if asked for, event files for TensorBoard.
/// </summary>
/// <param name="from">The run that it continues on new data; null: none.</param>
sealed class RunLog(RunDirectory run, Trainer trainer, TimeProvider time, Origin? from = null) : IDisposable
{
    readonly Config _config = trainer.Model.Config;
    readonly DateTimeOffset _started = time.GetUtcNow();
    readonly ClefLog _clef = new(run.Log, time);
    EventFile? _board;
    bool _isOpen;

    /// <summary>Writes the files as they are before the first update.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Begin()
    {
        _isOpen = true;
        _clef.Write(LogEventLevel.Information, null, "rnn {Version} begins or resumes a run", ProgramVersion.Text);
        var cell = trainer.Model.Cell;
        var kept = CellChoice.Kept(_config, cell);
        Directory.CreateDirectory(run.Checkpoints);
        if (CellChoice.KeptText(_config, cell) is { } text)
        {
            AtomicFile.WriteText(Path.Combine(run.Path, kept.Model.Cell), text, run.Disk);
        }

        AtomicFile.WriteText(run.Config, kept.ToYaml(), run.Disk);
        Record(RunStatus.Running, null, []);
        MetricsLog.CutAfter(run.Metrics, trainer.Progress.Epoch, run.Disk);
    }

    /// <summary>Continues event files that are there, or starts some.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void OpenTensorBoard(bool isWanted) =>
        _board = isWanted || Directory.Exists(run.TensorBoard) ? EventFile.Open(run, time) : null;

    /// <summary>Adds the line of <c>metrics.jsonl</c> for an epoch.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteMetrics(EpochTrained epoch) => MetricsLog.Append(run.Metrics, MetricsLog.Line(epoch), run.Disk);

    /// <summary>Adds an event to <c>log.clef</c> and to the event files.</summary>
    /// <exception cref="IOException">The event files cannot be written.</exception>
    public void Write(TrainingEvent happened)
    {
        switch (happened)
        {
            case StepSkipped skipped:
                _clef.Write(LogEventLevel.Warning, null, "Step refused: {Divergence}", skipped.Divergence.ToString());
                break;
            case EpochTrained e:
                _clef.Write(
                    LogEventLevel.Information,
                    null,
                    "Epoch {Epoch}: loss {Loss}, validation loss {ValidationLoss}, gradient norm {GradientNorm}, {Seconds} s",
                    e.Epoch,
                    e.Loss,
                    e.Validation?.Value("loss"),
                    e.GradientNorm,
                    e.Seconds);
                _board?.Write(MetricsLog.Line(e));
                break;
        }
    }

    /// <summary>Records how the run ended, with its final scores.</summary>
    /// <param name="skipped">The splits that were not scored because nobody wanted their scores.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void End(RunStatus status, IReadOnlyList<ScoredPart>? scores, IReadOnlyList<string> skipped)
    {
        Record(status, scores, skipped);
        _isOpen = false;
    }

    /// <summary>Records how a run ended that has not been ended yet. An exception that ended it matters more than one in recording
    /// it.</summary>
    public void TryEnd(RunStatus status, Exception? cause = null)
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        if (cause is not null)
        {
            _clef.Write(LogEventLevel.Error, cause, "the run ended early");
        }

        try
        {
            Record(status, null, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    public void Dispose()
    {
        _board?.Dispose();
        _clef.Dispose();
    }

    void Record(RunStatus status, IReadOnlyList<ScoredPart>? scores, IReadOnlyList<string> skipped) => AtomicFile.WriteText(
        run.Record,
        new RunRecord(
            status,
            ProgramVersion.Text,
            _started,
            status == RunStatus.Running ? null : time.GetUtcNow(),
            Directory.GetCurrentDirectory(),
            Machine.Here(),
            _config.Training.Seed,
            _config.Training.Threads == 0 ? Environment.ProcessorCount : _config.Training.Threads,
            trainer.Data.Files,
            trainer.Progress.Epoch,
            scores?.Metrics(),
            scores?.Baselines(),
            skipped)
        { From = from }.ToJson(),
        run.Disk);
}
