using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Training.Evaluation;

/// <summary>How often each class was answered for each.</summary>
/// <param name="Classes">The C names; a truth that training never saw has a row of its own, the last, if there is one.</param>
/// <param name="Counts">[truth][answer].</param>
sealed record ConfusionMatrix(IReadOnlyList<string> Classes, IReadOnlyList<int[]> Counts)
{
    /// <param name="truth">A class number per answer; below 0: one that training never saw.</param>
    /// <param name="answers">In the same order.</param>
    public static ConfusionMatrix Of(IReadOnlyList<string> classes, IReadOnlyList<int> truth, IReadOnlyList<int> answers)
    {
        int[][] counts = [.. Enumerable.Range(0, classes.Count + (truth.Any(y => y < 0) ? 1 : 0)).Select(_ => new int[classes.Count])];
        foreach (var (y, answer) in truth.Zip(answers))
        {
            counts[y < 0 ? classes.Count : y][answer]++;
        }

        return new ConfusionMatrix(classes, counts);
    }

    /// <summary>How often the class is the truth.</summary>
    public int Support(int c) => Counts[c].Sum();

    /// <summary>How often the class is the answer.</summary>
    public int Answered(int c) => Counts.Sum(row => row[c]);

    /// <summary>Of the answers of this class, the fraction that is right; 0 without an answer, as in scikit-learn.</summary>
    public double Precision(int c) => Metrics.Fraction(Counts[c][c], Answered(c));

    /// <summary>Of the examples of this class, the fraction that is found; 0 without an example.</summary>
    public double Recall(int c) => Metrics.Fraction(Counts[c][c], Support(c));

    /// <summary>The harmonic mean of precision and recall, <c>2 right / (support + answered)</c>; 0 for a class that is neither truth nor answer.</summary>
    public double F1(int c) => Metrics.Fraction(2L * Counts[c][c], Support(c) + Answered(c));

    /// <summary>Precision, recall and f1 of a class.</summary>
    public IReadOnlyList<Score> Scores(int c) => [new("precision", Precision(c)), new("recall", Recall(c)), new("f1", F1(c))];

    /// <summary><c>{classes: […], counts: [[…], …]}</c>, a row per truth.</summary>
    public JsonObject ToJson() => new()
    {
        ["classes"] = new JsonArray([.. Classes.Select(c => (JsonNode)c)]),
        ["counts"] = new JsonArray([.. Counts.Select(row => new JsonArray([.. row.Select(n => (JsonNode)n)]))]),
    };
}
