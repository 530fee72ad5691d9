using System.Collections.Concurrent;
using System.Diagnostics;
using CsCheck;

namespace RnnTrainer.Tests.Hostile;

/// <summary>A door through which files come in, and what is tried to break it.</summary>
/// <param name="Name">Of the format.</param>
/// <param name="Originals">Good files, which are spoilt.</param>
/// <param name="Fragments">What is put into them: words of the format, and what it does not expect.</param>
/// <param name="Read">Reads the bytes of a file; true: they were read, false: they were refused with the documented exception. Any other
/// one leaves.</param>
sealed record HostileReader(string Name, IReadOnlyList<byte[]> Originals, IReadOnlyList<byte[]> Fragments, Func<byte[], bool> Read)
{
    // A reader's buffers and what .NET compiles on the way, and a multiple of the file: a number of three characters becomes 16 bytes, a
    // cell of none an object.
    const long Base = 64 << 20;
    const long Multiple = 400;

    /// <summary>How long it may take for one file; on a busy machine the best of three tries counts.</summary>
    public double MostSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>What is being read, by thread, and since when: so that one who looks on can tell which file a reader hangs in.</summary>
    public ConcurrentDictionary<int, (byte[] Bytes, long Since)> Reading { get; } = [];

    /// <summary>Files of up to six changes: fragments put in or in place of others, once or very often; bytes turned over; ends cut off;
    /// stretches doubled or moved.</summary>
    public Gen<byte[]> Mutants => Gen.Select(
        Gen.Int[0, Originals.Count - 1],
        Gen.Select(Gen.Int[0, 9], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[0, Fragments.Count - 1]).Array[1, 6],
        (n, changes) => changes.Aggregate(Originals[n], (bytes, c) => Changed(bytes, c.Item1, c.Item2, c.Item3, Fragments[c.Item4])));

    /// <summary>Tries mutants; returns how many of them were read all the same.</summary>
    /// <exception cref="CsCheckException">One of them broke the reader; it tells which, and the seed.</exception>
    public long Try(long count)
    {
        var read = 0L;
        Mutants.Sample(
            bytes =>
            {
                if (IsRead(bytes))
                {
                    Interlocked.Increment(ref read);
                }
            },
            iter: count,
            print: bytes => $"{Name}, base64: {Convert.ToBase64String(bytes[..Math.Min(bytes.Length, 3000)])}");
        return read;
    }

    /// <summary>Reads a file, and holds the reader to its time and memory.</summary>
    public bool IsRead(byte[] bytes)
    {
        var (before, begin) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        Reading[Environment.CurrentManagedThreadId] = (bytes, begin);
        var read = Read(bytes);
        Reading.TryRemove(Environment.CurrentManagedThreadId, out _);
        var (allocated, seconds) = (GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        Assert.True(
            allocated <= Base + (Multiple * bytes.Length), $"{Name}: {allocated} bytes were allocated for a file of {bytes.Length}");
        Assert.True(
            seconds <= MostSeconds
            || Enumerable.Range(0, 2).Any(_ => Seconds(bytes) <= MostSeconds), $"{Name}: a file of {bytes.Length} bytes took {seconds} s");
        return read;
    }

    double Seconds(byte[] bytes)
    {
        var begin = Stopwatch.GetTimestamp();
        Read(bytes);
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    static byte[] Changed(byte[] bytes, int kind, double place, double size, byte[] fragment)
    {
        var at = (int)(place * bytes.Length);
        var some = bytes.AsSpan(at, Math.Min(bytes.Length - at, 1 + (int)(size * 12))).ToArray();
        var (head, tail) = (bytes[..at], bytes[(at + some.Length)..]);
        return kind switch
        {
            0 or 1 or 2 => [.. head, .. fragment, .. some, .. tail],
            3 or 4 => [.. head, .. fragment, .. tail],
            5 => [.. head, .. tail],
            6 => [.. head, .. Turned(some, size), .. tail],
            7 => bytes[..at],
            8 => [.. head, .. some, .. some, .. tail],
            _ => [.. head, .. Enumerable.Repeat(fragment, 1 + (int)(size * size * size * 300)).SelectMany(p => p), .. tail],
        };
    }

    static byte[] Turned(byte[] some, double bit)
    {
        if (some.Length > 0)
        {
            some[0] ^= (byte)(1 << (int)(bit * 7.99));
        }

        return some;
    }
}
