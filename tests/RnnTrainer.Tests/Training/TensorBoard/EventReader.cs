using System.Text;

namespace RnnTrainer.Tests.Training.TensorBoard;

/// <summary>A record as an event file has it.</summary>
sealed record EventRow(double Time, long Step, string? Version, IReadOnlyList<(string Tag, float Value)> Scalars);

/// <summary>
/// Reads event files by the descriptions of TFRecord and of protocol buffers alone, bit by bit and with nothing of the program's: what it
/// takes, TensorBoard's own reader takes.
/// </summary>
static class EventReader
{
    /// <summary>All records; a frame that is not whole and sound is an error.</summary>
    public static List<EventRow> Read(byte[] file)
    {
        var rows = new List<EventRow>();
        for (var at = 0; at < file.Length;)
        {
            var length = checked((int)Number(file, at, 8));
            Assert.Equal(Mask(Crc(file[at..(at + 8)])), (uint)Number(file, at + 8, 4));
            var data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Mask(Crc(data)), (uint)Number(file, at + 12 + length, 4));
            rows.Add(Row(data));
            at += 12 + length + 4;
        }

        return rows;
    }

    /// <summary>The polynomial 0x1EDC6F41, reflected, a bit at a time.</summary>
    public static uint Crc(byte[] data)
    {
        var crc = ~0u;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        return ~crc;
    }

    static uint Mask(uint crc) => unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);

    static EventRow Row(byte[] data)
    {
        var fields = Fields(data).ToLookup(f => f.Number, f => f.Bytes);
        return new EventRow(
            BitConverter.ToDouble(fields[1].Single()),
            fields[2].Select(b => (long)Number(b, 0, 8)).SingleOrDefault(),
            fields[3].Select(Encoding.UTF8.GetString).SingleOrDefault(),
            [.. fields[5].SelectMany(Fields).Select(value =>
            {
                Assert.Equal(1, value.Number);
                var parts = Fields(value.Bytes).ToDictionary(f => f.Number, f => f.Bytes);
                return (Encoding.UTF8.GetString(parts[1]), BitConverter.ToSingle(parts[2]));
            })]);
    }

    static IEnumerable<(int Number, byte[] Bytes)> Fields(byte[] data)
    {
        for (var at = 0; at < data.Length;)
        {
            var key = (int)Varint(data, ref at);
            var bytes = (key & 7) switch
            {
                0 => BitConverter.GetBytes(Varint(data, ref at)),
                1 => Take(data, ref at, 8),
                2 => Take(data, ref at, (int)Varint(data, ref at)),
                5 => Take(data, ref at, 4),
                var kind => throw new InvalidDataException($"a field of kind {kind}"),
            };
            yield return (key >> 3, bytes);
        }
    }

    static byte[] Take(byte[] data, ref int at, int count) => data[at..(at += count)];

    static ulong Varint(byte[] data, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var b = data[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }

    static ulong Number(byte[] data, int at, int count) =>
        Enumerable.Range(0, count).Aggregate(0UL, (n, i) => n | ((ulong)data[at + i] << (8 * i)));
}
