using System.Buffers.Binary;
using System.Numerics;

namespace RnnTrainer.Training.Runs.TensorBoard;

/// <summary>
/// The framing of TFRecord files: length as u64, masked CRC-32C of the length's eight bytes as u32, the data, masked CRC-32C of the data as
/// u32, all little-endian.
/// </summary>
static class EventRecord
{
    const int HeadLength = 12;
    const int TailLength = 4;

    // Of a length that is damaged nothing should be allocated.
    const int Longest = 1 << 20;

    /// <summary>The data in their frame.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        var frame = new byte[HeadLength + data.Length + TailLength];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), MaskedCrc(frame.AsSpan(0, 8)));
        data.CopyTo(frame.AsSpan(HeadLength));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(HeadLength + data.Length), MaskedCrc(data));
        return frame;
    }

    /// <summary>The data of the record that begins here; null: there is none, or it is torn or damaged.</summary>
    public static byte[]? Read(Stream file)
    {
        var head = new byte[HeadLength];
        if (file.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) < HeadLength
            || BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)) != MaskedCrc(head.AsSpan(0, 8))
            || BinaryPrimitives.ReadUInt64LittleEndian(head) is not (<= Longest and var length))
        {
            return null;
        }

        var rest = new byte[(int)length + TailLength];
        return file.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) == rest.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(rest.AsSpan((int)length)) == MaskedCrc(rest.AsSpan(0, (int)length))
            ? rest[..(int)length]
            : null;
    }

    /// <summary>CRC-32C (Castagnoli): all bits set before, inverted after, as RFC 3720 has it.</summary>
    public static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }

    // Rotated by 15 bits, plus a constant: a CRC over data that hold CRCs would be weak.
    static uint MaskedCrc(ReadOnlySpan<byte> data) => unchecked(BitOperations.RotateRight(Crc(data), 15) + 0xA282EAD8);
}
