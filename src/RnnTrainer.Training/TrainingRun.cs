using RnnTrainer.Data;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Distributed;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Ranges;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training;

/// <summary>
/// A training that leaves a run behind, as <c>rnn train</c> does. Training happens while <see cref="Events"/> is enumerated, and the run's
/// files are written along the way.
/// Stop enumerating to stop training; after <see cref="Pause"/> the run can be resumed where it stopped. The run's folder is locked until
/// <see cref="Dispose"/>.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    readonly TrainingOptions _options;
    readonly RunLock _lock;
    readonly RunLog _log;
    readonly RunCheckpoints _checkpoints;
    readonly EarlyWarnings _early;

    TrainingRun(RunLock taken, Trainer trainer, TrainingOptions options, Origin? from)
    {
        (_lock, _options, Directory, Trainer) = (taken, options, taken.Run, trainer);
        _log = new RunLog(Directory, trainer, options.Time, from);
        _checkpoints = new RunCheckpoints(Directory, trainer.Model.Config.Training.Keep);
        _early = new EarlyWarnings(trainer.Model, trainer.Data);
    }

    /// <summary>The folder of the run.</summary>
    public string Folder => Directory.Path;

    /// <summary>What config, data and, of a resumed run, the state of its folder gave reason to warn of before the first update.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Whether all epochs are trained, or early stopping has ended the training.</summary>
    public bool IsDone => Trainer.IsDone;

    internal RunDirectory Directory { get; }

    internal Trainer Trainer { get; }

    /// <summary>Reads config and data, builds the model, and makes the folder of a new run or opens that of
    /// <see cref="TrainingOptions.Resume"/>.</summary>
    /// <param name="config">Path of a YAML file.</param>
    /// <param name="options">Folder, overrides and the like; null: a new run in <c>runs/NAME-TIME</c>.</param>
    /// <exception cref="ConfigException">The config has errors; it lists them.</exception>
    /// <exception cref="DataException">A data file is missing or has errors; it lists them.</exception>
    /// <exception cref="RnnTrainer.Cells.CellException">The file of the cell, or the given cell, is not a cell.</exception>
    /// <exception cref="CheckpointException">The weights of <c>model.init</c> do not fit, or the run to resume has no usable
    /// checkpoint.</exception>
    /// <exception cref="RunException">The training would exceed the memory limit; or the run to resume is missing, was trained otherwise or
    /// is being written.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static TrainingRun Begin(string config, TrainingOptions? options = null)
    {
        options ??= new TrainingOptions();
        return Begin(TrainingPlan.Read(config, options), options);
    }

    /// <summary>
    /// Continues a run on new data, in a new run: with its weights, columns, scales, vocabulary and classes, as <c>rnn train --from</c>
    /// does.
    /// </summary>
    /// <param name="run">The folder of the run.</param>
    /// <param name="data">The new training file.</param>
    /// <param name="options">Folder, overrides of training keys and the like; null: a new run in <c>runs/config-TIME</c>.</param>
    /// <exception cref="RunException">There is no such run, or a key is set that the new run keeps.</exception>
    /// <exception cref="CheckpointException">The run has no model that can be used.</exception>
    /// <exception cref="DataException">The file is missing or has errors, or classes or words that the run does not know.</exception>
    public static TrainingRun Continue(string run, string data, TrainingOptions? options = null)
    {
        options ??= new TrainingOptions();
        var (config, from) = Continuation.Begin(run, data, options);
        return Begin(TrainingPlan.Read(config, options, from: from), options);
    }

    internal static TrainingRun Begin(TrainingPlan plan, TrainingOptions options)
    {
        MemoryEstimate.RequireFor(plan.Model, plan.Data, options.Memory, options.Jobs);
        var model = plan.NewModel(isNew: options.Resume is null);
        RunLock? taken = null;
        try
        {
            taken = RunLock.Take(options.Resume is { } resumed ? RunDirectory.Open(resumed, options.Disk) : NewFolder(plan.Name, options));
            var run = new TrainingRun(taken, new Trainer(model, plan.Data, options.Processes), options, plan.From);
            run.Start(plan.Warnings);
            options.Processes?.Send(run.Trainer.Checkpoint().ToBytes());
            return run;
        }
        catch
        {
            taken?.Dispose();
            model.Dispose();
            throw;
        }
    }

    /// <summary>Trains with the other processes, of which process 0 began or resumed the run. This one writes nothing.</summary>
    /// <exception cref="DivergenceException">In every process alike.</exception>
    internal static void Follow(TrainingPlan plan, TrainingOptions options)
    {
        const string Sender = "what process 0 has sent";
        using var model = plan.NewModel(isNew: false);
        var trainer = new Trainer(model, plan.Data, options.Processes);
        trainer.Resume(Received(), Sender);
        foreach (var _ in trainer.Run())
        {
        }

        var best = Received();
        Weights.Assign(model.Parameters, best.Parameters, Sender);
        Scored(model, best, plan.Data, options);

        Checkpoint Received() => Checkpoint.Of(SafeTensorsReader.Read(options.Processes!.Send(null), Sender), Sender);
    }

    /// <summary>Refuses what <see cref="Begin(TrainingPlan, TrainingOptions)"/> would refuse, and writes nothing.</summary>
    /// <returns>Where the training would start, and what the run to resume gives reason to warn of.</returns>
    internal static (Progress Progress, IReadOnlyList<string> Warnings) DryRun(TrainingPlan plan, TrainingOptions options)
    {
        plan.Memory().Require(options.Memory);
        if (options is { Folder: { } folder, Replace: true, Resume: null } && RunDirectory.Exists(folder))
        {
            RunDirectory.RequireClearable(folder);
        }

        // Only weights of a file or of a run have to be compared with the model.
        if (options.Resume is null && plan.Config.Model.Init is null)
        {
            return (Progress.Start, []);
        }

        using var model = plan.NewModel(isNew: options.Resume is null);
        var trainer = new Trainer(model, plan.Data);
        IReadOnlyList<string> warnings = options.Resume is { } resumed
            ? Resumption.Begin(RunDirectory.Open(resumed, options.Disk), trainer) : [];
        return (trainer.Progress, warnings);
    }

    /// <summary>
    /// Trains while it is enumerated, to the last epoch or until early stopping. A checkpoint and a line of <c>metrics.jsonl</c> are
    /// written before the epoch's event is returned.
    /// Enumerate it again to continue.
    /// </summary>
    /// <exception cref="DivergenceException">Loss, gradient or a weight is not finite; the last good checkpoint is kept.</exception>
    /// <exception cref="IOException">A file of the run cannot be written.</exception>
    public IEnumerable<TrainingEvent> Events()
    {
        using var events = Written().GetEnumerator();
        while (Moves(events))
        {
            _options.OnEvent?.Invoke(events.Current);
            yield return events.Current;
        }
    }

    /// <summary>Writes a checkpoint from which the run can be resumed (<see cref="TrainingOptions.Resume"/>, <c>rnn train
    /// --resume</c>).</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Pause()
    {
        if (Trainer.Progress.EpochStep > 0)
        {
            _checkpoints.Write(Trainer.Checkpoint());
        }

        _log.End(RunStatus.Interrupted, null, []);
    }

    /// <summary>Trains what is left, and scores.</summary>
    /// <exception cref="DivergenceException">Loss, gradient or a weight is not finite; the last good checkpoint is kept.</exception>
    public IReadOnlyList<ScoredPart> Finish()
    {
        foreach (var _ in Events())
        {
        }

        return Score();
    }

    /// <summary>Scores every split with the weights of the best epoch, the test split last, next to baselines; not the training split if
    /// <see cref="TrainingOptions.SkipTrainScores"/>. Call it after the last event.</summary>
    /// <exception cref="CheckpointException">The checkpoint of the best epoch cannot be used.</exception>
    public IReadOnlyList<ScoredPart> Score()
    {
        var (model, best) = (Trainer.Model, Checkpoint.Read(Directory.Best));
        Weights.Assign(model.Parameters, best.Parameters, Directory.Best);
        if (AfterTraining.IsAskedFor(model.Config.Training) && !AfterTraining.IsDone(model.Config.Training, best.Schema))
        {
            best = AfterTraining.Fit(model, Trainer.Data.Validation, best);
            _checkpoints.WriteBest(best);
        }

        _options.Processes?.Send(best.ToBytes());
        var scores = Scored(model, best, Trainer.Data, _options);
        KeepErrors(model, best);
        _log.End(RunStatus.Finished, scores, TrainingData.Unscored(_options.SkipTrainScores));
        return scores;
    }

    /// <summary>Unlocks the folder. A run that is neither finished nor paused counts as interrupted, and resumes from its last
    /// checkpoint.</summary>
    public void Dispose()
    {
        _log.TryEnd(RunStatus.Interrupted);
        _log.Dispose();
        _lock.Dispose();
        Trainer.Model.Dispose();
    }

    /// <summary>Trains to the end of an epoch, or to the end and scores. A run that stops before its end is paused.</summary>
    /// <param name="upTo">The epoch; null: the last.</param>
    /// <param name="stop">Stops it after the next event.</param>
    /// <returns>False if it was stopped.</returns>
    internal bool Train(int? upTo, CancellationToken stop)
    {
        foreach (var _ in Events())
        {
            if (stop.IsCancellationRequested || Trainer.Progress.Epoch >= upTo)
            {
                break;
            }
        }

        if (!IsDone)
        {
            Pause();
            return !stop.IsCancellationRequested;
        }

        Score();
        return true;
    }

    /// <summary>Records in the run that an exception ended it.</summary>
    internal void Fail(Exception e) => _log.TryEnd(e is DivergenceException ? RunStatus.Diverged : RunStatus.Failed, e);

    static List<ScoredPart> Scored(Model model, Checkpoint best, TrainingData data, TrainingOptions options)
    {
        model.Decide(best.Schema);
        return [.. data.ScoredParts(options.SkipTrainScores).Select(p => new ScoredPart(
            p.Name, Predictor.Evaluate(model, p.Part, keepsOutputs: false, processes: options.Processes)))];
    }

    /// <summary>Keeps with the best weights the errors on held-out data: ranges can then be made where the data are not.</summary>
    void KeepErrors(Model model, Checkpoint best)
    {
        var (name, part) = Trainer.Data.ForRanges;
        if (best.Schema.Errors is null && part.Count > 0 && model.Task.Output == OutputKind.Number)
        {
            var errors = RangeFit.Of(new Predictor(model, part.Ready, part.HasOthers, keepsOutputs: false, keepsSums: false), part, name);
            _checkpoints.WriteBest(best with { Schema = best.Schema with { Errors = errors } });
        }
    }

    static RunDirectory NewFolder(string name, TrainingOptions options)
    {
        if (options is { Replace: true, Folder: { } folder } && RunDirectory.Exists(folder))
        {
            RunDirectory.Clear(folder);
        }

        return RunDirectory.Create(options.Folder, name, options.Time, options.Disk, options.IsLatest);
    }

    /// <summary>Resumes, and writes what is in the folder before the first update: the last checkpoint is the start.</summary>
    void Start(IReadOnlyList<string> warnings)
    {
        Warnings =
        [
            .. warnings,
            .. _lock.Stale is { } owner ? [$"process {owner.Id}, which wrote this run, died without releasing its lock"]
            : Array.Empty<string>(),
            .. _options.Resume is null ? [] : Resumption.Begin(Directory, Trainer),
        ];
        try
        {
            _log.Begin();
            _checkpoints.RemoveRemains();
            _checkpoints.Write(Trainer.Checkpoint());
            _log.OpenTensorBoard(_options.TensorBoard);
        }
        catch (Exception e)
        {
            Fail(e);
            _log.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The trainer's events, each after the files that belong to it are written: at an epoch's end the best checkpoint if it is one, the
    /// line of <c>metrics.jsonl</c> and the last
    /// checkpoint; within an epoch the last checkpoint, as <c>training.checkpoint_every</c> asks.
    /// </summary>
    IEnumerable<TrainingEvent> Written()
    {
        var (time, config) = (_options.Time, Trainer.Model.Config.Training);
        var (begin, saved, sequences, steps) = (time.GetTimestamp(), time.GetTimestamp(), 0L, 0L);
        foreach (var happened in Trainer.Run())
        {
            var seconds = time.GetElapsedTime(begin).TotalSeconds;
            if (happened is StepTaken step)
            {
                (sequences, steps) = (sequences + step.Sequences, steps + step.TimeSteps);
                if (config.CheckpointEvery is { } every && step.Step < step.Steps && every.IsDue(step.Step, time.GetElapsedTime(saved)))
                {
                    _checkpoints.Write(Trainer.Checkpoint());
                    saved = time.GetTimestamp();
                }
            }

            var timed = happened with
            {
                Seconds = seconds,
                SequencesPerSecond = seconds > 0 ? sequences / seconds : 0,
                StepsPerSecond = seconds > 0 ? steps / seconds : 0,
            };
            if (timed is EpochTrained ended)
            {
                WriteEpoch(ended);
                (begin, saved, sequences, steps) = (time.GetTimestamp(), time.GetTimestamp(), 0, 0);
            }

            _log.Write(timed);
            yield return timed;
            foreach (var warning in timed is EpochTrained epoch ? _early.After(epoch) : [])
            {
                yield return new TrainingWarning(warning);
            }
        }
    }

    // The last checkpoint is written last: everything that precedes it is on the device before it.
    void WriteEpoch(EpochTrained epoch)
    {
        var checkpoint = Trainer.Checkpoint();
        if (epoch.IsBest)
        {
            _checkpoints.WriteBest(checkpoint);
        }

        _log.WriteMetrics(epoch);
        _checkpoints.Write(checkpoint);
    }

    bool Moves(IEnumerator<TrainingEvent> events)
    {
        try
        {
            return events.MoveNext();
        }
        catch (Exception e)
        {
            Fail(e);
            throw;
        }
    }
}
