using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;
using RnnTrainer.Common;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Training.Evaluation;

/// <summary>An interval that a score lies in.</summary>
sealed record Interval(string Metric, double Low, double High);

/// <summary>
/// Percentile bootstrap (Efron, "Bootstrap methods: another look at the jackknife", 1979): as many sequences as there are, drawn with
/// replacement, are scored, many times over; the interval leaves out as many scores below as above. Sequences that overlap, as windows of
/// one series do, are drawn in blocks of neighbours (Künsch 1989).
/// </summary>
static class Bootstrap
{
    /// <summary>How often sequences are drawn.</summary>
    public const int Draws = 1000;

    /// <param name="tally">Of at least two sequences.</param>
    /// <param name="confidence">The fraction of draws within the interval, such as 0.95.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="block">Neighbours that are drawn together.</param>
    public static IReadOnlyList<Interval> Intervals(Tally tally, double confidence, int seed, int block = 1)
    {
        var random = new RandomStream(seed, "bootstrap", 0);
        var draws = Enumerable.Range(0, Draws).Select(_ => tally.Scores(Draw(tally.Count, block, random))).ToList();
        var outside = (1 - confidence) / 2;
        return [
            .. tally.Scores().Select(score => Of(score.Metric, [.. draws.Select(d => d.Value(score.Metric)).OfType<double>()], outside))];
    }

    /// <summary>
    /// Windows of a series are drawn in blocks of about N^(1/3), as Hall, Horowitz and Jing (1995) have it, and not shorter than the
    /// horizon; other sequences one by one.
    /// </summary>
    /// <param name="windows">How windows are cut; null: there are none.</param>
    internal static int Block(WindowOptions? windows, int N) =>
        windows is null ? 1 : Math.Max(windows.Horizon, (int)Math.Ceiling(Math.Cbrt(N)));

    /// <summary><c>{"accuracy": [0.9, 0.95], …}</c>.</summary>
    public static JsonObject ToJson(IEnumerable<Interval> intervals) => new(intervals.Select(i => KeyValuePair.Create(
        i.Metric, double.IsFinite(i.Low) && double.IsFinite(i.High) ? (JsonNode?)new JsonArray(i.Low, i.High) : null)));

    static Interval Of(string metric, double[] values, double outside) =>
        new(metric, values.QuantileCustom(outside, QuantileDefinition.R7), values.QuantileCustom(1 - outside, QuantileDefinition.R7));

    // Blocks begin anywhere and go round at the end, so that every sequence is drawn as often as any other.
    static IEnumerable<int> Draw(int N, int block, RandomStream random)
    {
        for (var n = 0; n < N; n += block)
        {
            var first = random.Next(N);
            for (var i = 0; i < Math.Min(block, N - n); i++)
            {
                yield return (first + i) % N;
            }
        }
    }
}
