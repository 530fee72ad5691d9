using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnTrainer.Training.Distributed;

/// <summary>
/// What R processes, a power of two, compute together. Sums are added in the order of a binary tree over the number of the process, in
/// which neighbors meet first, so that they are the sums that one process gets which adds in this order.
/// </summary>
static class Collectives
{
    // Below this, what counts is how many messages there are, not how long they are.
    const int FewBytes = 1 << 14;

    /// <summary>The sum over the processes of each entry, in every process.</summary>
    /// <param name="vector">This process's entries, then the sums.</param>
    /// <param name="scratch">As long as the vector.</param>
    public static void Sum<T>(this ICommunicator processes, Span<T> vector, Span<T> scratch)
        where T : unmanaged, INumber<T>
    {
        if (vector.Length * Unsafe.SizeOf<T>() < FewBytes)
        {
            SumWhole(processes, vector, scratch[..vector.Length]);
        }
        else
        {
            SumHalves(processes, vector, scratch);
        }
    }

    /// <summary>In round d two processes with a difference of d exchange everything. The plain reference of
    /// <see cref="SumHalves{T}"/>.</summary>
    internal static void SumWhole<T>(ICommunicator processes, Span<T> vector, Span<T> scratch)
        where T : unmanaged, INumber<T>
    {
        for (var d = 1; d < processes.Size; d *= 2)
        {
            processes.Exchange(processes.Rank ^ d, Bytes(vector), Bytes(scratch));
            Add(vector, scratch);
        }
    }

    /// <summary>
    /// In round d two processes with a difference of d exchange halves of the range that they have summed so far, and each keeps its half
    /// for the next round; then the sums come back the same way. Each process sends 2 (R − 1) / R of a vector (R. Rabenseifner, "Optimization of
    /// collective reduction operations", ICCS 2004).
    /// </summary>
    internal static void SumHalves<T>(ICommunicator processes, Span<T> vector, Span<T> scratch)
        where T : unmanaged, INumber<T>
    {
        var ranges = new Stack<Range>();
        var own = new Range(0, vector.Length);
        for (var d = 1; d < processes.Size; d *= 2)
        {
            ranges.Push(own);
            var (kept, given) = Halves(own, isUpper: (processes.Rank & d) != 0);
            processes.Exchange(processes.Rank ^ d, Bytes(vector[given]), Bytes(scratch[kept]));
            Add(vector[kept], scratch[kept]);
            own = kept;
        }

        for (var d = processes.Size / 2; d >= 1; d /= 2)
        {
            var (kept, given) = Halves(ranges.Pop(), isUpper: (processes.Rank & d) != 0);
            processes.Exchange(processes.Rank ^ d, Bytes(vector[kept]), Bytes(vector[given]));
        }
    }

    /// <summary>Every process has filled a part of an array; afterwards each has all of it.</summary>
    /// <param name="start">The first entry of each process's part; of R: the length.</param>
    public static void Gather<T>(this ICommunicator processes, Span<T> all, Func<int, int> start)
        where T : unmanaged
    {
        for (var d = 1; d < processes.Size; d *= 2)
        {
            var first = processes.Rank & ~(d - 1);
            processes.Exchange(
                processes.Rank ^ d, Bytes(all[start(first)..start(first + d)]), Bytes(all[start(first ^ d)..start((first ^ d) + d)]));
        }
    }

    /// <summary>The text of each process.</summary>
    public static IReadOnlyList<string> Texts(this ICommunicator processes, string own)
    {
        var R = processes.Size;
        var lengths = new int[R];
        lengths[processes.Rank] = Encoding.UTF8.GetByteCount(own);
        processes.Gather<int>(lengths, rank => rank);
        int[] starts = [0, .. lengths.Select((_, rank) => lengths.Take(rank + 1).Sum())];
        var all = new byte[starts[R]];
        Encoding.UTF8.GetBytes(own, all.AsSpan(starts[processes.Rank]));
        processes.Gather<byte>(all, rank => starts[rank]);
        return [.. lengths.Select((length, rank) => Encoding.UTF8.GetString(all, starts[rank], length))];
    }

    /// <summary>The bytes of process 0.</summary>
    /// <param name="own">In process 0 what is sent; in the others nothing.</param>
    public static byte[] Send(this ICommunicator processes, byte[]? own)
    {
        Span<long> length = [own?.LongLength ?? 0];
        processes.Broadcast(Bytes(length));
        var bytes = own ?? new byte[length[0]];
        processes.Broadcast(bytes);
        return bytes;
    }

    static (Range Kept, Range Given) Halves(Range range, bool isUpper)
    {
        var middle = range.Start.Value + ((range.End.Value - range.Start.Value) / 2);
        var (lower, upper) = (range.Start.Value..middle, middle..range.End.Value);
        return isUpper ? (upper, lower) : (lower, upper);
    }

    static Span<byte> Bytes<T>(Span<T> entries)
        where T : unmanaged => MemoryMarshal.AsBytes(entries);

    /// <summary>Adds another vector. Which of the two is the first operand does not matter: the sum is the same.</summary>
    internal static void Add<T>(Span<T> to, ReadOnlySpan<T> other)
        where T : unmanaged, INumber<T>
    {
        var sums = MemoryMarshal.Cast<T, Vector<T>>(to);
        var others = MemoryMarshal.Cast<T, Vector<T>>(other);
        for (var n = 0; n < sums.Length; n++)
        {
            sums[n] += others[n];
        }

        for (var n = sums.Length * Vector<T>.Count; n < to.Length; n++)
        {
            to[n] += other[n];
        }
    }
}
