using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>One <c>rnn train</c> from config to score.</summary>
static class TrainJob
{
    public static int Run(Session session, TrainOrder order)
    {
        var loaded = Configs.Read(order.Config, order.Sets);
        var limits = Limits.Parse(order.FailUnder, loaded.Config.Task);
        var data = Loading.Watch(session, loaded.Config.Data.Train, progress => TrainingData.Read(loaded.Config, loaded.Folders, progress));
        using var model = new Model(loaded.Config, data.Schema);
        if (loaded.Config.Model.Init is { } init && order.Resume is null)
        {
            Weights.Assign(model.Parameters, Weights.Starting(SafeTensorsReader.Read(init)), init);
        }

        var warnings = new EarlyWarnings(model, data);
        Remarks.Begin(session, data, model, warnings);
        if (order.DryRun || MemoryEstimate.MayMatter(model, data, session.Memory))
        {
            var memory = MemoryEstimate.Of(model, data);
            session.Say($"memory: {memory}");
            memory.Require(session.Memory);
            if (order.DryRun)
            {
                session.Answer("rnn.train/1", () => "nothing was trained: --dry-run\n", () => TrainReport.DryRun(model, data, memory));
                return ExitCode.Success;
            }
        }

        return Begin(session, order, model, data, limits, warnings);
    }

    static int Begin(Session session, TrainOrder order, Model model, TrainingData data, IReadOnlyList<Limit> limits, EarlyWarnings warnings)
    {
        var trainer = new Trainer(model, data);
        var run = order.Resume is null ? Create(session, order) : RunDirectory.Open(order.Resume, session.Disk);
        using var owned = RunLock.Take(run);
        if (owned.Stale is { } gone)
        {
            session.Say($"note: process {gone.Id}, which wrote this run, ended without a word");
        }

        if (order.Resume is not null)
        {
            Resumption.Begin(session, run, trainer, model, data);
        }

        return Train(session, order, new Journal(run, model, data, session.Time), trainer, model, data, limits, warnings);
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

    static int Train(Session session, TrainOrder order, Journal journal, Trainer trainer, Model model, TrainingData data, IReadOnlyList<Limit> limits, EarlyWarnings warnings)
    {
        using var log = RunLog.Open(journal.Run.Log);
        try
        {
            session.Interruption.BePatient();
            journal.Begin(trainer);
            using var board = order.TensorBoard || Directory.Exists(journal.Run.TensorBoard) ? EventFile.Open(journal.Run, session.Time) : null;
            session.Say($"run: {journal.Run.Path}" + (trainer.Progress.Step > 0 ? $", resumed after epoch {trainer.Progress.Epoch}, step {trainer.Progress.Step}" : ""));
            Display.Watch(session, trainer, model.Config.Training.Epochs, Events(journal, trainer, model, session, log, board, warnings), timed => session.Interruption.Exit is null && !(trainer.Progress.Epoch >= order.UpTo));
            if (session.Interruption.Exit is { } exit && !trainer.IsDone)
            {
                return Stop(session, journal, trainer, exit);
            }

            if (!trainer.IsDone)
            {
                journal.End(RunStatus.Interrupted, trainer, null);
                return ExitCode.Success;
            }

            Remarks.Stopped(session, trainer.Progress, model.Config.Training);
            return Score(session, journal, trainer, model, data, limits);
        }
        catch (Exception e)
        {
            log.Error(e, "the run ended early");
            journal.TryEnd(e is DivergenceException ? RunStatus.Diverged : RunStatus.Failed, trainer);
            throw;
        }
    }

    static IEnumerable<TimedEvent> Events(Journal journal, Trainer trainer, Model model, Session session, Serilog.Core.Logger log, EventFile? board, EarlyWarnings warnings)
    {
        var steps = 0L;
        foreach (var timed in journal.Run.Train(trainer, model.Config.Training, session.Time))
        {
            RunLog.Write(log, timed);
            if (timed.Line() is { } line)
            {
                board?.Write(line);
            }

            if (timed.Event is StepTaken or StepRefused)
            {
                session.OnStep(++steps);
            }

            yield return timed;
            Remarks.Along(session, timed.Event, warnings, model.Config.Training);
        }
    }

    static int Stop(Session session, Journal journal, Trainer trainer, int exit)
    {
        journal.Checkpoints.Write(trainer.Checkpoint());
        journal.End(RunStatus.Interrupted, trainer, null);
        return session.Report(Failure.OfSignal(exit, $"go on with `rnn train CONFIG --resume {journal.Run.Path}`"));
    }

    static int Score(Session session, Journal journal, Trainer trainer, Model model, TrainingData data, IReadOnlyList<Limit> limits)
    {
        var best = Checkpoint.Read(journal.Run.Best);
        Weights.Assign(model.Parameters, best.Parameters, journal.Run.Best);
        var evaluations = data.Parts.Select(p => new ScoredPart(p.Name, Evaluation.Of(model, p.Part))).ToList();
        journal.End(RunStatus.Finished, trainer, evaluations);
        session.Answer(
            "rnn.train/1",
            () => TrainReport.Text(journal.Run, best.Progress, evaluations),
            () => TrainReport.Document(journal.Run, trainer.Progress, best.Progress, evaluations));
        Remarks.End(session, model.Config.Task, evaluations[^1]);
        return Limits.Hold(session, limits, evaluations[^1]);
    }
}

/// <summary>A split and its scores.</summary>
sealed record ScoredPart(string Name, Evaluation Evaluation);
