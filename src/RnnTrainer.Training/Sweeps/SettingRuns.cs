using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using RnnTrainer.Cells;
using RnnTrainer.Data;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training.Sweeps;

/// <summary>
/// The runs of one config with several settings, each in a folder of its own. How far each has come is what its files say, so that all
/// continue where an earlier process left them.
/// </summary>
/// <param name="config">Path of a YAML file.</param>
/// <param name="training">How each run is trained.</param>
/// <param name="pathOf">The folder of a setting's run.</param>
/// <param name="shared">How runs are shared with other processes; null: there are none.</param>
sealed class SettingRuns(string config, TrainingOptions training, Func<SweepSetting, string> pathOf, SharedRuns? shared = null)
{
    readonly ConcurrentDictionary<SweepSetting, LoadedConfig> _configs = new();
    readonly ConcurrentDictionary<SweepSetting, Exception> _errors = new();

    /// <summary>The config with a setting.</summary>
    public LoadedConfig Config(SweepSetting setting) =>
        _configs.GetOrAdd(setting, s => ConfigFile.Read(config, Sets(s), training.DataFolders));

    /// <summary>Trains what is not yet that far, and returns each run that has got there.</summary>
    /// <param name="upTo">The end of this epoch; null: of the training.</param>
    /// <param name="jobs">How many are trained at the same time.</param>
    /// <param name="stop">Pauses them.</param>
    /// <param name="more">Further assignments that do not change what a run learns.</param>
    public IEnumerable<SweptRun> Trained(
        IReadOnlyList<SweepSetting> settings, Func<SweepSetting, int?> upTo, int jobs, CancellationToken stop, params string[] more) =>
        jobs > 1 ? TrainedTogether(Turns(settings, upTo, stop), upTo, Math.Min(jobs, settings.Count), more, stop)
        : Turns(settings, upTo, stop).Where(t => Take(t, upTo, 1, more, stop)).Select(t => Read(t.Setting));

    /// <summary>The run as its files describe it.</summary>
    public SweptRun Read(SweepSetting setting)
    {
        var run = shared is null ? EarlierRun.TryOpen(pathOf(setting)) : EarlierRun.TryRead(pathOf(setting));
        var error = _errors.GetValueOrDefault(setting);
        var status = error is not null ? "failed" : run?.Status is "finished" or "diverged" ? run.Status : "stopped";
        return new SweptRun(setting, pathOf(setting), status, error)
        {
            Epochs = run?.Epochs ?? [],
            Monitored = Config(setting).Config.Training.Monitored(),
        };
    }

    IEnumerable<RunTurn> Turns(IReadOnlyList<SweepSetting> settings, Func<SweepSetting, int?> upTo, CancellationToken stop) =>
        shared is null ? settings.TakeWhile(_ => !stop.IsCancellationRequested).Select(s => new RunTurn(s, IsThere: false, Claim: null))
        : shared.Turns(settings, s => IsThere(Read(s), upTo(s)), stop);

    static bool IsThere(SweptRun run, int? upTo) => run.Status != "stopped" || run.Epochs.Count >= upTo;

    string[] Sets(SweepSetting setting) => [.. training.Sets, .. setting.Assignments];

    IEnumerable<SweptRun> TrainedTogether(
        IEnumerable<RunTurn> turns, Func<SweepSetting, int?> upTo, int jobs, string[] more, CancellationToken stop)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var trained = new BlockingCollection<SweptRun>();
        var work = Task.Run(
            () =>
            {
                try
                {
                    Parallel.ForEach(
                        Partitioner.Create(turns, EnumerablePartitionerOptions.NoBuffering),
                        new ParallelOptions { MaxDegreeOfParallelism = jobs },
                        turn =>
                        {
                            if (Take(turn, upTo, jobs, more, abandoned.Token))
                            {
                                trained.Add(Read(turn.Setting));
                            }
                        });
                }
                finally
                {
                    trained.CompleteAdding();
                }
            },
            CancellationToken.None);
        try
        {
            foreach (var run in trained.GetConsumingEnumerable(CancellationToken.None))
            {
                yield return run;
            }
        }
        finally
        {
            abandoned.Cancel();
            WaitFor(work);
        }
    }

    static void WaitFor(Task training)
    {
        try
        {
            training.Wait();
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }

    /// <summary>Takes the turn of a run.</summary>
    /// <returns>Whether the run has got there. One that is claimed is reported when it is seen there.</returns>
    bool Take(RunTurn turn, Func<SweepSetting, int?> upTo, int jobs, string[] more, CancellationToken stop)
    {
        using var claim = turn.Claim;
        if (claim?.Dead is { } dead && RunDirectory.Exists(pathOf(turn.Setting)))
        {
            RunLock.Forget(RunDirectory.Open(pathOf(turn.Setting)), dead);
        }

        if (turn.IsThere)
        {
            return true;
        }

        while (!stop.IsCancellationRequested)
        {
            try
            {
                return Train(turn.Setting, upTo(turn.Setting), jobs, more, stop) && claim is null;
            }
            catch (RunException e) when (IsToWaitFor(e))
            {
                SharedRuns.Wait(stop);
            }
        }

        return false;
    }

    // A process without a claim writes it, or the server of the folder does not yet know that the process before is dead.
    bool IsToWaitFor(Exception e) => shared is not null && e is RunException { IsLocked: true };

    /// <summary>Trains one run to the end of an epoch, or to its end. A run that fails for a reason of its own is a row of the
    /// ranking.</summary>
    /// <param name="jobs">Runs that are trained at the same time and share the memory.</param>
    /// <returns>False if it was stopped before.</returns>
    bool Train(SweepSetting setting, int? upTo, int jobs, string[] more, CancellationToken stop)
    {
        var path = pathOf(setting);
        var before = EarlierRun.TryOpen(path);
        if (before?.Status is "finished" or "diverged" || before?.EpochCount >= upTo)
        {
            return true;
        }

        try
        {
            using var run = TrainingRun.Begin(
                config,
                training with
                {
                    Sets = [.. Sets(setting), .. more],
                    Folder = path,
                    Resume = before is null ? null : path,
                    IsLatest = false,
                    Memory = training.Memory / jobs,
                    Jobs = jobs,
                });
            return run.Train(upTo, stop);
        }
        catch (DivergenceException)
        {
            return true;
        }
        catch (Exception e) when (
            e is ConfigException or CellException or DataException or CheckpointException || (e is RunException && !IsToWaitFor(e)))
        {
            _errors[setting] = e;
            return true;
        }
    }
}
