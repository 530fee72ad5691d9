using System.Globalization;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Ranges;

/// <summary>What ranges are called in tables and scores.</summary>
static class RangeNames
{
    const string Digits = "0.########";

    /// <summary>A level as a decimal number.</summary>
    /// <param name="percent">Between 0 and 100.</param>
    public static decimal Level(double percent) => percent is > 0 and < 100 ? (decimal)percent
        : throw new ArgumentOutOfRangeException(nameof(percent), percent, "A level is a percentage between 0 and 100.");

    /// <summary>The levels of the ranges between the quantiles of a model, the largest first; none where it has no quantiles.</summary>
    public static IReadOnlyList<decimal> LevelsOf(ModelSchema schema) =>
        [.. (schema.Quantiles ?? []).Where(p => p < 0.5).Select(p => 100 * (1 - (2 * (decimal)p)))];

    /// <summary>A level in the name of a score: <c>90</c>, <c>97.5</c>.</summary>
    public static string Shown(decimal level) => level.ToString(Digits, CultureInfo.InvariantCulture);

    /// <summary>The probabilities of the ends of ranges, ascending: those of 90 % are 0.05 and 0.95.</summary>
    public static IReadOnlyList<decimal> Ends(IReadOnlyList<decimal> levels)
    {
        decimal[] lows = [.. levels.Distinct().OrderDescending().Select(level => (100 - level) / 200)];
        return [.. lows, .. lows.AsEnumerable().Reverse().Select(p => 1 - p)];
    }

    /// <summary>A probability in the name of a column: <c>q05</c>, <c>q50</c>, <c>q975</c>.</summary>
    public static string Quantile(decimal p) => "q" + p.ToString("0.00########", CultureInfo.InvariantCulture)[2..];

    /// <summary><c>prediction_q05</c>, <c>prediction_q95</c>; of several targets <c>prediction_NAME_q05</c>, ….</summary>
    public static IEnumerable<string> Columns(ModelSchema schema, IReadOnlyList<decimal> levels) =>
        StepPredictions.PredictionNames(schema).SelectMany(name => Ends(levels).Select(p => $"{name}_{Quantile(p)}"));

    /// <summary>The cells of these columns.</summary>
    public static IEnumerable<object> Cells(Prediction prediction) => prediction.Numbers.SelectMany((_, c) =>
        prediction.Ranges.Select(r => r.Low[c]).Concat(prediction.Ranges.Reverse().Select(r => r.High[c])).Cast<object>());

    /// <summary>The names of the scores of ranges.</summary>
    public static IReadOnlyList<string> Metrics(IReadOnlyList<decimal> levels) => levels.Count == 0 ? []
        : [.. levels.Select(Shown).SelectMany(level => new[] { $"coverage_{level}", $"width_{level}", $"winkler_{level}" }), "wql"];
}
