using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>
/// A thread that lets the garbage collector move all that it may move, again and again: a kernel that keeps the address of something in
/// managed memory, and does not hold
/// it in place, then reads or writes what is no longer there. What DOTNET_GCStress does for debug builds of the runtime, for every build.
/// With RNN_COLLECTION_PRESSURE=1 in the environment all tests run so.
/// </summary>
sealed class CollectionPressure : IDisposable
{
    const string Variable = "RNN_COLLECTION_PRESSURE";
    const int Blocks = 64;
    const int WholeEvery = 16; // collections of all generations are slow

    readonly Thread _thread;
    volatile bool _ends;
    long _collections;

    public CollectionPressure()
    {
        _thread = new Thread(Collect) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Collections so far.</summary>
    public long Collections => Interlocked.Read(ref _collections);

#pragma warning disable CA2255 // The thread must run before the first test, whichever that is.
    [ModuleInitializer]
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            GC.KeepAlive(new CollectionPressure());
        }
    }
#pragma warning restore CA2255

    public void Dispose()
    {
        _ends = true;
        _thread.Join();
    }

    // Every second block dies, so that those after it move up. The tests have as long for themselves as a collection took.
    void Collect()
    {
        while (!_ends)
        {
            var begin = Stopwatch.GetTimestamp();
            var kept = new byte[Blocks][];
            for (var n = 0; n < 2 * Blocks; n++)
            {
                kept[n / 2] = new byte[100];
            }

            GC.Collect(Collections % WholeEvery == 0 ? GC.MaxGeneration : 0, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.KeepAlive(kept);
            Interlocked.Increment(ref _collections);
            Thread.Sleep(Stopwatch.GetElapsedTime(begin));
        }
    }
}
