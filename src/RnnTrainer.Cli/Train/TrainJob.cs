using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>One <c>rnn train</c> from config to score.</summary>
static class TrainJob
{
    public static int Run(Session session, TrainOrder order)
    {
        var loaded = CommandInputs.ReadConfig(order.Config, order.Sets);
        var thresholds = Thresholds.Parse(order.FailUnder, loaded.Config.Task);
        var data = ReadingProgress.Show(session, loaded.Config.Data.Train, progress => TrainingData.Read(loaded.Config, loaded.Folders, progress));
        var plan = ModelPlan.Of(loaded.Config, data.Schema);
        Remarks.Begin(session, data, plan);
        var memory = order.DryRun || MemoryEstimate.MayMatter(plan, data, session.Memory) ? MemoryEstimate.Of(plan, data) : null;
        if (memory is not null)
        {
            session.Log($"memory: {memory}");
            memory.Require(session.Memory);
        }

        // The weights of a file or of a run are held to the model that takes them; else a dry run makes no model.
        using var model = order.DryRun && loaded.Config.Model.Init is null && order.Resume is null ? null : new Model(loaded.Config, data.Schema);
        if (model is not null && order.Resume is null)
        {
            Weights.AssignInit(model);
        }

        if (order.DryRun)
        {
            Plan(session, order, model, data);
            session.PrintResult("rnn.train/1", () => "nothing was trained: --dry-run\n", () => TrainReport.DryRun(plan, data, memory!));
            return ExitCode.Success;
        }

        return Begin(session, order, model!, data, thresholds, new EarlyWarnings(model!, data));
    }

    /// <summary>Says what would become of the folder, and refuses what would be refused.</summary>
    static void Plan(Session session, TrainOrder order, Model? model, TrainingData data)
    {
        if (order.Resume is { } resumed)
        {
            var trainer = new Trainer(model!, data);
            Resume(session, RunDirectory.Open(resumed, session.Disk), trainer, model!, data);
            session.Log($"run: {resumed}, to be resumed after epoch {trainer.Progress.Epoch}, step {trainer.Progress.Step}");
        }
        else if (order.Folder is { } folder)
        {
            var exists = RunDirectory.Exists(folder);
            if (exists && order.Replaces)
            {
                RunDirectory.RequireClearable(folder);
            }

            session.Log($"run: {folder}{(!exists ? "" : order.Replaces ? ", to be replaced" : " is there already: it would be written beside it")}");
        }
    }

    static int Begin(Session session, TrainOrder order, Model model, TrainingData data, IReadOnlyList<Threshold> thresholds, EarlyWarnings warnings)
    {
        var trainer = new Trainer(model, data);
        var run = order.Resume is null ? Create(session, order) : RunDirectory.Open(order.Resume, session.Disk);
        using var training = TrainingRun.In(run, trainer, session.Time);
        if (training.Stale is { } gone)
        {
            session.Log($"note: process {gone.Id}, which wrote this run, ended without a word");
        }

        if (order.Resume is not null)
        {
            Resume(session, run, trainer, model, data);
        }

        return Train(session, order, training, thresholds, warnings);
    }

    static void Resume(Session session, RunDirectory run, Trainer trainer, Model model, TrainingData data)
    {
        if (run.IsUnbegun)
        {
            session.Log($"note: '{run.Path}' was left before its first checkpoint: it begins anew");
            Weights.AssignInit(model);
            return;
        }

        Resumption.Begin(session, run, trainer, model, data);
    }

    static RunDirectory Create(Session session, TrainOrder order)
    {
        if (order.Replaces && RunDirectory.Exists(order.Folder!))
        {
            RunDirectory.Clear(order.Folder!);
        }

        var run = RunDirectory.Create(order.Folder, Path.GetFileNameWithoutExtension(order.Config), session.Time, session.Disk, isLatest: !order.IsTrial);
        if (order.Folder is { } wanted && Path.TrimEndingDirectorySeparator(wanted) != run.Path)
        {
            session.Warn($"warning: {wanted} is there already: this run is written to {run.Path} (--force replaces a run, --resume goes on with it)");
        }

        return run;
    }

    static int Train(Session session, TrainOrder order, TrainingRun training, IReadOnlyList<Threshold> thresholds, EarlyWarnings warnings)
    {
        var (run, trainer, config) = (training.Directory, training.Trainer, training.Trainer.Model.Config.Training);
        using var log = RunLog.Open(run.Log, session.Time);
        try
        {
            session.Interruption.DeferSignals();
            training.Start();
            using var board = order.TensorBoard || Directory.Exists(run.TensorBoard) ? EventFile.Open(run, session.Time) : null;
            session.Log($"run: {run.Path}" + (trainer.Progress.Step > 0 ? $", resumed after epoch {trainer.Progress.Epoch}, step {trainer.Progress.Step}" : ""));
            Display.Watch(session, trainer, config.Epochs, Events(training, session, log, board, warnings), timed => session.Interruption.Exit is null && !(trainer.Progress.Epoch >= order.UpTo));
            if (!trainer.IsDone)
            {
                training.Rest();
                return session.Interruption.Exit is { } exit ? session.ReportFailure(Failure.FromInterruption(exit, $"go on with `rnn train CONFIG --resume {Shell.Quoted(run.Path)}`")) : ExitCode.Success;
            }

            Remarks.Stopped(session, trainer.Progress, config);
            return Score(session, training, thresholds);
        }
        catch (Exception e)
        {
            RunLog.Ended(log, session.Time, e);
            training.Fail(e);
            throw;
        }
    }

    static IEnumerable<TimedEvent> Events(TrainingRun training, Session session, Serilog.Core.Logger log, EventFile? board, EarlyWarnings warnings)
    {
        var steps = 0L;
        foreach (var timed in training.Events())
        {
            RunLog.Write(log, session.Time, timed);
            if (timed.Line() is { } line)
            {
                board?.Write(line);
            }

            if (timed.Event is StepTaken or StepRefused)
            {
                session.OnStep(++steps);
            }

            yield return timed;
            Remarks.Along(session, timed.Event, warnings, training.Trainer.Model.Config.Training);
        }
    }

    static int Score(Session session, TrainingRun training, IReadOnlyList<Threshold> thresholds)
    {
        var (run, scores, progress) = (training.Directory, training.Score(), training.Trainer.Progress);
        session.PrintResult("rnn.train/1", () => TrainReport.Text(run, progress.BestEpoch, scores), () => TrainReport.Document(run, progress, scores));
        Remarks.End(session, training.Trainer.Model.Config, scores[^1]);
        Remarks.Astray(session, training.Trainer, MetricsLog.Read(run.Metrics));
        return Thresholds.Hold(session, thresholds, scores[^1]);
    }
}
