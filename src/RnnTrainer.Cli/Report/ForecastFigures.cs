using RnnTrainer.Cli.Pages;
using RnnTrainer.Data;

namespace RnnTrainer.Cli.Report;

/// <summary>A window, its forecast with the ranges around it, and the actual values.</summary>
static class ForecastFigures
{
    const int Neighbours = 24;

    public static Chart Of(SplitPredictions predictions, string title, string loss, int n) =>
        predictions.Schema.Horizon > 1 ? Ahead(predictions, title, loss, n) : Along(predictions, title, loss, n);

    /// <summary>One forecast of several steps.</summary>
    static Chart Ahead(SplitPredictions predictions, string title, string loss, int n)
    {
        var (window, C) = (predictions.Part.Raw[n], predictions.Schema.Target.Count);
        var past = Past(predictions, window);
        double[] given = [.. predictions.Evaluation.Outputs!.Of(n).ToArray().Where((_, o) => o % C == 0)];
        (double, double)[] ahead = [.. Enumerable.Range(0, given.Length).Select(h => (h + 1.0, window.Target![h * C]))];
        return Drawn(predictions, title, loss, "steps from the last that is known") with
        {
            Curves = [
                new Curve("actual", [.. past, .. ahead]) { Colour = Curve.TextColour },
                new Curve("forecast", [.. given.Select((y, h) => (h + 1.0, y))]) { Colour = 0 }],
            Bands = Bands(predictions, [.. given.Select((y, h) => (h + 1.0, y, h * C))]),
        };
    }

    /// <summary>Forecasts of one step each, one window after another.</summary>
    static Chart Along(SplitPredictions predictions, string title, string loss, int n)
    {
        var series = Series(predictions.Part.Raw[n].Id);
        int[] near = [
            .. Enumerable.Range(n - Neighbours, (2 * Neighbours) + 1)
            .Where(m => m >= 0 && m < predictions.Part.Count && Series(predictions.Part.Raw[m].Id) == series)];
        var (actual, forecast) = (predictions.Part.Raw[n].Target![0], predictions.Evaluation.Outputs!.Of(n)[0]);
        (double X, double Y, int)[] given = [.. near.Select(m => ((double)m - n, predictions.Evaluation.Outputs!.Of(m)[0], 0))];
        return Drawn(
            predictions, title, $"actual {Html.Number(actual)}, forecast {Html.Number(forecast)}; {loss}", "steps from this one") with
        {
            Curves = [
                new Curve(
                    "actual", [.. near.Select(m => ((double)m - n, predictions.Part.Raw[m].Target![0]))]) { Colour = Curve.TextColour },
                    new Curve("forecast", [.. given.Select(p => (p.X, p.Y))]) { Colour = 0 }],
            Bands = Bands(predictions, given),
            Marked = ("this forecast", 0),
        };
    }

    static Chart Drawn(SplitPredictions predictions, string title, string loss, string x) => new(title, x, predictions.Schema.Target[0])
    {
        YScale = AxisScale.Linear,
        Note = loss + (predictions.Schema.Target.Count > 1 ? $"; the first of {predictions.Schema.Target.Count} targets" : "") + ".",
    };

    static List<Band> Bands(SplitPredictions predictions, IReadOnlyList<(double X, double Y, int Output)> given)
    {
        if (predictions.Intervals is not { Bands: var bands })
        {
            return [];
        }

        return [Range("90 %", 0), Range("50 %", 1)];

        Band Range(string name, int level) =>
            new(name,
            [.. given.Select(
                p => (p.X, p.Y + bands.Quantiles[p.Output][level], p.Y + bands.Quantiles[p.Output][bands.Levels.Count - 1 - level]))], 0);
    }

    /// <summary>The target's values up to the origin, which is 0.</summary>
    static List<(double, double)> Past(SplitPredictions predictions, Sequence window)
    {
        var (target, inputs, C) = (predictions.Schema.Target[0], predictions.Schema.Inputs, predictions.Schema.Target.Count);
        var k = inputs.ToList().IndexOf(target);
        return k >= 0
            ? [.. window.Column(k).Select((x, t) => (t + 1.0 - window.Length, x)).Where(p => double.IsFinite(p.x))]
            : window.Past is { } past ? [.. Enumerable.Range(0, past.Length / C).Select(p => (p + 1.0 - (past.Length / C), past[p * C]))]
            : [];
    }

    static string Series(string id) => id.LastIndexOf(':') is > 0 and var at ? id[..at] : "";
}
