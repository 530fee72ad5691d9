using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>The values of a key of the config in several runs, placed on an axis.</summary>
/// <param name="Key">The dotted key.</param>
/// <param name="Texts">The value of each run as text.</param>
/// <param name="Positions">The number itself, or the index among <see cref="Names"/>.</param>
/// <param name="Names">The different values in their order; empty where all are numbers.</param>
sealed record SettingValues(string Key, IReadOnlyList<string> Texts, IReadOnlyList<double> Positions, IReadOnlyList<string> Names)
{
    // Values that span more than this factor, as learning rates do, are placed by their logarithms.
    const double WideRange = 10;

    const string None = "null";

    /// <summary>Whether equal factors take equal lengths.</summary>
    public bool IsLogarithmic => Names.Count == 0 && Positions.Min() > 0 && Positions.Max() > WideRange * Positions.Min();

    /// <summary>The axis from the smallest to the largest value.</summary>
    public Axis Axis => Names.Count > 0 ? new Axis(0, Math.Max(1, Names.Count - 1), [.. Names.Select((name, n) => new Tick(n, name))])
        : new Axis(
            Positions.Min(), Positions.Max(), [.. new[] { Positions.Min(), Positions.Max() }.Select(x => new Tick(x, Html.Number(x)))],
            IsLogarithmic);

    /// <summary>Those of a key.</summary>
    public static SettingValues Of(string key, IReadOnlyList<RunOverview> runs)
    {
        string[] texts = [.. runs.Select(r => r.Config.GetValueOrDefault(key, None))];
        double?[] numbers = [.. runs.Select(r => Number(r.Values.GetValueOrDefault(key)))];
        if (Array.TrueForAll(numbers, x => x is not null))
        {
            return new SettingValues(key, texts, [.. numbers.Select(x => x!.Value)], []);
        }

        // Numbers come in their order, and what is none before them.
        string[] names =
        [
            .. runs.Select((_, n) => (Text: texts[n], Number: numbers[n])).Distinct()
                .OrderBy(v => v.Number ?? double.NegativeInfinity).ThenBy(v => v.Text, StringComparer.Ordinal).Select(v => v.Text),
        ];
        return new SettingValues(key, texts, [.. texts.Select(t => (double)Array.IndexOf(names, t))], names);
    }

    static double? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? (double)value : null;
}
