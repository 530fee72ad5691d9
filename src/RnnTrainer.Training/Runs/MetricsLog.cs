using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Runs;

/// <summary><c>metrics.jsonl</c>: a line per epoch, flushed as it is written.</summary>
static class MetricsLog
{
    /// <summary>Appends a line; when this returns, it is on the device.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Append(string path, JsonObject line, IDisk? disk = null)
    {
        disk ??= Disk.Here;
        using var file = disk.Append(path);
        file.Write(Encoding.UTF8.GetBytes(line.ToJsonString(ConfigJson.Options) + "\n"));
        disk.Flush(file);
    }

    /// <summary>The line for an epoch.</summary>
    public static JsonObject Line(EpochTrained epoch)
    {
        var line = new JsonObject { ["epoch"] = epoch.Epoch, ["step"] = epoch.Step, ["train/loss"] = epoch.Loss };
        foreach (var score in epoch.Validation ?? [])
        {
            line[$"validation/{score.Metric}"] = double.IsFinite(score.Value) ? score.Value : null;
        }

        line["learning_rate"] = epoch.LearningRate;
        line["grad_norm"] = epoch.GradientNorm;
        line["seconds"] = epoch.Seconds;
        line["sequences_per_second"] = epoch.SequencesPerSecond;
        line["steps_per_second"] = epoch.StepsPerSecond;
        return line;
    }

    /// <summary>The lines; a torn last one, left by a crash, is skipped.</summary>
    public static IReadOnlyList<JsonObject> Read(string path) =>
        File.Exists(path) ? [.. File.ReadLines(path).Select(Parse).OfType<JsonObject>()] : [];

    /// <summary>Keeps the epochs up to <paramref name="epoch"/>; those after it will be trained again.</summary>
    public static void CutAfter(string path, int epoch, IDisk? disk = null)
    {
        var kept = Read(path).Where(l => l["epoch"] is JsonValue value && value.TryGetValue<int>(out var own) && own <= epoch);
        AtomicFile.WriteText(path, string.Concat(kept.Select(l => l.ToJsonString(ConfigJson.Options) + "\n")), disk);
    }

    // A node is parsed lazily: only writing it again shows that it is well-formed.
    static JsonNode? Parse(string line)
    {
        try
        {
            var node = ConfigJson.Node(line);
            _ = node?.ToJsonString(ConfigJson.Options);
            return node;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
