using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Runs.TensorBoard;

/// <summary>
/// The lines of <c>metrics.jsonl</c> once more, as scalars that TensorBoard reads: <c>RUN/tensorboard/events.out.tfevents.TIME.HOST</c>, a
/// record per epoch at its update. What the
/// file has is always what the lines have: when a run is resumed, records of steps that will be taken again are cut off, and missing ones
/// added.
/// </summary>
sealed class EventFile : IDisposable
{
    readonly FileStream _file;
    readonly TimeProvider _time;

    EventFile(FileStream file, TimeProvider time) => (_file, _time) = (file, time);

    /// <summary>Opens the file of a run whose <c>metrics.jsonl</c> ends where training will continue, or creates it.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static EventFile Open(RunDirectory run, TimeProvider time)
    {
        Directory.CreateDirectory(run.TensorBoard);
        var path = Directory.GetFiles(run.TensorBoard, "events.out.tfevents.*").Order(StringComparer.Ordinal).LastOrDefault()
            ?? Path.Combine(
                run.TensorBoard,
                string.Create(
                    CultureInfo.InvariantCulture, $"events.out.tfevents.{time.GetUtcNow().ToUnixTimeSeconds()}.{Environment.MachineName}"));
        var events = new EventFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite), time);
        try
        {
            events.CatchUp(MetricsLog.Read(run.Metrics));
            return events;
        }
        catch
        {
            events.Dispose();
            throw;
        }
    }

    /// <summary>Adds what a line of <c>metrics.jsonl</c> says: losses, scores, learning rate and gradient norm.</summary>
    public void Write(JsonObject line) => Write(line, Seconds());

    public void Dispose() => _file.Dispose();

    void CatchUp(IReadOnlyList<JsonObject> lines)
    {
        var last = Cut(lines.Count == 0 ? 0 : Step(lines[^1]));
        if (_file.Position == 0)
        {
            Append(EventMessage.Version(Seconds()));
        }

        // As if they had just been trained, one after another.
        var missing = lines.Where(l => Step(l) > last).ToList();
        var begin = Seconds() - missing.Sum(Duration);
        foreach (var line in missing)
        {
            Write(line, begin += Duration(line));
        }
    }

    /// <summary>Ends the file after the last whole record whose step is not above this one.</summary>
    /// <returns>Its step; 0 if there is none.</returns>
    long Cut(long upTo)
    {
        var (last, end) = (0L, 0L);
        while (EventRecord.Read(_file) is { } data && (EventMessage.StepOf(data) ?? 0) <= upTo)
        {
            (last, end) = (EventMessage.StepOf(data) ?? 0, _file.Position);
        }

        _file.SetLength(end);
        _file.Position = end;
        return last;
    }

    void Write(JsonObject line, double time) => Append(EventMessage.Scalars(time, Step(line), Scalars(line)));

    void Append(ProtobufMessage message)
    {
        _file.Write(EventRecord.Frame(message.Bytes));
        _file.Flush();
    }

    static IEnumerable<KeyValuePair<string, float>> Scalars(JsonObject line) => line
        .Where(p => p.Value is not null && (p.Key.Contains('/', StringComparison.Ordinal) || p.Key is "learning_rate" or "grad_norm"))
        .Select(p => KeyValuePair.Create(p.Key, (float)(double)p.Value!));

    static long Step(JsonObject line) => (long)line["step"]!;

    static double Duration(JsonObject line) => (double)line["seconds"]!;

    double Seconds() => _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
}
