namespace RnnTrainer.Autodiff;

/// <summary>
/// Threads that do one piece of work together: the caller is worker 0, the others wait for the next piece. Inside a piece they may wait for
/// each other. Who does what is fixed by the worker's number, so results do not depend on timing.
/// </summary>
public sealed class Team : IDisposable
{
    /// <summary>How long a worker looks for the next piece before it sleeps: some tens of microseconds, about what waking it costs.</summary>
    const int SpinsBeforeSleep = 1000;

    readonly Member[] _others;
    readonly Lock _failing = new();
    readonly Gate _inside;
    readonly Gate _end;
    Action<int> _work = _ => { };
    Exception? _failure;
    volatile int _piece;
    volatile bool _closed;

    /// <param name="workers">At least 1, the caller included.</param>
    public Team(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Workers = workers;
        (_inside, _end) = (new Gate(workers), new Gate(workers));
        _others = [.. Enumerable.Range(1, workers - 1).Select(worker => new Member(this, worker))];
    }

    public int Workers { get; }

    /// <summary>Runs the work once for each worker's number and waits for all.</summary>
    /// <exception cref="InvalidOperationException">A worker failed, with what; the others were called back from their next meeting.</exception>
    public void Run(Action<int> work)
    {
        _work = work;
        Announce();
        Do(0);
        _end.Wait();
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            _inside.Mend();
            throw new InvalidOperationException("A worker failed.", failure);
        }
    }

    /// <summary>Waits until every worker has come here. Every worker must call it the same number of times.</summary>
    public void Meet()
    {
        if (!_inside.Wait())
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
        Announce();
        foreach (var member in _others)
        {
            member.Dispose();
        }
    }

    void Announce()
    {
        Interlocked.Increment(ref _piece);
        foreach (var member in _others)
        {
            member.Wake();
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
        readonly Thread _thread;
        readonly SemaphoreSlim _bell = new(0);
        int _sleeps;

        public Member(Team team, int worker)
        {
            _team = team;
            var piece = team._piece;
            _thread = new Thread(() => Serve(worker, piece)) { IsBackground = true, Name = $"rnn worker {worker}" };
            _thread.Start();
        }

        public void Wake()
        {
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

        void Serve(int worker, int done)
        {
            while (true)
            {
                Await(done);
                done++;
                if (_team._closed)
                {
                    return;
                }

                _team.Do(worker);
                _team._end.Wait();
            }
        }

        /// <summary>Waits for the piece after this one.</summary>
        void Await(int done)
        {
            for (var spins = 0; _team._piece == done && spins < SpinsBeforeSleep; spins++)
            {
                Gate.Pause(spins);
            }

            while (_team._piece == done)
            {
                Interlocked.Exchange(ref _sleeps, 1);
                if (_team._piece != done && Interlocked.Exchange(ref _sleeps, 0) == 1)
                {
                    return;
                }

                _bell.Wait();
            }
        }
    }
}
