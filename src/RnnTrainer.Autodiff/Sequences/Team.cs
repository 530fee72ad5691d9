namespace RnnTrainer.Autodiff;

/// <summary>
/// Threads that do one piece of work together: the caller is worker 0, the others wait for the next piece. Inside a piece they may wait for
/// each other. Who does what is fixed by the worker's number, so results do not depend on timing.
/// </summary>
public sealed class Team : IDisposable
{
    const int SpinsBeforeYield = 2000;

    readonly Thread[] _threads;
    readonly SemaphoreSlim _start = new(0);
    readonly Lock _failing = new();
    Action<int> _work = _ => { };
    Exception? _failure;
    int _arrived;
    int _phase;
    volatile bool _closed;

    /// <param name="workers">At least 1, the caller included.</param>
    public Team(int workers)
    {
        Workers = workers;
        _threads = new Thread[workers - 1];
        for (var n = 0; n < _threads.Length; n++)
        {
            var worker = n + 1;
            _threads[n] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"rnn worker {worker}" };
            _threads[n].Start();
        }
    }

    public int Workers { get; }

    /// <summary>Runs the work once for each worker's number and waits for all.</summary>
    public void Run(Action<int> work)
    {
        _work = work;
        if (_threads.Length > 0)
        {
            _start.Release(_threads.Length);
        }

        Do(0);
        Meet();
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw new InvalidOperationException("A worker failed.", failure);
        }
    }

    /// <summary>Waits until every worker has come here. Every worker must call it the same number of times.</summary>
    public void Meet()
    {
        if (Workers == 1)
        {
            return;
        }

        var phase = Volatile.Read(ref _phase);
        if (Interlocked.Increment(ref _arrived) == Workers)
        {
            _arrived = 0;
            Volatile.Write(ref _phase, phase + 1);
            return;
        }

        for (var spins = 0; Volatile.Read(ref _phase) == phase; spins++)
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
    }

    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _start.Release(Math.Max(1, _threads.Length));
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _start.Dispose();
    }

    void Serve(int worker)
    {
        while (true)
        {
            _start.Wait();
            if (_closed)
            {
                return;
            }

            Do(worker);
            Meet();
        }
    }

    void Do(int worker)
    {
        try
        {
            _work(worker);
        }
        catch (Exception failure)
        {
            lock (_failing)
            {
                _failure ??= failure;
            }
        }
    }
}
