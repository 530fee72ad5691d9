using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>Finds the decision that a rule asks for.</summary>
static class DecisionFit
{
    const double Half = 0.5;

    /// <summary>The decision by costs: 0 for the right class and 1 for others that the rule does not name.</summary>
    public static Decision OfCosts(DecisionRule rule, IReadOnlyList<string> classes) => new()
    {
        Costs = [.. classes.Select(label => classes.Select(prediction => CostOf(rule, label, prediction)).ToArray())],
    };

    /// <summary>The decision that maximizes a score: of two classes a threshold for the second, of labels one for each.</summary>
    /// <param name="ranked">The probabilities on the validation split.</param>
    public static Decision OfScore(string score, RankedScores ranked, bool areLabels) => areLabels
        ? new Decision { Thresholds = [.. Enumerable.Range(0, ranked.Columns).Select(c => ThresholdOf(score, ranked, c))] }
        : Decision.OfTwo(ThresholdOf(score, ranked, 1));

    /// <summary>
    /// The threshold with the largest score; of several, the one nearest to a half. Thresholds are half-way between probabilities that
    /// occur, so that rounding changes no decision.
    /// </summary>
    static double ThresholdOf(string score, RankedScores ranked, int column)
    {
        var points = ranked.Curve(column).ToList();
        var (there, absent) = (points[^1].True, points[^1].False);
        var (best, highest) = (Half, double.NegativeInfinity);
        Try(1, 0, 0);
        for (var n = 0; n < points.Count; n++)
        {
            var below = n + 1 < points.Count ? points[n + 1].P : Math.Min(0, points[n].P - Half);
            Try(Math.Clamp((points[n].P + below) / 2, -1, 1), points[n].True, points[n].False);
        }

        return best;

        void Try(double threshold, long tp, long fp)
        {
            var value = Value(score, new BinaryCounts(tp, fp, there - tp, absent - fp));
            if (value > highest || (value == highest && Math.Abs(threshold - Half) < Math.Abs(best - Half)))
            {
                (best, highest) = (threshold, value);
            }
        }
    }

    static double Value(string score, BinaryCounts counts) => score switch
    {
        "f1" => counts.F1,
        "macro_f1" => (counts.F1 + new BinaryCounts(counts.Neither, counts.FalseNegative, counts.FalsePositive, counts.True).F1) / 2,
        "accuracy" => counts.True + counts.Neither,
        "balanced_accuracy" => counts.BalancedAccuracy,
        _ => counts.Mcc,
    };

    static double CostOf(DecisionRule rule, string label, string prediction) =>
        rule.Cost!.TryGetValue(label, out var costs) && costs.TryGetValue(prediction, out var cost) ? cost
        : label == prediction ? 0 : 1;
}
