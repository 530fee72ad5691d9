namespace RnnTrainer.Autodiff.Sequences;

/// <summary>Where workers wait for each other, again and again.</summary>
sealed class Gate
{
    const int SpinsBeforeRest = 400;
    const int SpinsBeforeYield = 200;

    readonly object _rest = new();
    int _arrived;
    volatile int _meeting;
    volatile int _resting;
    volatile bool _isBroken;

    /// <summary>Waits until so many workers have come here, the same number for each of them; false if one of them never will.</summary>
    public bool Wait(int workers)
    {
        if (workers == 1)
        {
            return true;
        }

        var meeting = _meeting;
        if (Interlocked.Increment(ref _arrived) == workers)
        {
            _arrived = 0;
            Interlocked.Increment(ref _meeting);
            WakeResting();
            return true;
        }

        for (var spins = 0; IsOpen(meeting) && spins < SpinsBeforeRest && HasCore(workers - 1); spins++)
        {
            Pause(spins);
        }

        if (IsOpen(meeting))
        {
            Rest(meeting);
        }

        return _meeting != meeting;
    }

    /// <summary>Says that a worker will not come: nobody waits any longer.</summary>
    public void Break()
    {
        _isBroken = true;
        WakeResting();
    }

    /// <summary>Makes it as it was at first, when nobody is at it.</summary>
    public void Mend()
    {
        _isBroken = false;
        _arrived = 0;
    }

    /// <summary>Whether there are cores for the workers up to this one. Where there are not, looking out for another only keeps it from its work.</summary>
    public static bool HasCore(int worker) => worker < Environment.ProcessorCount;

    /// <summary>When other programs have the cores, the one that is waited for must get its turn.</summary>
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

    bool IsOpen(int meeting) => _meeting == meeting && !_isBroken;

    void WakeResting()
    {
        if (_resting > 0)
        {
            lock (_rest)
            {
                Monitor.PulseAll(_rest);
            }
        }
    }

    /// <summary>Sleeps until the meeting is over: on a busy machine the one that is waited for may be long without a core.</summary>
    void Rest(int meeting)
    {
        lock (_rest)
        {
            Interlocked.Increment(ref _resting);
            while (IsOpen(meeting))
            {
                Monitor.Wait(_rest);
            }

            Interlocked.Decrement(ref _resting);
        }
    }
}
