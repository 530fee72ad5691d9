using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>The runs of a sweep: each in a folder of its own, trained as <c>rnn train</c> does it.</summary>
sealed class SweepRuns(Session session, SweepOrder order, string folder, IReadOnlyDictionary<Setting, Config> configs)
{
    readonly Dictionary<Setting, Failure> failures = [];
    readonly Lock one = new();

    public string Path(Setting setting) => System.IO.Path.Combine(folder, setting.Name);

    /// <summary>Why a run failed for a reason of its own, at this time.</summary>
    public Failure? FailureOf(Setting setting)
    {
        lock (one)
        {
            return failures.GetValueOrDefault(setting);
        }
    }

    /// <summary>Trains on until the end of an epoch, or to the end, what is not yet that far; so many at the same time.</summary>
    /// <param name="upTo">Null: to the end.</param>
    /// <param name="told">Told of each run that has got there.</param>
    public void Train(IReadOnlyList<Setting> settings, int? upTo, Action<SweptRun> told)
    {
        try
        {
            Parallel.ForEach(
                Partitioner.Create(settings, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = order.Jobs },
                setting =>
                {
                    if (session.Interruption.Exit is null && Train(setting, upTo))
                    {
                        lock (one)
                        {
                            told(Read(setting));
                        }
                    }
                });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    /// <summary>What a run's files say.</summary>
    public SweptRun Read(Setting setting)
    {
        var run = SweptFolder.Look(Path(setting));
        var status = FailureOf(setting) is not null ? "failed" : run?.Status is "finished" or "diverged" ? run.Status : "stopped";
        return new SweptRun(setting, Path(setting), status, FailureOf(setting)?.Errors[0].Message, run?.Epochs ?? [], configs[setting].Training.Watched());
    }

    /// <summary>False if a signal stopped it.</summary>
    bool Train(Setting setting, int? upTo)
    {
        var path = Path(setting);
        var before = SweptFolder.Look(path);
        if (before?.Status is "finished" or "diverged" || before?.EpochCount >= upTo)
        {
            return true;
        }

        try
        {
            var exit = TrainJob.Run(session.CreateNested(), new TrainOrder(order.Config, [.. order.Sets, .. setting.Assignments], path, before is null ? null : path, DryRun: false, FailUnder: [], IsTrial: true) { UpTo = upTo, TensorBoard = order.TensorBoard });
            return exit is not (ExitCode.Interrupted or ExitCode.ReaderGone or ExitCode.Terminated);
        }
        catch (DivergenceException)
        {
            return true;
        }
        catch (Exception e) when (Failure.From(e) is { Exit: ExitCode.Usage or ExitCode.Data or ExitCode.Checkpoint } failure && e is not (IOException or UnauthorizedAccessException))
        {
            lock (one)
            {
                failures[setting] = failure;
            }

            return true;
        }
    }
}
