using System.Globalization;
using System.Text;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>All answers together, against the truth.</summary>
static class AnswerFigures
{
    const int MostBins = 40;
    const int FewestBins = 8;

    // A confusion of more classes needs the whole width.
    const int MostNarrow = 5;

    public static IEnumerable<string> Of(Answered answered, Detail detail)
    {
        if (answered.Evaluation.Confusion is { } confusion)
        {
            yield return $"<figure{(Math.Min(confusion.Classes.Count, detail.Classes) > MostNarrow ? " class=\"full\"" : "")}>\n<figcaption>answers (columns) by truth (rows)</figcaption>\n{OfConfusion(confusion, detail)}</figure>\n";
        }

        if (answered.Evaluation.Numbers is { } numbers)
        {
            foreach (var chart in OfNumbers(answered, numbers, detail))
            {
                yield return Html.Figure(chart, detail);
            }
        }
    }

    // A table whose cells are coloured by their share of the row is picture and data in one.
    static string OfConfusion(Confusion confusion, Detail detail)
    {
        int[] shown = [.. Enumerable.Range(0, confusion.Classes.Count).OrderByDescending(c => confusion.Support(c) - confusion.Counts[c][c]).Take(detail.Classes).Order()];
        var text = new StringBuilder(shown.Length < confusion.Classes.Count ? Html.Dim($"The {shown.Length} classes of {confusion.Classes.Count} with the most mistakes.") : "");
        text.Append("<div class=\"wide\"><table>\n<tr><th>").AppendJoin("", shown.Select(c => $"<th>{Html.Text(confusion.Classes[c])}")).Append("<th>recall\n");
        foreach (var y in shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr><th>{Html.Text(confusion.Classes[y])}");
            foreach (var c in shown)
            {
                var share = confusion.Counts[y][c] / (double)Math.Max(1, confusion.Support(y));
                var opacity = share == 0 ? 0 : Math.Round(0.1 + (0.6 * share), 1);
                text.Append(CultureInfo.InvariantCulture, $"<td style=\"background:rgba({(y == c ? "47,134,214" : "224,123,26")},{opacity})\">{confusion.Counts[y][c]}");
            }

            text.Append(CultureInfo.InvariantCulture, $"<td>{Html.Number(confusion.Recall(y))}\n");
        }

        return text.Append("</table></div>\n").ToString();
    }

    static IEnumerable<Chart> OfNumbers(Answered answered, NumberAnswers numbers, Detail detail)
    {
        var targets = answered.Schema.Target;
        var (C, of) = (targets.Count, targets.Count > 1 ? $" The first of {targets.Count} targets, {targets[0]}." : "");
        List<(double Truth, double Answer)> pairs = [.. Enumerable.Range(0, numbers.Truth.Length).Where(n => n % C == 0 && double.IsFinite(numbers.Truth[n])).Select(n => (numbers.Truth[n], numbers.Answers[n]))];
        if (pairs.Count == 0)
        {
            yield break;
        }

        var (low, high) = (pairs.Min(p => p.Truth), pairs.Max(p => p.Truth));
        var every = Thinned.Every(pairs.Count, detail.Dots);
        yield return new Chart("answers over truth", "truth", "answer")
        {
            Curves = [new Curve("answer", pairs, Look.Dots), new Curve("equal", [(low, low), (high, high)], Look.Dashed) { IsGuide = true, Colour = -1 }],
            YScale = Scale.Linear,
            Note = ((every > 1 ? $"Every {every}{Html.Ordinal(every)} of {Html.Counted(pairs.Count)} answers." : "") + of).Trim(),
        };
        yield return Histogram([.. pairs.Select(p => p.Truth - p.Answer)], of);
        if (answered.Schema.Horizon > 1 && answered.Fan is { Own: var errors })
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
        return new Chart("residuals", "truth − answer", "answers")
        {
            Curves = [new Curve("answers", [.. Enumerable.Range(0, high > low ? bins : 1).Select(n => (low + ((n + 0.5) * width), (double)counts.GetValueOrDefault(n)))], Look.Bars)],
            YScale = Scale.FromZero,
            Note = FormattableString.Invariant($"{Html.Counted(errors.Length)} answers, mean {Html.Number(errors.Average())}.{of}"),
        };
    }

    static Chart ByStep(ErrorBands errors, int C, string of)
    {
        var own = errors.Quantiles.Where((_, o) => o % C == 0).Select((q, h) => (Step: h + 1.0, Q: q)).ToList();
        return new Chart("residuals by step ahead", "step ahead", "truth − answer")
        {
            Curves = [new Curve("median", [.. own.Select(s => (s.Step, s.Q[2]))])],
            Bands = [new Band("90 %", [.. own.Select(s => (s.Step, s.Q[0], s.Q[^1]))], 0), new Band("50 %", [.. own.Select(s => (s.Step, s.Q[1], s.Q[^2]))], 0)],
            YScale = Scale.Linear,
            Note = of.Trim(),
        };
    }
}
