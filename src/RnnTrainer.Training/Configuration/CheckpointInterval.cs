using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnTrainer.Training.Configuration;

/// <summary>How often a checkpoint is written within an epoch: a number of updates, or a time such as <c>10 minutes</c>.</summary>
/// <param name="Steps">At least 1; null: it is a time.</param>
/// <param name="Minutes">More than 0; null: it is a number of steps.</param>
[JsonConverter(typeof(CheckpointIntervalConverter))]
sealed record CheckpointInterval(int? Steps, double? Minutes)
{
    const string Unit = " minutes";

    /// <summary>Whether a checkpoint is due.</summary>
    /// <param name="step">Steps taken in the epoch.</param>
    /// <param name="sinceLast">Time since the last checkpoint.</param>
    public bool IsDue(int step, TimeSpan sinceLast) => Steps is { } steps ? step % steps == 0 : sinceLast.TotalMinutes >= Minutes;

    /// <summary>Reads a time: <c>10 minutes</c>, <c>1 minute</c>, <c>0.5 minutes</c>; null if it is none.</summary>
    public static CheckpointInterval? Parse(string text)
    {
        var end = text.EndsWith(Unit, StringComparison.Ordinal) ? Unit : Unit[..^1];
        return text.EndsWith(end, StringComparison.Ordinal)
            && double.TryParse(
                text[..^end.Length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
                out var minutes)
            && double.IsFinite(minutes) && minutes > 0
            ? new CheckpointInterval(null, minutes)
            : null;
    }

    /// <summary>As a config has it: <see cref="Parse"/> reads it back exactly, 1E-05 included.</summary>
    public override string ToString() =>
        Steps?.ToString(CultureInfo.InvariantCulture) ?? Minutes!.Value.ToString(CultureInfo.InvariantCulture) + Unit;
}

/// <summary>Reads and writes a number of steps, or a text that is a time.</summary>
sealed class CheckpointIntervalConverter : JsonConverter<CheckpointInterval>
{
    public override CheckpointInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt32(out var steps) && steps > 0 => new CheckpointInterval(steps, null),
            JsonTokenType.String when CheckpointInterval.Parse(reader.GetString()!) is { } time => time,
            _ => throw new JsonException(),
        };

    public override void Write(Utf8JsonWriter writer, CheckpointInterval value, JsonSerializerOptions options)
    {
        if (value.Steps is { } steps)
        {
            writer.WriteNumberValue(steps);
            return;
        }

        writer.WriteStringValue(value.ToString());
    }
}
