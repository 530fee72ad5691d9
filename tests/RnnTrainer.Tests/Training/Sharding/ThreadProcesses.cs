using System.Collections.Concurrent;
using RnnTrainer.Training.Distributed;

namespace RnnTrainer.Tests.Training.Sharding;

/// <summary>Threads of one process in place of processes.</summary>
sealed class ThreadProcesses
{
    readonly BlockingCollection<byte[]>[,] _sent;

    ThreadProcesses(int R)
    {
        _sent = new BlockingCollection<byte[]>[R, R];
        for (var from = 0; from < R; from++)
        {
            for (var to = 0; to < R; to++)
            {
                _sent[from, to] = [];
            }
        }
    }

    /// <summary>Runs the same in R threads, and returns what each returns.</summary>
    public static T[] Run<T>(int R, Func<ICommunicator, T> work)
    {
        var (processes, results, failures) = (new ThreadProcesses(R), new T[R], new ConcurrentQueue<Exception>());
        var threads = Enumerable.Range(0, R).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new Process(processes, rank, R));
            }
            catch (Exception e)
            {
                failures.Enqueue(e);
                foreach (var box in processes._sent)
                {
                    box.CompleteAdding();
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Empty(failures);
        return results;
    }

    sealed class Process(ThreadProcesses all, int rank, int size) : ICommunicator
    {
        public int Rank => rank;

        public int Size => size;

        public void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received)
        {
            all._sent[rank, partner].Add(sent.ToArray());
            var bytes = all._sent[partner, rank].Take();
            Assert.Equal(received.Length, bytes.Length);
            bytes.CopyTo(received);
        }

        public void Broadcast(Span<byte> bytes)
        {
            if (rank > 0)
            {
                all._sent[0, rank].Take().CopyTo(bytes);
                return;
            }

            for (var to = 1; to < size; to++)
            {
                all._sent[0, to].Add(bytes.ToArray());
            }
        }
    }
}
