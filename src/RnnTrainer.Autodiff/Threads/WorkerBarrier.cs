namespace RnnTrainer.Autodiff.Threads;

/// <summary>
/// A barrier for a varying number of workers, used again and again. A worker that arrives early spins for a short time and then parks, so
/// that it leaves its core to the others on a busy machine.
/// </summary>
sealed class WorkerBarrier
{
    const int SpinsBeforePark = 400;
    const int SpinsBeforeYield = 200;

    readonly object _parking = new();
    int _arrived;
    volatile int _phase;
    volatile int _parked;
    volatile bool _isCancelled;

    /// <summary>Waits until this number of workers has arrived.</summary>
    /// <param name="workers">The same for each of them.</param>
    /// <returns>False if the barrier was cancelled instead.</returns>
    public bool Wait(int workers)
    {
        if (workers == 1)
        {
            return true;
        }

        var phase = _phase;
        if (Interlocked.Increment(ref _arrived) == workers)
        {
            _arrived = 0;
            Interlocked.Increment(ref _phase);
            WakeParked();
            return true;
        }

        for (var spins = 0; IsPending(phase) && spins < SpinsBeforePark && HasCore(workers - 1); spins++)
        {
            Pause(spins);
        }

        if (IsPending(phase))
        {
            Park(phase);
        }

        return _phase != phase;
    }

    /// <summary>Releases everyone who waits, because a worker will not arrive.</summary>
    public void Cancel()
    {
        _isCancelled = true;
        WakeParked();
    }

    /// <summary>Makes a cancelled barrier usable again. Nobody may be waiting at it.</summary>
    public void Reset()
    {
        _isCancelled = false;
        _arrived = 0;
    }

    /// <summary>
    /// Whether there are cores for all workers up to this one. If not, spinning only takes time from the worker that is waited for.
    /// </summary>
    public static bool HasCore(int worker) => worker < Environment.ProcessorCount;

    /// <summary>
    /// One round of spinning. After many rounds it yields: other programs may use the core that the awaited worker needs.
    /// </summary>
    public static void Pause(int spins)
    {
        if (spins < SpinsBeforeYield)
        {
            Thread.SpinWait(4);
        }
        else
        {
            Thread.Yield();
        }
    }

    bool IsPending(int phase) => _phase == phase && !_isCancelled;

    void WakeParked()
    {
        if (_parked > 0)
        {
            lock (_parking)
            {
                Monitor.PulseAll(_parking);
            }
        }
    }

    /// <summary>Sleeps until the phase ends: on a busy machine the awaited worker may be without a core for a long time.</summary>
    void Park(int phase)
    {
        lock (_parking)
        {
            Interlocked.Increment(ref _parked);
            while (IsPending(phase))
            {
                Monitor.Wait(_parking);
            }

            Interlocked.Decrement(ref _parked);
        }
    }
}
