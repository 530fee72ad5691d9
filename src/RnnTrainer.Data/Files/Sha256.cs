using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnTrainer.Data.Files;

/// <summary>
/// SHA-256, with the names of FIPS 180-4. The class of .NET needs OpenSSL, which a small container lacks, and ends the process without it.
/// This one hashes about 200 MB/s; OpenSSL reaches 1,400 with instructions that .NET does not offer.
/// </summary>
sealed class Sha256
{
    const int BlockBytes = 64;
    const int LengthBytes = 8;

    // The first 32 bits of the fractions of the cube roots of the first 64 primes.
    static ReadOnlySpan<uint> K =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
            0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
        0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70,
        0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814,
        0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    // H: at first the first 32 bits of the fractions of the square roots of the first 8 primes.
    readonly uint[] _state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    readonly byte[] _rest = new byte[BlockBytes];
    NativeSha256? _native;
    ulong _length;

    /// <summary>The faster one of OpenSSL if it is installed, for large files.</summary>
    public static Sha256 Fast() => new() { _native = NativeSha256.TryCreate() };

    /// <summary>The hash of <paramref name="bytes"/>, in lower-case hexadecimal.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var hash = new Sha256();
        hash.Append(bytes);
        return Convert.ToHexStringLower(hash.Finish());
    }

    /// <summary>Appends further bytes of the message.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_native is not null)
        {
            _native.Append(bytes);
            return;
        }

        var waiting = (int)(_length % BlockBytes);
        _length += (ulong)bytes.Length;
        if (waiting > 0)
        {
            var filling = Math.Min(BlockBytes - waiting, bytes.Length);
            bytes[..filling].CopyTo(_rest.AsSpan(waiting));
            bytes = bytes[filling..];
            if (waiting + filling < BlockBytes)
            {
                return;
            }

            Compress(_state, _rest);
        }

        for (; bytes.Length >= BlockBytes; bytes = bytes[BlockBytes..])
        {
            Compress(_state, bytes);
        }

        bytes.CopyTo(_rest);
    }

    /// <summary>The 32 bytes of the hash of all that was appended; nothing may be appended after it.</summary>
    public byte[] Finish()
    {
        if (_native is not null)
        {
            return _native.Finish();
        }

        // A bit 1, zeros, and the length in bits as the last 8 bytes of a block.
        var bits = _length * 8;
        var zeros = (int)((BlockBytes + BlockBytes - 1 - LengthBytes - (_length % BlockBytes)) % BlockBytes);
        Span<byte> padding = stackalloc byte[1 + zeros + LengthBytes];
        padding.Clear();
        padding[0] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padding[^LengthBytes..], bits);
        Append(padding);

        var hash = new byte[_state.Length * sizeof(uint)];
        for (var n = 0; n < _state.Length; n++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(n * sizeof(uint)), _state[n]);
        }

        return hash;
    }

    static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        for (var t = 0; t < 16; t++)
        {
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * sizeof(uint))..]);
        }

        for (var t = 16; t < w.Length; t++)
        {
            w[t] = LowerSigma1(w[t - 2]) + w[t - 7] + LowerSigma0(w[t - 15]) + w[t - 16];
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var t = 0; t < w.Length; t++)
        {
            var t1 = h + UpperSigma1(e) + Choose(e, f, g) + K[t] + w[t];
            var t2 = UpperSigma0(a) + Majority(a, b, c);
            (a, b, c, d, e, f, g, h) = (t1 + t2, a, b, c, d + t1, e, f, g);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    // Inlined on demand: a method with stackalloc is compiled once, before the compiler knows that these are hot.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Choose(uint x, uint y, uint z) => (x & y) ^ (~x & z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Majority(uint x, uint y, uint z) => (x & y) ^ (x & z) ^ (y & z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint UpperSigma0(uint x) =>
        BitOperations.RotateRight(x, 2) ^ BitOperations.RotateRight(x, 13) ^ BitOperations.RotateRight(x, 22);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint UpperSigma1(uint x) =>
        BitOperations.RotateRight(x, 6) ^ BitOperations.RotateRight(x, 11) ^ BitOperations.RotateRight(x, 25);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint LowerSigma0(uint x) => BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint LowerSigma1(uint x) => BitOperations.RotateRight(x, 17) ^ BitOperations.RotateRight(x, 19) ^ (x >> 10);
}
