using System.Globalization;
using RnnTrainer.Cli.Init;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tuning;

namespace RnnTrainer.Cli.Tuning;

/// <summary>One <c>rnn tune</c>.</summary>
static class TuneJob
{
    public static int Run(Session session, string target, TuneOptions options, TimeSpan? limit, int? ensemble)
    {
        var begin = session.Time.GetTimestamp();
        var config = IsConfig(target) ? target : StartOf(session, target, options.Folder);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(session.Interruption.Token);
        var watch = options.Training.OnEvent;
        var tuner = Tuner.Begin(
            config,
            options with
            {
                Training = options.Training with
                {
                    OnEvent = happened =>
                    {
                        watch?.Invoke(happened);
                        if (session.Time.GetElapsedTime(begin) >= limit)
                        {
                            time.Cancel();
                        }
                    },
                },
            });
        Begin(session, tuner);
        session.Interruption.DeferSignals();
        foreach (var happened in tuner.Events(time.Token))
        {
            Print(session, tuner, happened, session.Time.GetElapsedTime(begin));
        }

        if (session.Interruption.Exit is { } exit)
        {
            return session.ReportFailure(Failure.FromInterruption(
                exit, $"continue with the same command; the trials are in {options.Folder}"));
        }

        if (time.IsCancellationRequested)
        {
            session.Log("the time is over: trials are ranked as far as they have come; the same command continues them");
        }

        var result = TuneResult.Of(tuner, ensemble);
        if (tuner.Ranking.Count == 0)
        {
            throw new RunException(
                "the time was over before an epoch of the first trials had ended",
                "give it longer (--time), or fewer trials at a time (--jobs)");
        }

        session.PrintResult(
            "rnn.tune/1", () => TuneReport.Text(tuner, result), () =>
                TuneReport.Document(tuner, result, session.Time.GetElapsedTime(begin)));
        return result is not null ? ExitCode.Success
            : tuner.Ranking.Select(r => r.Error).FirstOrDefault(e => e is not null) is { } error ? Failure.From(error).Exit
            : tuner.Ranking.Any(r => r.IsLost) ? ExitCode.Diverged
            : ExitCode.Success;
    }

    static bool IsConfig(string target) => Path.GetExtension(target) is ".yaml" or ".yml" or ".json";

    /// <summary>The config of a data file: that of an earlier search in the folder, or what init writes.</summary>
    static string StartOf(Session session, string data, string folder)
    {
        var config = Path.Combine(folder, "start.yaml");
        if (!File.Exists(config))
        {
            InitJob.WriteConfig(session, data, config);
        }

        return config;
    }

    static void Begin(Session session, Tuner tuner)
    {
        if (tuner.Note is { } note)
        {
            session.Warn($"note: {note}");
        }

        var over = tuner.Options.Folds is { } folds ? $", the mean over {folds} folds" : "";
        session.Log($"searching by validation {tuner.Metric}{over}, trials in {tuner.Options.Folder}");
        session.Log([.. tuner.Space.Select(k => $"  {k.Key}: {string.Join(", ", k.Values)}")]);
    }

    static void Print(Session session, Tuner tuner, SweepEvent happened, TimeSpan elapsed)
    {
        if (happened is not RunTrained { Run: var run } trained)
        {
            return;
        }

        var score = run.Score(tuner.Metric) is { } value ? $"{tuner.Metric} {ScoreFormat.Format(value)}" : run.Problem ?? run.Status;
        var settings = string.Join(' ', run.Setting.Values.Select(v => $"{ConfigKeys.Short(v.Key)}={v.Value}"));
        session.Log(string.Create(
            CultureInfo.InvariantCulture,
            $"{elapsed:hh\\:mm\\:ss}  {Path.GetRelativePath(Path.Combine(tuner.Options.Folder, "trials"), run.Path)}  {trained.Number} of {trained.Runs}, epoch {run.Epochs.Count}: "
            + $"{score}  {(settings.Length > 0 ? settings : "the start")}"));
    }
}
