using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnTrainer.Data.Checks;

/// <summary>
/// 128 bits that depend on all that was added, and not on the blocks in which it was added. Two sequences have equal ones by chance with a
/// probability of about 2^-128.
/// </summary>
struct RowHash
{
    const ulong First = 0x9E3779B97F4A7C15, Second = 0xC2B2AE3D27D4EB4F, Third = 0x165667B19E3779F9;

    ulong _a = First, _b = Second, _count;

    public RowHash()
    {
    }

    /// <summary>The hash of several together.</summary>
    public static UInt128 Of(params ReadOnlySpan<RowHash> parts)
    {
        var all = new RowHash();
        foreach (var part in parts)
        {
            all.Add(part._a);
            all.Add(part._b);
            all.Add(part._count);
        }

        return new UInt128(Mixed(all._a + all._b), Mixed(all._b ^ BitOperations.RotateLeft(all._a, 17)));
    }

    /// <summary>The hash of a text.</summary>
    public static UInt128 Of(string text)
    {
        var hash = new RowHash();
        hash.Add([text]);
        return Of(hash);
    }

    /// <summary>Adds numbers by their bits.</summary>
    public void Add(ReadOnlySpan<double> x)
    {
        foreach (var word in MemoryMarshal.Cast<double, ulong>(x))
        {
            Add(word);
        }
    }

    /// <summary>Adds numbers so that those that are equal, such as 0 and -0, have equal hashes.</summary>
    public void AddEqual(ReadOnlySpan<double> y)
    {
        foreach (var value in y)
        {
            Add(double.IsNaN(value) ? ulong.MaxValue : BitConverter.DoubleToUInt64Bits(value + 0.0));
        }
    }

    public void Add(ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
        {
            Add((ulong)number);
        }
    }

    /// <summary>Adds texts; where each ends matters.</summary>
    public void Add(ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            foreach (var c in text)
            {
                Add(c);
            }

            Add(ulong.MaxValue); // no character
        }
    }

    void Add(ulong word)
    {
        _a = BitOperations.RotateLeft((_a ^ word) * First, 31);
        _b = BitOperations.RotateLeft((_b + word) * Second, 27) ^ _a;
        _count++;
    }

    static ulong Mixed(ulong hash)
    {
        hash = (hash ^ (hash >> 29)) * Third;
        hash = (hash ^ (hash >> 32)) * First;
        return hash ^ (hash >> 31);
    }
}
