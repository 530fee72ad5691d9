using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RnnTrainer.Training.Files;

/// <summary>A message of protocol buffers: fields with numbers, each a number, a text, bytes or a message. Format:
/// https://protobuf.dev/programming-guides/encoding.</summary>
sealed class ProtobufMessage
{
    const int Varint = 0;
    const int Fixed64 = 1;
    const int Delimited = 2;
    const int Fixed32 = 5;

    readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public ProtobufMessage Add(int field, long number)
    {
        Write((ulong)((field << 3) | Varint));
        Write((ulong)number);
        return this;
    }

    public ProtobufMessage Add(int field, float number)
    {
        Write((ulong)((field << 3) | Fixed32));
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(four, number);
        _bytes.Write(four);
        return this;
    }

    public ProtobufMessage Add(int field, double number)
    {
        Write((ulong)((field << 3) | Fixed64));
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(eight, number);
        _bytes.Write(eight);
        return this;
    }

    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text).AsSpan());

    public ProtobufMessage Add(int field, ReadOnlySpan<byte> content)
    {
        Write((ulong)((field << 3) | Delimited));
        Write((ulong)content.Length);
        _bytes.Write(content);
        return this;
    }

    public ProtobufMessage Add(int field, ProtobufMessage message) => Add(field, message.Bytes);

    public ProtobufMessage Add(int field, IEnumerable<long> numbers) => numbers.Aggregate(this, (m, n) => m.Add(field, n));

    public ProtobufMessage Add(int field, IEnumerable<string> texts) => texts.Aggregate(this, (m, t) => m.Add(field, t));

    public ProtobufMessage Add(int field, IEnumerable<ProtobufMessage> messages) =>
        messages.Aggregate(this, (m, part) => m.Add(field, part));

    /// <summary>Seven bits in a byte, the lowest first; all bytes but the last have the eighth bit.</summary>
    void Write(ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            _bytes.Write([(byte)(number | 0x80)]);
        }

        _bytes.Write([(byte)number]);
    }
}
