using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnTrainer.Data.Files;

/// <summary>The checksum of gzip: CRC-32 of ISO 3309, the polynomial 04C11DB7 with the lowest bit first.</summary>
static class Crc32
{
    /// <summary>The bytes that are folded at once.</summary>
    const int Fold = 64;

    static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Rest((uint)n))];

    /// <summary>The checksum of bytes that follow those with the checksum <paramref name="before"/>, which is 0 at the beginning.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        if (Pclmulqdq.IsSupported && bytes.Length >= Fold)
        {
            var folded = bytes.Length & ~15;
            crc = Folded(bytes[..folded], crc);
            bytes = bytes[folded..];
        }

        return ~ByteByByte(bytes, crc);
    }

    /// <summary>The plain way.</summary>
    internal static uint ByteByByte(ReadOnlySpan<byte> bytes, uint crc)
    {
        foreach (var b in bytes)
        {
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return crc;
    }

    /// <summary>
    /// Four vectors of 128 bits at once, by products without carries: V. Gopal and others, "Fast CRC computation for generic polynomials
    /// using PCLMULQDQ", Intel 2009. The constants are powers of x modulo the polynomial.
    /// </summary>
    /// <param name="bytes">At least 64, a multiple of 16.</param>
    static uint Folded(ReadOnlySpan<byte> bytes, uint crc)
    {
        var (a, b, c, d) = (At(bytes, 0) ^ Vector128.CreateScalar((ulong)crc), At(bytes, 16), At(bytes, 32), At(bytes, 48));
        bytes = bytes[Fold..];
        var byFour = Vector128.Create(0x154442BD4UL, 0x1C6E41596);
        for (; bytes.Length >= Fold; bytes = bytes[Fold..])
        {
            (a, b) = (Next(a, byFour, At(bytes, 0)), Next(b, byFour, At(bytes, 16)));
            (c, d) = (Next(c, byFour, At(bytes, 32)), Next(d, byFour, At(bytes, 48)));
        }

        var byOne = Vector128.Create(0x1751997D0UL, 0x0CCAA009E);
        a = Next(Next(Next(a, byOne, b), byOne, c), byOne, d);
        for (; bytes.Length > 0; bytes = bytes[16..])
        {
            a = Next(a, byOne, At(bytes, 0));
        }

        // 128 bits to 64, then to 32 by Barrett's reduction
        var low = Vector128.Create(0xFFFFFFFFUL, 0xFFFFFFFF);
        a = Sse2.ShiftRightLogical128BitLane(a, 8) ^ Pclmulqdq.CarrylessMultiply(a, byOne, 0x10);
        a = Sse2.ShiftRightLogical128BitLane(a, 4) ^ Pclmulqdq.CarrylessMultiply(a & low, Vector128.CreateScalar(0x163CD6124UL), 0);
        var polynomial = Vector128.Create(0x1DB710641UL, 0x1F7011641);
        var quotient = Pclmulqdq.CarrylessMultiply(a & low, polynomial, 0x10) & low;
        return (a ^ Pclmulqdq.CarrylessMultiply(quotient, polynomial, 0)).AsUInt32()[1];
    }

    static Vector128<ulong> Next(Vector128<ulong> sum, Vector128<ulong> by, Vector128<ulong> next) =>
        Pclmulqdq.CarrylessMultiply(sum, by, 0) ^ Pclmulqdq.CarrylessMultiply(sum, by, 0x11) ^ next;

    static Vector128<ulong> At(ReadOnlySpan<byte> bytes, int at) => Vector128.Create(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[(at + 8)..]));

    static uint Rest(uint n)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            n = (n & 1) == 0 ? n >> 1 : (n >> 1) ^ 0xEDB88320;
        }

        return n;
    }
}
