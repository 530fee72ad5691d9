using System.Text.Json.Serialization;

namespace RnnTrainer.Training.Schemas;

/// <summary>How predictions follow from probabilities, where it is not the likeliest that is predicted.</summary>
sealed record Decision
{
    /// <summary>[C][C]: what it costs to predict the second class where the first is right; null: labels are predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double[]>? Costs { get; init; }

    /// <summary>[C]: the probability above which a label is predicted; null: classes are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Thresholds { get; init; }

    /// <summary>The second of two classes is predicted where its probability is above a threshold.</summary>
    public static Decision OfTwo(double threshold) => new() { Costs = [[0, threshold], [1 - threshold, 0]] };

    /// <summary>The class with the lowest expected cost, <c>Σ_c p[c] cost[c][k]</c>; of several, the first.</summary>
    public int ClassOf(ReadOnlySpan<double> p)
    {
        var (best, lowest) = (0, double.PositiveInfinity);
        for (var k = 0; k < p.Length; k++)
        {
            var cost = 0.0;
            for (var c = 0; c < p.Length; c++)
            {
                cost += p[c] * Costs![c][k];
            }

            (best, lowest) = cost < lowest ? (k, cost) : (best, lowest);
        }

        return best;
    }

    /// <summary>Whether the sizes are those of C outputs.</summary>
    public bool IsSound(int C) => Costs is { } costs
        ? Thresholds is null && costs.Count == C && costs.All(row => row.Length == C && Array.TrueForAll(row, double.IsFinite))
        : Thresholds is { } thresholds && thresholds.Count == C && thresholds.All(double.IsFinite);
}
