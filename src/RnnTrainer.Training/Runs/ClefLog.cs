using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Runs;

/// <summary>
/// <c>log.clef</c>: a line of JSON per event, in the compact format of https://clef-json.org. An event that cannot be written is dropped: a log must not end a training.
/// </summary>
sealed class ClefLog(string path, TimeProvider time)
{
    /// <param name="level">Null: information.</param>
    /// <param name="exception">The exception that is reported; null: none.</param>
    /// <param name="template">The message, with the names of values in braces.</param>
    /// <param name="values">The values by name.</param>
    public void Write(string? level, Exception? exception, string template, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var line = new JsonObject
        {
            ["@t"] = time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["@mt"] = template,
        };
        if (level is not null)
        {
            line["@l"] = level;
        }

        if (exception is not null)
        {
            line["@x"] = exception.ToString();
        }

        foreach (var (name, value) in values)
        {
            line[name] = value is double number && !double.IsFinite(number)
                ? number.ToString(CultureInfo.InvariantCulture)
                : System.Text.Json.JsonSerializer.SerializeToNode(value, ConfigJson.Options);
        }

        try
        {
            File.AppendAllText(path, line.ToJsonString(ConfigJson.Options) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
