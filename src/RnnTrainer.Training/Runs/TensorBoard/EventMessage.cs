using System.Buffers.Binary;
using System.Text;

namespace RnnTrainer.Training;

/// <summary>
/// The protocol buffer Event, as much of it as scalars need: wall_time = 1 (double), step = 2 (int64), file_version = 3 (string), summary = 5, in it value = 1, in that
/// tag = 1 (string) and simple_value = 2 (float).
/// </summary>
static class EventMessage
{
    // A field's key is 8 number + kind; kinds: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.
    const byte WallTime = (1 << 3) | 1;
    const byte Step = 2 << 3;
    const byte FileVersion = (3 << 3) | 2;
    const byte Summary = (5 << 3) | 2;
    const byte Value = (1 << 3) | 2;
    const byte Tag = (1 << 3) | 2;
    const byte SimpleValue = (2 << 3) | 5;

    /// <summary>The first record of a file.</summary>
    public static byte[] Version(double time) => [WallTime, .. Bytes(time), .. Field(FileVersion, Encoding.UTF8.GetBytes("brain.Event:2"))];

    /// <summary>Scalars of one step.</summary>
    /// <param name="time">In seconds since 1970.</param>
    public static byte[] Scalars(double time, long step, IEnumerable<KeyValuePair<string, float>> scalars) =>
    [
        WallTime, .. Bytes(time),
        Step, .. Varint((ulong)step),
        .. Field(Summary, [.. scalars.SelectMany(s => Field(Value, [.. Field(Tag, Encoding.UTF8.GetBytes(s.Key)), SimpleValue, .. Bytes(s.Value)]))]),
    ];

    /// <summary>The step of a record that <see cref="Scalars"/> made; null: it has none, as the first of a file.</summary>
    public static long? StepOf(byte[] data)
    {
        const int At = 1 + sizeof(double);
        if (data.Length <= At || data[0] != WallTime || data[At] != Step)
        {
            return null;
        }

        var step = 0L;
        for (var (n, shift) = (At + 1, 0); n < data.Length && shift < 63; n++, shift += 7)
        {
            step |= (long)(data[n] & 0x7F) << shift;
            if (data[n] < 0x80)
            {
                return step;
            }
        }

        return null;
    }

    static byte[] Bytes(double value)
    {
        var bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }

    static byte[] Bytes(float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }

    static byte[] Field(byte key, byte[] bytes) => [key, .. Varint((ulong)bytes.Length), .. bytes];

    static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
