namespace RnnTrainer.Autodiff.Sequences;

/// <summary>
/// Threads that do one piece of work together: the caller is worker 0, the others wait for the next piece. Inside a piece they may wait for
/// each other. Who does what is fixed by the worker's number, so results do not depend on timing.
/// </summary>
sealed class Team : IDisposable
{
    /// <summary>The multiply-adds of a piece from which a worker pays: some fifty microseconds of them. Waking one that sleeps takes about as long.</summary>
    internal const double WorthWaking = 1 << 22;

    /// <summary>Those between two meetings: some ten microseconds. A meeting and the cache lines that one core takes over from another cost about half of that.</summary>
    internal const double WorthMeeting = 1 << 20;

    /// <summary>How long a worker looks for the next piece before it sleeps: some tens of microseconds, about what waking it costs.</summary>
    const int SpinsBeforeSleep = 1000;

    readonly Member[] _others;
    readonly Lock _failing = new();
    readonly Gate _inside = new();
    readonly Gate _end = new();
    readonly bool _isEager;
    Action<int> _work = _ => { };
    int _working = 1;
    Exception? _failure;
    volatile bool _closed;

    /// <param name="workers">At least 1, the caller included.</param>
    /// <param name="isEager">All take part in whatever there is, paid or not: so the division of small work is tested.</param>
    public Team(int workers, bool isEager = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        (Workers, _isEager) = (workers, isEager);
        _others = [.. Enumerable.Range(1, workers - 1).Select(worker => new Member(this, worker))];
    }

    public int Workers { get; }

    /// <summary>As many workers as pay: each has work enough, a part of its own, and a core. It decides about time only, never about a result.</summary>
    /// <param name="multiplyAdds">All the work of a piece.</param>
    /// <param name="betweenMeetings">The work between two meetings.</param>
    /// <param name="parts">How many parts it can be cut into that cost no more than the whole.</param>
    internal int WorkersFor(double multiplyAdds, double betweenMeetings, double parts) => _isEager ? Workers
        : (int)Math.Clamp(Math.Min(Math.Min(multiplyAdds / WorthWaking, betweenMeetings / WorthMeeting), parts), 1, Math.Min(Workers, Environment.ProcessorCount));

    /// <summary>A worker's equal share of so many, as nearly as whole ones allow: from the first to before the last.</summary>
    internal static (int First, int Last) Share(int total, int worker, int workers) => ((int)((long)total * worker / workers), (int)((long)total * (worker + 1) / workers));

    /// <summary>Runs the work once for each worker's number and waits for all.</summary>
    /// <exception cref="InvalidOperationException">A worker failed, with what; the others were called back from their next meeting.</exception>
    public void Run(Action<int> work) => Run(work, Workers);

    /// <summary>Runs the work once for each number below this one; the other workers sleep on.</summary>
    /// <exception cref="InvalidOperationException">A worker failed, with what; the others were called back from their next meeting.</exception>
    public void Run(Action<int> work, int workers)
    {
        (_work, _working) = (work, workers);
        for (var n = 0; n < workers - 1; n++)
        {
            _others[n].Begin();
        }

        Do(0);
        _end.Wait(workers);
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            _inside.Mend();
            throw new InvalidOperationException("A worker failed.", failure);
        }
    }

    /// <summary>Waits until every worker of the piece has come here. Each must call it the same number of times.</summary>
    public void Meet()
    {
        if (!_inside.Wait(_working))
        {
            throw new CalledBackException();
        }
    }

    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        foreach (var member in _others)
        {
            member.Begin();
        }

        foreach (var member in _others)
        {
            member.Dispose();
        }
    }

    void Do(int worker)
    {
        try
        {
            _work(worker);
        }
        catch (CalledBackException)
        {
        }
        catch (Exception failure)
        {
            lock (_failing)
            {
                _failure ??= failure;
            }

            _inside.Break();
        }
    }

    /// <summary>Ends the work of a worker who waits for one that failed.</summary>
    sealed class CalledBackException : Exception;

    /// <summary>A thread that serves the team.</summary>
    sealed class Member : IDisposable
    {
        readonly Team _team;
        readonly int _worker;
        readonly Thread _thread;
        readonly SemaphoreSlim _bell = new(0);
        volatile int _piece;
        int _sleeps;

        public Member(Team team, int worker)
        {
            (_team, _worker) = (team, worker);
            _thread = new Thread(Serve) { IsBackground = true, Name = $"rnn worker {worker}" };
            _thread.Start();
        }

        /// <summary>Lets it do the team's next piece.</summary>
        public void Begin()
        {
            Interlocked.Increment(ref _piece);
            if (Interlocked.Exchange(ref _sleeps, 0) == 1)
            {
                _bell.Release();
            }
        }

        public void Dispose()
        {
            _thread.Join();
            _bell.Dispose();
        }

        void Serve()
        {
            for (var done = 0; ; done++)
            {
                Await(done);
                if (_team._closed)
                {
                    return;
                }

                // Read now: once the last has come to the end, the caller may begin another piece.
                var working = _team._working;
                _team.Do(_worker);
                _team._end.Wait(working);
            }
        }

        /// <summary>Waits for the piece after this one.</summary>
        void Await(int done)
        {
            for (var spins = 0; _piece == done && spins < SpinsBeforeSleep && Gate.HasCore(_worker); spins++)
            {
                Gate.Pause(spins);
            }

            while (_piece == done)
            {
                Interlocked.Exchange(ref _sleeps, 1);
                if (_piece != done && Interlocked.Exchange(ref _sleeps, 0) == 1)
                {
                    return;
                }

                _bell.Wait();
            }
        }
    }
}
