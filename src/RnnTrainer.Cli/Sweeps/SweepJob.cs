using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>
/// One <c>rnn sweep</c>. Nothing is kept but the runs: which of them go on is decided by their files, so the same command goes on where it was stopped, and ends with what it would have
/// ended with. Test scores decide nothing and are not shown.
/// </summary>
static class SweepJob
{
    public static int Run(Session session, SweepOrder order)
    {
        var settings = SweepKeys.Settings(order);
        var loaded = settings.ToDictionary(s => s, s => CommandInputs.ReadConfig(order.Config, [.. order.Sets, .. s.Assignments]));
        var (first, folders) = (loaded[settings[0]].Config, loaded[settings[0]].Folders);
        var named = order.Metric is null ? null : Thresholds.Metric(order.Metric, first.Task, "--metric");
        var rungs = Rungs(order, settings, [.. loaded.Values.Select(l => l.Config.Training.Epochs)]);
        var folder = order.Folder ?? Path.Combine("runs", $"{Path.GetFileNameWithoutExtension(order.Config)}-sweep");
        if (order.DryRun)
        {
            session.PrintResult("rnn.sweep/1", () => SweepReport.PlanText(settings, rungs, folder), () => SweepReport.PlanDocument(settings, rungs, folder));
            return ExitCode.Success;
        }

        var data = TrainingData.Read(first, folders);
        if (data.Validation.Count == 0)
        {
            throw new UsageException("the config has no validation split: a sweep chooses by validation scores, never by test scores", "--set data.split.validation=0.2 takes a part of the training file; data.validation names a file");
        }

        var metric = named ?? EvaluationResult.MainMetric(first, data.Schema);
        var configs = loaded.ToDictionary(l => l.Key, l => l.Value.Config);
        var runs = new SweepRuns(session, order, folder, configs);
        var hasSameData = settings[0].Values.All(v => !v.Key.StartsWith("data", StringComparison.Ordinal));
        foreach (var (setting, config) in configs)
        {
            SweptFolder.RequireSame(runs.Path(setting), config, hasSameData ? data : null);
        }

        return Train(session, settings, runs, rungs, metric, folder);
    }

    static int Train(Session session, IReadOnlyList<Setting> settings, SweepRuns runs, IReadOnlyList<Rung> rungs, string metric, string folder)
    {
        session.Interruption.DeferSignals();
        var (going, ended) = (settings, new List<SweptRun>());
        foreach (var (rung, next) in rungs.Zip(rungs.Skip(1).Select(r => r.Runs).Append(0)))
        {
            var (isLast, done) = (next == 0, 0);
            if (rungs.Count > 1)
            {
                session.Log(FormattableString.Invariant($"{going.Count} to epoch {rung.Epochs}"));
            }

            runs.Train(going, isLast ? null : rung.Epochs, run => session.Log(SweepReport.Line(run, metric, ++done, going.Count)));
            if (session.Interruption.Exit is { } exit)
            {
                return session.ReportFailure(Failure.FromInterruption(exit, $"go on with the same command; the runs are in {folder}"));
            }

            var ranked = SweptRun.Ranked([.. going.Select(runs.Read)], metric, isLast ? int.MaxValue : rung.Epochs);
            List<SweptRun> on = [.. ranked.Take(next).Where(r => !r.IsLost)];
            ended.InsertRange(0, ranked.Except(on));
            going = [.. settings.Where(s => on.Any(r => r.Setting == s))];
        }

        ended = [.. ended.Where(r => !r.IsLost), .. ended.Where(r => r.IsLost)];
        session.PrintResult("rnn.sweep/1", () => SweepReport.Text(ended, metric, folder), () => SweepReport.Document(ended, metric, rungs, folder));
        return !ended[0].IsLost ? ExitCode.Success : runs.FailureOf(ended[0].Setting)?.Exit ?? ExitCode.Diverged;
    }

    static IReadOnlyList<Rung> Rungs(SweepOrder order, IReadOnlyList<Setting> settings, IReadOnlyList<int> epochs) =>
        !order.Halves ? [new Rung(epochs.Max(), settings.Count)]
        : epochs.Distinct().Count() == 1 ? Halving.Rungs(settings.Count, epochs[0])
        : throw new UsageException("--halving compares runs after the same epochs: training.epochs cannot be swept", "leave out --halving, or --grid training.epochs");
}
