namespace RnnTrainer.Autodiff.Threads;

/// <summary>
/// Threads that run a piece of work together: the caller is worker 0, the other workers are threads that wait for the next piece. Within a
/// piece workers can wait for each other. The worker's number decides which part it computes, so results do not depend on timing.
/// </summary>
sealed class WorkerGroup : IDisposable
{
    /// <summary>
    /// The multiply-adds in a piece that justify another worker: about 50 µs of them. Waking a sleeping thread takes about as long.
    /// </summary>
    internal const double WorthWaking = 1 << 22;

    /// <summary>
    /// The multiply-adds between two barriers that justify another worker: about 10 µs of them. A barrier costs about half of that, with
    /// the cache lines that move from one core to another.
    /// </summary>
    internal const double WorthWaiting = 1 << 20;

    /// <summary>
    /// How long a worker spins for the next piece before it parks: some tens of microseconds, about the cost of waking it.
    /// </summary>
    const int SpinsBeforePark = 1000;

    readonly Member[] _others;
    readonly Lock _failing = new();
    readonly WorkerBarrier _inside = new();
    readonly WorkerBarrier _end = new();
    readonly bool _isEager;
    Action<int> _work = _ => { };
    int _working = 1;
    Exception? _failure;
    volatile bool _closed;

    /// <param name="workers">At least 1, the caller included.</param>
    /// <param name="isEager">Use all workers for any work, even if fewer would be faster. Tests use it to divide small work.</param>
    public WorkerGroup(int workers, bool isEager = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        (Workers, _isEager) = (workers, isEager);
        _others = [.. Enumerable.Range(1, workers - 1).Select(worker => new Member(this, worker))];
    }

    /// <summary>The number of workers, the caller included.</summary>
    public int Workers { get; }

    /// <summary>The number of workers that make a piece faster: each has enough work, a part of its own, and a core. It affects the time,
    /// never a result.</summary>
    /// <param name="multiplyAdds">All the work of the piece.</param>
    /// <param name="betweenBarriers">The work between two barriers.</param>
    /// <param name="parts">The number of parts into which the work can be divided at no extra cost.</param>
    internal int WorkersFor(double multiplyAdds, double betweenBarriers, double parts)
    {
        if (_isEager)
        {
            return Workers;
        }

        var worthwhile = Math.Min(Math.Min(multiplyAdds / WorthWaking, betweenBarriers / WorthWaiting), parts);
        return (int)Math.Clamp(worthwhile, 1, Math.Min(Workers, Environment.ProcessorCount));
    }

    /// <summary>A worker's share of a number of items, as nearly equal as possible: from the first to before the last.</summary>
    internal static (int First, int Last) Share(int total, int worker, int workers) =>
        ((int)((long)total * worker / workers), (int)((long)total * (worker + 1) / workers));

    /// <summary>Runs the work once for each worker's number and waits for all.</summary>
    /// <exception cref="InvalidOperationException">
    /// A worker failed; the inner exception says how. The other workers were cancelled at their next barrier.
    /// </exception>
    public void Run(Action<int> work) => Run(work, Workers);

    /// <summary>Runs the work once for each number below <paramref name="workers"/> and waits for all; the other workers stay
    /// parked.</summary>
    /// <exception cref="InvalidOperationException">A worker failed; the inner exception says how. The other workers were cancelled at their
    /// next barrier.</exception>
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
            _inside.Reset();
            throw new InvalidOperationException("A worker failed.", failure);
        }
    }

    /// <summary>
    /// A barrier within a piece: waits until every worker of the piece has arrived. Each must call it the same number of times.
    /// </summary>
    public void Wait()
    {
        if (!_inside.Wait(_working))
        {
            throw new CancelledException();
        }
    }

    /// <summary>Ends the threads.</summary>
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
        catch (CancelledException)
        {
        }
        catch (Exception failure)
        {
            lock (_failing)
            {
                _failure ??= failure;
            }

            _inside.Cancel();
        }
    }

    /// <summary>Ends the work of a worker that waits for one that failed.</summary>
    sealed class CancelledException : Exception;

    /// <summary>A thread of the group.</summary>
    sealed class Member : IDisposable
    {
        readonly WorkerGroup _group;
        readonly int _worker;
        readonly Thread _thread;
        readonly SemaphoreSlim _wake = new(0);
        volatile int _piece;
        int _isParked;

        public Member(WorkerGroup group, int worker)
        {
            (_group, _worker) = (group, worker);
            _thread = new Thread(Serve) { IsBackground = true, Name = $"rnn worker {worker}" };
            _thread.Start();
        }

        /// <summary>Lets the thread run the group's next piece.</summary>
        public void Begin()
        {
            Interlocked.Increment(ref _piece);
            if (Interlocked.Exchange(ref _isParked, 0) == 1)
            {
                _wake.Release();
            }
        }

        public void Dispose()
        {
            _thread.Join();
            _wake.Dispose();
        }

        void Serve()
        {
            for (var done = 0; ; done++)
            {
                Await(done);
                if (_group._closed)
                {
                    return;
                }

                // Read it now: after the last worker has arrived at the end, the caller may begin another piece.
                var working = _group._working;
                _group.Do(_worker);
                _group._end.Wait(working);
            }
        }

        /// <summary>Waits for the piece after this one.</summary>
        void Await(int done)
        {
            for (var spins = 0; _piece == done && spins < SpinsBeforePark && WorkerBarrier.HasCore(_worker); spins++)
            {
                WorkerBarrier.Pause(spins);
            }

            while (_piece == done)
            {
                Interlocked.Exchange(ref _isParked, 1);
                if (_piece != done && Interlocked.Exchange(ref _isParked, 0) == 1)
                {
                    return;
                }

                _wake.Wait();
            }
        }
    }
}
