namespace RnnTrainer.Training.Sweeps;

/// <summary>The turn of a run in this process.</summary>
/// <param name="Setting">The run.</param>
/// <param name="IsThere">Whether it is already trained as far as it is to be.</param>
/// <param name="Claim">Held while it is trained; null: no other process shares the folder, or nothing is left to train.</param>
sealed record RunTurn(SweepSetting Setting, bool IsThere, RunClaim? Claim);

/// <summary>Divides the runs of a sweep among the processes that share its folder, as they come free.</summary>
/// <param name="shard">Which of them this one is.</param>
/// <param name="claims">Who trains which run.</param>
/// <param name="onWait">Told how many runs other processes are training, once each time their number falls; null: nobody asks.</param>
sealed class SharedRuns(SweepShard shard, RunClaims claims, Action<int>? onWait)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The runs that this process may train, and each run, by whomever it was trained, as soon as it is where it is to be. It ends
    /// when all are.</summary>
    /// <param name="isThere">Whether a run is trained as far as it is to be.</param>
    /// <param name="stop">Ends it early.</param>
    public IEnumerable<RunTurn> Turns(IReadOnlyList<SweepSetting> settings, Func<SweepSetting, bool> isThere, CancellationToken stop)
    {
        var (left, awaited) = (shard.Order(settings).ToList(), int.MaxValue);
        while (left.Count > 0 && !stop.IsCancellationRequested)
        {
            var there = left.Where(isThere).ToList();
            foreach (var setting in there)
            {
                left.Remove(setting);
                yield return new RunTurn(setting, IsThere: true, Claim: null);
            }

            if (left.Select(TryTake).FirstOrDefault(t => t is not null) is { } turn)
            {
                awaited = int.MaxValue;
                yield return turn;
            }
            else if (left.Count > 0 && there.Count == 0)
            {
                if (left.Count < awaited)
                {
                    awaited = left.Count;
                    onWait?.Invoke(awaited);
                }

                Wait(stop);
            }
        }
    }

    /// <summary>Waits a moment for other processes.</summary>
    /// <returns>Whether it was stopped.</returns>
    public static bool Wait(CancellationToken stop) => stop.WaitHandle.WaitOne(Pause);

    RunTurn? TryTake(SweepSetting setting) =>
        claims.TryTake(setting.Name) is { } claim ? new RunTurn(setting, IsThere: false, claim) : null;
}
