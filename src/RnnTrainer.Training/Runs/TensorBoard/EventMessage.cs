using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Runs.TensorBoard;

/// <summary>
/// The protocol buffer Event, as much of it as scalars need: wall_time = 1 (double), step = 2 (int64), file_version = 3 (string), summary =
/// 5, in it value = 1, in that
/// tag = 1 (string) and simple_value = 2 (float).
/// </summary>
static class EventMessage
{
    const int WallTime = 1;
    const int Step = 2;
    const int FileVersion = 3;
    const int Summary = 5;
    const int Value = 1;
    const int Tag = 1;
    const int SimpleValue = 2;

    /// <summary>The first record of a file.</summary>
    public static ProtobufMessage Version(double time) => new ProtobufMessage().Add(WallTime, time).Add(FileVersion, "brain.Event:2");

    /// <summary>Scalars of one step.</summary>
    /// <param name="time">In seconds since 1970.</param>
    public static ProtobufMessage Scalars(double time, long step, IEnumerable<KeyValuePair<string, float>> scalars) => new ProtobufMessage()
        .Add(WallTime, time)
        .Add(Step, step)
        .Add(
            Summary,
            new ProtobufMessage().Add(Value, scalars.Select(s => new ProtobufMessage().Add(Tag, s.Key).Add(SimpleValue, s.Value))));

    /// <summary>The step of a record that <see cref="Scalars"/> made; null: it has none, as the first of a file.</summary>
    public static long? StepOf(ReadOnlySpan<byte> data)
    {
        const int At = 1 + sizeof(double);
        if (data.Length <= At || data[0] != ((WallTime << 3) | 1) || data[At] != Step << 3)
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
}
