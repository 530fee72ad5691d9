using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Cli.Report;

/// <summary>Figures of all predictions against labels and targets.</summary>
static class PredictionFigures
{
    const int MostBins = 40;
    const int FewestBins = 8;

    public static IEnumerable<string> Of(SplitPredictions predictions, DetailLevel detail)
    {
        if (predictions.Evaluation.Confusion is { } confusion)
        {
            yield return ConfusionTable.Figure(confusion, detail);
        }

        foreach (var chart in ProbabilityFigures.Of(predictions.Evaluation, predictions.Labels))
        {
            yield return Html.Figure(chart, detail);
        }

        if (predictions.Evaluation.Numbers is { } numbers)
        {
            foreach (var chart in OfNumbers(predictions, numbers, detail))
            {
                yield return Html.Figure(chart, detail);
            }
        }
    }

    static IEnumerable<Chart> OfNumbers(SplitPredictions predictions, NumberPredictions numbers, DetailLevel detail)
    {
        var targets = predictions.Schema.Target;
        var (C, of) = (targets.Count, targets.Count > 1 ? $" The first of {targets.Count} targets, {targets[0]}." : "");
        List<(double Target, double Prediction)> pairs = [
            .. Enumerable.Range(0, numbers.Targets.Length).Where(n => n % C == 0 && double.IsFinite(numbers.Targets[n]))
            .Select(n => (numbers.Targets[n], numbers.Predictions[n]))];
        if (pairs.Count == 0)
        {
            yield break;
        }

        var (low, high) = (pairs.Min(p => p.Target), pairs.Max(p => p.Target));
        var every = Downsampled.Every(pairs.Count, detail.Dots);
        yield return new Chart("predictions over targets", "target", "prediction")
        {
            Curves = [
                new Curve("prediction", pairs, CurveStyle.Dots),
                new Curve("equal", [(low, low), (high, high)], CurveStyle.Dashed) { IsGuide = true, Colour = Curve.TextColour }],
            YScale = AxisScale.Linear,
            Note = ((every > 1 ? $"Every {Html.Ordinal(every)} of {Html.Counted(pairs.Count)} predictions." : "") + of).Trim(),
        };
        yield return Histogram([.. pairs.Select(p => p.Target - p.Prediction)], of);
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
            Curves = [
                new Curve(
                    "predictions",
                    [.. Enumerable.Range(0, high > low ? bins : 1)
                    .Select(n => (low + ((n + 0.5) * width), (double)counts.GetValueOrDefault(n)))], CurveStyle.Bars)],
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
            Bands = [
                new Band("90 %", [.. own.Select(s => (s.Step, s.Q[0], s.Q[^1]))], 0),
                new Band("50 %", [.. own.Select(s => (s.Step, s.Q[1], s.Q[^2]))], 0)],
            YScale = AxisScale.Linear,
            Note = of.Trim(),
        };
    }
}
