using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Train;

/// <summary>One <c>rnn train</c> from config to score.</summary>
static class TrainJob
{
    /// <summary>Trains the config of a file.</summary>
    public static int Run(Session session, string config, TrainingOptions options, IReadOnlyList<string> failUnder, bool dryRun) => Run(
        session, () => (CommandInputs.ReadConfig(config, options.Sets), TrainingPlan.FromOf(options)), options, failUnder, dryRun);

    /// <summary>Continues a run on new data.</summary>
    public static int Continue(
        Session session, string run, string data, TrainingOptions options, IReadOnlyList<string> failUnder, bool dryRun) => Run(
        session,
        () =>
        {
            var (config, from) = Continuation.Begin(run, data, options);
            session.Log($"continues {run} after epoch {from.Origin.Epoch}, with its columns, scales and classes");
            return (config, from);
        },
        options, failUnder, dryRun);

    static int Run(
        Session session, Func<(LoadedConfig, Continuation?)> load, TrainingOptions options, IReadOnlyList<string> failUnder, bool dryRun)
    {
        var (plan, thresholds) = Agreement.Reach(
            options.Processes, () => Plan(session, load, options, failUnder), planned => Agreement.Lines(planned.Plan));
        TrainingMessages.PrintPlan(session, plan);
        if (dryRun || plan.MayExceed(options.Memory))
        {
            session.Log($"memory: {plan.Memory()}");
        }

        if (options.Processes is { Rank: > 0 })
        {
            return Follow(session, plan, options, dryRun);
        }

        if (dryRun)
        {
            return DryRun(session, plan, options);
        }

        session.Interruption.DeferSignals();
        using var training = TrainingRun.Begin(plan, options);
        try
        {
            return Train(session, plan, training, options, thresholds);
        }
        catch (Exception e)
        {
            training.Fail(e);
            throw;
        }
    }

    static (TrainingPlan Plan, IReadOnlyList<Threshold> Thresholds) Plan(
        Session session, Func<(LoadedConfig, Continuation?)> load, TrainingOptions options, IReadOnlyList<string> failUnder)
    {
        var (loaded, from) = load();
        var thresholds = Thresholds.Parse(failUnder, SequenceTask.Of(loaded.Config));
        var plan = ReadingProgress.Show(
            session, loaded.Config.Data.Train, progress => TrainingPlan.Read(loaded, options, progress, from));
        RequireScores(plan, options, thresholds);
        return (plan, thresholds);
    }

    /// <summary>Trains with process 0, which decides when training stops, and prints and writes for all.</summary>
    static int Follow(Session session, TrainingPlan plan, TrainingOptions options, bool dryRun)
    {
        if (!dryRun)
        {
            session.Interruption.DeferSignals();
            TrainingRun.Follow(plan, options);
        }

        return ExitCode.Success;
    }

    /// <exception cref="UsageException">No split will be scored, but a score is required.</exception>
    static void RequireScores(TrainingPlan plan, TrainingOptions options, IReadOnlyList<Threshold> thresholds)
    {
        if (thresholds.Count > 0 && !plan.Data.ScoredParts(options.SkipTrainScores).Any())
        {
            throw new UsageException(
                "--fail-under: with --skip-train-scores nothing is scored, because there is no validation and no test split",
                "leave out --skip-train-scores, or set data.test or data.split");
        }
    }

    static int DryRun(Session session, TrainingPlan plan, TrainingOptions options)
    {
        var (progress, warnings) = TrainingRun.DryRun(plan, options);
        var steps = plan.Steps();
        session.Log($"steps: {steps}");
        foreach (var warning in warnings)
        {
            session.Log($"warning: {warning}");
        }

        if (options.Resume is { } resumed)
        {
            session.Log($"run: {resumed}, to be resumed after epoch {progress.Epoch}, step {progress.Step}");
        }
        else if (options.Folder is { } folder)
        {
            var fate = !RunDirectory.Exists(folder) ? ""
                : options.Replace ? ", to be replaced"
                : " exists: the new run would be written next to it";
            session.Log($"run: {folder}{fate}");
        }

        session.PrintResult("rnn.train/1", () => "nothing was trained: --dry-run\n", () => TrainReport.DryRun(plan, steps));
        return ExitCode.Success;
    }

    static int Train(
        Session session, TrainingPlan plan, TrainingRun training, TrainingOptions options, IReadOnlyList<Threshold> thresholds)
    {
        if (options is { Folder: { } wanted, Resume: null } && Path.TrimEndingDirectorySeparator(wanted) != training.Folder)
        {
            session.Warn(
                $"warning: {wanted} exists: this run is written to {training.Folder} (--force replaces a run, --resume resumes one)");
        }

        foreach (var warning in training.Warnings.Skip(plan.Warnings.Count))
        {
            session.Log($"warning: {warning}");
        }

        var start = training.Trainer.Progress;
        session.Log($"run: {training.Folder}" + (start.Step > 0 ? $", resumed after epoch {start.Epoch}, step {start.Step}" : ""));
        Display.Watch(session, training.Trainer, Events(session, training));
        if (!training.IsDone)
        {
            training.Pause();
            return session.ReportFailure(Failure.FromInterruption(
                session.Interruption.Exit!.Value, $"resume with `rnn train CONFIG --resume {Shell.Quoted(training.Folder)}`"));
        }

        return Score(session, training, options, thresholds);
    }

    /// <summary>The events of training, until it ends or a signal comes.</summary>
    /// <param name="steps">The number of updates before.</param>
    internal static IEnumerable<TrainingEvent> Events(Session session, TrainingRun training, long steps = 0)
    {
        foreach (var happened in training.Events())
        {
            if (happened is StepTaken or StepSkipped)
            {
                session.OnStep(++steps);
            }

            yield return happened;
            TrainingMessages.PrintWarning(session, happened, training.Trainer.Model.Config.Training);
            if (session.Interruption.Exit is not null)
            {
                yield break;
            }
        }
    }

    static int Score(Session session, TrainingRun training, TrainingOptions options, IReadOnlyList<Threshold> thresholds)
    {
        var (trainer, run) = (training.Trainer, training.Directory);
        TrainingMessages.PrintEarlyStop(session, trainer.Progress, trainer.Model.Config.Training);
        var (scores, skipped) = (training.Score(), TrainingData.Unscored(options.SkipTrainScores));
        session.PrintResult(
            "rnn.train/1", () => TrainReport.Text(run, trainer.Progress.BestEpoch, scores, skipped), () =>
                TrainReport.Document(run, trainer.Progress, scores, skipped));
        if (scores is [.., var last])
        {
            ScoreWarnings.NotBetterThanBaseline(session, last);
        }

        TrainingMessages.WarnIfLossRose(session, trainer, MetricsLog.Read(run.Metrics));
        return scores is [.., var scored] ? Thresholds.Check(session, thresholds, scored) : ExitCode.Success;
    }
}
