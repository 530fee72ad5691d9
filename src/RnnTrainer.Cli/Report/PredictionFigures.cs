using System.Globalization;
using System.Text;
using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Learning;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Scores;

namespace RnnTrainer.Cli.Report;

/// <summary>All predictions together, against labels and targets.</summary>
static class PredictionFigures
{
    const int MostBins = 40;
    const int FewestBins = 8;

    // A confusion of more classes needs the whole width.
    const int MostNarrow = 5;

    // Of a class's name, before the page cuts it.
    const int MostLetters = 14;
    const int RecallLetters = 6;

    // In em; of a wider table a phone shows the colours alone.
    const double MostReadable = 38;

    // Longer names of columns stand upright.
    const int MostLevel = 3;

    public static IEnumerable<string> Of(SplitPredictions predictions, DetailLevel detail)
    {
        if (predictions.Evaluation.Confusion is { } confusion)
        {
            yield return $"<figure{(Math.Min(confusion.Classes.Count, detail.Classes) > MostNarrow ? " class=\"full\"" : "")}>\n<figcaption>predictions (columns) by label (rows)</figcaption>\n{OfConfusion(confusion, detail)}</figure>\n";
        }

        if (predictions.Evaluation.Numbers is { } numbers)
        {
            foreach (var chart in OfNumbers(predictions, numbers, detail))
            {
                yield return Html.Figure(chart, detail);
            }
        }
    }

    // A table whose cells are coloured by their share of the row is picture and data in one.
    static string OfConfusion(ConfusionMatrix confusion, DetailLevel detail)
    {
        int[] shown = [.. Enumerable.Range(0, confusion.Classes.Count).OrderByDescending(c => confusion.Support(c) - confusion.Counts[c][c]).Take(detail.Classes).Order()];
        var text = new StringBuilder(shown.Length < confusion.Classes.Count ? Html.Dim($"The {shown.Length} classes of {confusion.Classes.Count} with the most mistakes.") : "");
        var (width, isUpright) = (Width(confusion, shown), shown.Any(c => confusion.Classes[c].Length > MostLevel));
        text.Append(CultureInfo.InvariantCulture, $"<div class=\"wide confusion{(isUpright ? " upright" : "")}{(width > MostReadable ? " dense" : "")}\"><table style=\"--em:{width:0};--classes:{shown.Length}\">\n<tr><th>")
            .AppendJoin("", shown.Select(c => $"<th>{Name(confusion.Classes[c])}")).Append("<th>recall\n");
        foreach (var y in shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr><th>{Name(confusion.Classes[y])}");
            foreach (var c in shown)
            {
                var share = confusion.Counts[y][c] / (double)Math.Max(1, confusion.Support(y));
                var opacity = share == 0 ? 0 : Math.Round(0.1 + (0.6 * share), 1);
                text.Append(CultureInfo.InvariantCulture, $"<td title=\"{confusion.Counts[y][c]}\" style=\"background:rgba({(y == c ? "47,134,214" : "224,123,26")},{opacity})\">{confusion.Counts[y][c]}");
            }

            text.Append(CultureInfo.InvariantCulture, $"<td>{Html.Score(confusion.Recall(y))}\n");
        }

        return text.Append("</table></div>\n").ToString();
    }

    /// <summary>A class: a long name is cut by the page, and whole where the pointer rests.</summary>
    static string Name(string name) => $"<span title=\"{Html.Text(name)}\">{Html.Text(name)}</span>";

    /// <summary>The width of the table in em, from which the page takes a size of letters that fits.</summary>
    static double Width(ConfusionMatrix confusion, int[] shown)
    {
        const double Letter = 0.65;
        const double Space = 0.7;
        var name = Math.Min(MostLetters, shown.Max(c => confusion.Classes[c].Length));
        var count = shown.Max(y => shown.Max(c => $"{confusion.Counts[y][c]}".Length));
        return (Math.Max(1, name) + ((shown.Length + 1) * Math.Max(2, count)) + RecallLetters) * Letter + ((shown.Length + 2) * Space);
    }

    static IEnumerable<Chart> OfNumbers(SplitPredictions predictions, NumberPredictions numbers, DetailLevel detail)
    {
        var targets = predictions.Schema.Target;
        var (C, of) = (targets.Count, targets.Count > 1 ? $" The first of {targets.Count} targets, {targets[0]}." : "");
        List<(double Truth, double Answer)> pairs = [.. Enumerable.Range(0, numbers.Targets.Length).Where(n => n % C == 0 && double.IsFinite(numbers.Targets[n])).Select(n => (numbers.Targets[n], numbers.Predictions[n]))];
        if (pairs.Count == 0)
        {
            yield break;
        }

        var (low, high) = (pairs.Min(p => p.Truth), pairs.Max(p => p.Truth));
        var every = Downsampled.Every(pairs.Count, detail.Dots);
        yield return new Chart("predictions over targets", "target", "prediction")
        {
            Curves = [new Curve("prediction", pairs, CurveStyle.Dots), new Curve("equal", [(low, low), (high, high)], CurveStyle.Dashed) { IsGuide = true, Colour = -1 }],
            YScale = AxisScale.Linear,
            Note = ((every > 1 ? $"Every {every}{Html.Ordinal(every)} of {Html.Counted(pairs.Count)} predictions." : "") + of).Trim(),
        };
        yield return Histogram([.. pairs.Select(p => p.Truth - p.Answer)], of);
        if (predictions.Schema.Horizon > 1 && predictions.Intervals is { Own: var errors })
        {
            yield return ByStep(errors, C, of);
        }
    }

    static Chart Histogram(double[] errors, string of)
    {
        var (low, high) = (errors.Min(), errors.Max());
        var bins = Math.Clamp((int)Math.Sqrt(errors.Length), FewestBins, MostBins);
        var width = high > low ? (high - low) / bins : 1;
        var counts = errors.CountBy(e => Math.Min(bins - 1, (int)((e - low) / width))).ToDictionary();
        return new Chart("residuals", "target − prediction", "predictions")
        {
            Curves = [new Curve("predictions", [.. Enumerable.Range(0, high > low ? bins : 1).Select(n => (low + ((n + 0.5) * width), (double)counts.GetValueOrDefault(n)))], CurveStyle.Bars)],
            YScale = AxisScale.FromZero,
            Note = FormattableString.Invariant($"{Html.Counted(errors.Length)} predictions, mean {Html.Number(errors.Average())}.{of}"),
        };
    }

    static Chart ByStep(ErrorBands errors, int C, string of)
    {
        var own = errors.Quantiles.Where((_, o) => o % C == 0).Select((q, h) => (Step: h + 1.0, Q: q)).ToList();
        return new Chart("residuals by step ahead", "step ahead", "target − prediction")
        {
            Curves = [new Curve("median", [.. own.Select(s => (s.Step, s.Q[2]))])],
            Bands = [new Band("90 %", [.. own.Select(s => (s.Step, s.Q[0], s.Q[^1]))], 0), new Band("50 %", [.. own.Select(s => (s.Step, s.Q[1], s.Q[^2]))], 0)],
            YScale = AxisScale.Linear,
            Note = of.Trim(),
        };
    }
}
