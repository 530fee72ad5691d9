using RnnTrainer.Cli.Pages;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Cli.Report;

/// <summary>Figures of the probabilities of classes and labels: how well they rank the predictions, and how often they are right.</summary>
static class ProbabilityFigures
{
    const int MostCurves = 5;
    const int MostPoints = 2000;

    /// <param name="labels">The scores of each class or label.</param>
    public static IEnumerable<Chart> Of(EvaluationResult evaluation, IReadOnlyList<ScoredGroup> labels)
    {
        if (evaluation.Ranked is not { } ranked)
        {
            yield break;
        }

        // Of two classes the curves of one say all of the other.
        int[] columns = evaluation.Labels is null && ranked.Columns == 2 ? [1] : [.. Enumerable.Range(0, ranked.Columns)];
        int[] shown = [.. columns.Where(c => IsDefined(labels[c])).OrderByDescending(c => labels[c].Count).Take(MostCurves).Order()];
        if (shown.Length > 0)
        {
            var omission = shown.Length < columns.Length ? $" The {shown.Length} most frequent of {columns.Length}." : "";
            yield return Roc(ranked, labels, shown, omission);
            yield return PrecisionOverRecall(ranked, labels, shown, omission);
        }

        if (evaluation.Calibration is { } calibration)
        {
            yield return Reliability(calibration, evaluation);
        }
    }

    /// <summary>A table of the scores of each class or label; empty if there are none.</summary>
    public static string Table(IReadOnlyList<ScoredGroup> labels, DetailLevel detail)
    {
        if (labels.Count == 0)
        {
            return "";
        }

        string[] metrics = [.. labels[0].Scores.Select(s => s.Metric)];
        return Html.Folded(
            labels.Count > detail.Rows ? $"the scores of {detail.Rows} of {labels.Count} labels" : "the scores of each label",
            Html.Table(
                [["", "count", .. metrics],
                .. labels.OrderByDescending(l => l.Count).Take(detail.Rows)
                .Select(l => (string[])[l.Name, Html.Counted(l.Count), .. l.Scores.Select(s => Html.Score(s.Value))])]));
    }

    static Chart Roc(RankedScores ranked, IReadOnlyList<ScoredGroup> labels, int[] shown, string omission) =>
        new("receiver operating characteristic", "false positives / absent", "true positives / there")
        {
            Curves =
            [
                .. shown.Select((c, n) => new Curve(
                    labels[c].Name, Points(ranked, c, (p, there, absent) => (p.False / absent, p.True / there), (0, 0))) { Colour = n }),
                new Curve("chance", [(0, 0), (1, 1)], CurveStyle.Dashed) { IsGuide = true, Colour = Curve.TextColour },
            ],
            YScale = AxisScale.Share,
            Note = $"{Areas("roc_auc", labels, shown)}{omission}",
        };

    static Chart PrecisionOverRecall(RankedScores ranked, IReadOnlyList<ScoredGroup> labels, int[] shown, string omission) =>
        new("precision over recall", "recall", "precision")
        {
            Curves =
            [
                .. shown.Select((c, n) => new Curve(
                    labels[c].Name, Points(ranked, c, (p, there, _) => (p.True / there, (double)p.True / (p.True + p.False)), null))
                { Colour = n }),
            ],
            YScale = AxisScale.Share,
            Note = $"{Areas("pr_auc", labels, shown)}{omission}",
        };

    static Chart Reliability(Calibration calibration, EvaluationResult evaluation) =>
        new("correct predictions by confidence", "probability of the prediction", "share that is correct")
        {
            Curves =
            [
                new Curve("share correct", [.. calibration.Filled.Select(b => (b.Confidence, b.Right))]) { Colour = 0 },
                new Curve("calibrated", [(0, 0), (1, 1)], CurveStyle.Dashed) { IsGuide = true, Colour = Curve.TextColour },
            ],
            YScale = AxisScale.Share,
            Note = $"ece {Html.Score(evaluation.Scores.Value("ece"))}, over {Calibration.Bins} bins of equal width.",
        };

    static string Areas(string metric, IReadOnlyList<ScoredGroup> labels, int[] shown) =>
        $"{metric}: {string.Join(", ", shown.Select(c => $"{labels[c].Name} {Html.Score(labels[c].Scores.Value(metric))}"))}.";

    static bool IsDefined(ScoredGroup label) => label.Scores.Value("roc_auc") is { } area && double.IsFinite(area);

    static IReadOnlyList<(double X, double Y)> Points(
        RankedScores ranked, int column,
        Func<(double P, long True, long False), double, double, (double X, double Y)> point, (double X, double Y)? first)
    {
        var curve = ranked.Curve(column).ToList();
        var (there, absent) = ((double)curve[^1].True, (double)curve[^1].False);
        List<(double, double)> points = [.. Downsampled.Of(curve, MostPoints).Append(curve[^1]).Select(p => point(p, there, absent))];
        return first is { } begin ? [begin, .. points] : points;
    }
}
