using System.Text.Json.Nodes;

namespace RnnTrainer.Training.Configuration;

/// <summary>What a config may leave to be understood, written out in its tree.</summary>
static class ConfigExpansion
{
    const double RateOfAdaptive = 0.001;

    /// <summary><c>schedule: cosine</c> stands for <c>schedule: {kind: cosine}</c>.</summary>
    /// <param name="sources">Learns where the word was written; null: there is no place.</param>
    public static void Expand(JsonObject root, SourceMap? sources = null)
    {
        if (Training(root) is not { } training || Text(training["schedule"]) is not { } kind)
        {
            return;
        }

        training["schedule"] = new JsonObject { ["kind"] = kind };
        if (sources?.Of("training.schedule") is { } place)
        {
            sources.Add("training.schedule.kind", place, place);
        }
    }

    /// <summary>A learning rate that is not written: the default suits sgd; the steps of the others do not shrink with the
    /// gradient.</summary>
    public static void Complete(JsonObject root)
    {
        if (Training(root) is { } training && !training.ContainsKey("learning_rate") && Text(training["optimizer"]) is "adamw" or "rmsprop")
        {
            training["learning_rate"] = RateOfAdaptive;
        }
    }

    /// <summary>
    /// The split of a run or checkpoint that was written before <c>data.split.seed</c>: it was drawn by <c>training.seed</c>, and by
    /// another seed an old model would be scored on
    /// what it was trained on.
    /// </summary>
    public static void KeepSplit(JsonObject root)
    {
        if ((root["data"] as JsonObject)?["split"] is JsonObject split && !split.ContainsKey("seed") && Training(root)?["seed"] is { } seed)
        {
            split["seed"] = seed.DeepClone();
        }
    }

    static JsonObject? Training(JsonObject root) => root["training"] as JsonObject;

    static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
