using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;

namespace RnnTrainer.Training.Runs;

/// <summary>The run that another one continues on new data.</summary>
/// <param name="Run">Its folder, as it was named.</param>
/// <param name="Checkpoint">The file that the weights, scales and classes are from.</param>
/// <param name="Epoch">The epoch after which that was written.</param>
sealed record Origin(string Run, string Checkpoint, int Epoch);

/// <summary>What <c>run.json</c> says about a run.</summary>
/// <param name="Status">The state of the run.</param>
/// <param name="Version">Of this program.</param>
/// <param name="Started">UTC.</param>
/// <param name="Ended">UTC; null while it runs.</param>
/// <param name="Folder">The working directory, from which relative data paths start.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Seed">Of all random streams but that of the split.</param>
/// <param name="Threads">Cores used.</param>
/// <param name="Data">The files read.</param>
/// <param name="Epochs">Epochs completed.</param>
/// <param name="Metrics">By split, then by name; null until the end.</param>
/// <param name="Baselines">By split, then by baseline, then by name; null until the end.</param>
/// <param name="SkippedScores">Splits that were not scored because <c>--skip-train-scores</c> asked for it.</param>
sealed record RunRecord(
    RunStatus Status,
    string Version,
    DateTimeOffset Started,
    DateTimeOffset? Ended,
    string Folder,
    Machine Machine,
    int Seed,
    int Threads,
    IReadOnlyList<RunData> Data,
    int Epochs,
    JsonObject? Metrics,
    JsonObject? Baselines,
    IReadOnlyList<string> SkippedScores)
{
    /// <summary>How records are written.</summary>
    public static JsonSerializerOptions Indented { get; } = new(ConfigJson.Options) { WriteIndented = true };

    const string Format = "rnn.run/1";

    // The beginning of every record.
    const string Beginning = "{\n  \"status\":";

    /// <summary>Of an ensemble, the folders of its members, from its own; null: it is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Ensemble { get; init; }

    /// <summary>Of a run that continues another on new data, what it began with; null: it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Origin? From { get; init; }

    /// <summary>Name and version of the format.</summary>
    public string Schema { get; } = Format;

    /// <summary>The object in the text of a record; null if a crash damaged it.</summary>
    public static JsonObject? Parse(string text)
    {
        try
        {
            return ConfigJson.Node(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a text is a record, or the rest of one that was not written to its end: nothing, zeros, or its beginning.</summary>
    public static bool MayBe(string text)
    {
        try
        {
            return ConfigJson.Node(text) is JsonObject record && record["schema"] is JsonValue schema
                && schema.TryGetValue<string>(out var name) && name == Format;
        }
        catch (JsonException)
        {
            var left = text.TrimEnd('\0');
            return left.StartsWith(Beginning, StringComparison.Ordinal) || Beginning.StartsWith(left, StringComparison.Ordinal);
        }
    }

    /// <summary>As indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Indented) + "\n";
}
