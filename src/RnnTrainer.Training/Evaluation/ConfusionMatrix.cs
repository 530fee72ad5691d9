using System.Text.Json.Nodes;

namespace RnnTrainer.Training.Evaluation;

/// <summary>How often each class was predicted for each label.</summary>
/// <param name="Classes">The C names; labels that training never saw have a row of their own, the last, if there is one.</param>
/// <param name="Counts">[target][prediction].</param>
sealed record ConfusionMatrix(IReadOnlyList<string> Classes, IReadOnlyList<int[]> Counts)
{
    /// <param name="targets">A class number per prediction; below 0: one that training never saw.</param>
    /// <param name="predictions">In the same order.</param>
    public static ConfusionMatrix Of(IReadOnlyList<string> classes, IReadOnlyList<int> targets, IReadOnlyList<int> predictions)
    {
        var counts = new ConfusionCounts(classes);
        foreach (var (y, prediction) in targets.Zip(predictions))
        {
            counts.Add(y, prediction);
        }

        return counts.ToMatrix();
    }

    /// <summary>How often the class is the target.</summary>
    public int Support(int c) => Counts[c].Sum();

    /// <summary>How often the class is the prediction.</summary>
    public int Predicted(int c) => Counts.Sum(row => row[c]);

    /// <summary>Of the predictions of this class, the fraction that is right; 0 where it is never predicted, as in scikit-learn.</summary>
    public double Precision(int c) => Metrics.Fraction(Counts[c][c], Predicted(c));

    /// <summary>Of the examples of this class, the fraction that is found; 0 without an example.</summary>
    public double Recall(int c) => Metrics.Fraction(Counts[c][c], Support(c));

    /// <summary>
    /// The harmonic mean of precision and recall, <c>2 right / (support + predicted)</c>; 0 for a class that is neither a target nor
    /// predicted.
    /// </summary>
    public double F1(int c) => Metrics.Fraction(2L * Counts[c][c], Support(c) + Predicted(c));

    /// <summary>The class against all others.</summary>
    public BinaryCounts Against(int c)
    {
        var (right, support, predicted) = (Counts[c][c], Support(c), Predicted(c));
        return new(right, predicted - right, support - right, Counts.Sum(row => row.Sum(n => (long)n)) - support - predicted + right);
    }

    /// <summary><c>{classes: […], counts: [[…], …]}</c>, a row per target.</summary>
    public JsonObject ToJson() => new()
    {
        ["classes"] = new JsonArray([.. Classes.Select(c => (JsonNode)c)]),
        ["counts"] = new JsonArray([.. Counts.Select(row => new JsonArray([.. row.Select(n => (JsonNode)n)]))]),
    };
}

/// <summary>Counts predictions one by one.</summary>
sealed class ConfusionCounts(IReadOnlyList<string> classes)
{
    readonly int[][] _counts = [.. classes.Select(_ => new int[classes.Count])];
    int[]? _unseen; // the row of the labels that training never saw

    /// <summary>Adds a prediction.</summary>
    /// <param name="target">Below 0: a label that training never saw.</param>
    public void Add(int target, int prediction) => (target < 0 ? _unseen ??= new int[classes.Count] : _counts[target])[prediction]++;

    /// <summary>How often each class was predicted for each label, up to now.</summary>
    public ConfusionMatrix ToMatrix() => new(classes, _unseen is null ? _counts : [.. _counts, _unseen]);
}
