using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Tuning;

/// <summary>A key that a search changes.</summary>
/// <param name="Key">The dotted key.</param>
/// <param name="Start">The value of the config that the search starts from, as YAML writes it.</param>
/// <param name="Values">All values, that one among them.</param>
sealed record TuneKey(string Key, string Start, IReadOnlyList<string> Values);

/// <summary>What a search changes in a config.</summary>
static class TuneSpace
{
    static readonly double[] Rates = [0.2, 0.5, 1, 2, 5];
    static readonly double[] Sizes = [0.5, 1, 2, 4];
    static readonly double[] Lengths = [0.5, 1, 2];

    /// <summary>The keys that have more than one value.</summary>
    /// <param name="isValid">Whether the config with such an assignment is one.</param>
    public static IReadOnlyList<TuneKey> Of(Config start, Func<string, bool> isValid)
    {
        var (model, training) = (start.Model, start.Training);
        TuneKey[] all =
        [
            Key("model.cell", "gru", "lstm", "ugrnn"),
            Key("model.hidden", Times(model.Hidden, Sizes, least: 4)),
            Key("model.layers", "1", "2"),
            Key("model.bidirectional", "false", "true"),
            Key("model.readout", "last", "mean", "max"),
            Key("model.patch", "null", "{size: 4, stride: 2}", "{size: 8, stride: 4}"),
            Key("model.dropout", "0", "0.1", "0.2", "0.4"),
            Key("data.normalize", "none", "standard", "minmax", "robust", "sequence", "series"),
            Key("training.learning_rate", Times(training.LearningRate, Rates)),
            Key("training.schedule.kind", "constant", "cosine"),
            Key("training.weight_decay", "0", "0.001", "0.01", "0.1"),
            Key("training.batch", Times(training.Batch, Lengths, least: 1)),
            Key("training.epochs", Times(training.Epochs, Lengths, least: 2)),
        ];
        return [.. all.Where(k => k.Values.Count > 1)];

        TuneKey Key(string key, params IReadOnlyList<string> values)
        {
            var now = ValueOf(start, key);
            return new TuneKey(key, now, [now, .. values.Where(v => v != now && isValid($"{key}={v}"))]);
        }
    }

    static string[] Times(double value, double[] factors, double least = 0) =>
    [
        .. factors.Select(f => Math.Max(least, value * f))
            .Select(v => double.Parse(v.ToString("g3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
            .Select(v => (least >= 1 ? Math.Round(v) : v).ToString(CultureInfo.InvariantCulture)).Distinct(),
    ];

    static string ValueOf(Config config, string key)
    {
        var value = ConfigJson.At(ConfigJson.ToJson(config), key);
        return value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.ToString()
            : value?.ToJsonString() ?? "null";
    }
}
