using RnnTrainer.Data;

namespace RnnTrainer.Cli;

/// <summary>A window, its forecast with the ranges around it, and what came.</summary>
static class ForecastFigures
{
    const int Neighbours = 24;

    public static Chart Of(Answered answered, string title, string loss, int n) =>
        answered.Schema.Horizon > 1 ? Ahead(answered, title, loss, n) : Along(answered, title, loss, n);

    /// <summary>One forecast of several steps.</summary>
    static Chart Ahead(Answered answered, string title, string loss, int n)
    {
        var (window, C) = (answered.Part.Raw[n], answered.Schema.Target.Count);
        var past = Past(answered, window);
        double[] given = [.. answered.Evaluation.Outputs!.Of(n).ToArray().Where((_, o) => o % C == 0)];
        (double, double)[] ahead = [.. Enumerable.Range(0, given.Length).Select(h => (h + 1.0, window.Target![h * C]))];
        return Drawn(answered, title, loss, "steps from the last that is known") with
        {
            Curves = [new Curve("actual", [.. past, .. ahead]) { Colour = -1 }, new Curve("forecast", [.. given.Select((y, h) => (h + 1.0, y))]) { Colour = 0 }],
            Bands = Bands(answered, [.. given.Select((y, h) => (h + 1.0, y, h * C))]),
        };
    }

    /// <summary>Forecasts of one step each, one window after another.</summary>
    static Chart Along(Answered answered, string title, string loss, int n)
    {
        var series = Series(answered.Part.Raw[n].Id);
        int[] near = [.. Enumerable.Range(n - Neighbours, (2 * Neighbours) + 1).Where(m => m >= 0 && m < answered.Part.Count && Series(answered.Part.Raw[m].Id) == series)];
        var (truth, answer) = (answered.Part.Raw[n].Target![0], answered.Evaluation.Outputs!.Of(n)[0]);
        (double X, double Y, int)[] given = [.. near.Select(m => ((double)m - n, answered.Evaluation.Outputs!.Of(m)[0], 0))];
        return Drawn(answered, title, $"actual {Html.Number(truth)}, forecast {Html.Number(answer)}; {loss}", "steps from this one") with
        {
            Curves = [new Curve("actual", [.. near.Select(m => ((double)m - n, answered.Part.Raw[m].Target![0]))]) { Colour = -1 }, new Curve("forecast", [.. given.Select(p => (p.X, p.Y))]) { Colour = 0 }],
            Bands = Bands(answered, given),
            Marked = ("this forecast", 0),
        };
    }

    static Chart Drawn(Answered answered, string title, string loss, string x) => new(title, x, answered.Schema.Target[0])
    {
        YScale = Scale.Linear,
        Note = loss + (answered.Schema.Target.Count > 1 ? $"; the first of {answered.Schema.Target.Count} targets" : "") + ".",
    };

    static List<Band> Bands(Answered answered, IReadOnlyList<(double X, double Y, int Output)> given)
    {
        if (answered.Fan is not { Bands: var bands })
        {
            return [];
        }

        return [Range("90 %", 0), Range("50 %", 1)];

        Band Range(string name, int level) => new(name, [.. given.Select(p => (p.X, p.Y + bands.Quantiles[p.Output][level], p.Y + bands.Quantiles[p.Output][bands.Levels.Count - 1 - level]))], 0);
    }

    /// <summary>The target's values up to the origin, which is 0.</summary>
    static List<(double, double)> Past(Answered answered, Sequence window)
    {
        var (target, inputs, C) = (answered.Schema.Target[0], answered.Schema.Inputs, answered.Schema.Target.Count);
        var k = inputs.ToList().IndexOf(target);
        return k >= 0 ? [.. Enumerable.Range(0, window.Length).Select(t => (t + 1.0 - window.Length, window.Inputs[(t * window.Width) + k]))]
            : window.Past is { } past ? [.. Enumerable.Range(0, past.Length / C).Select(p => (p + 1.0 - (past.Length / C), past[p * C]))]
            : [];
    }

    static string Series(string id) => id.LastIndexOf(':') is > 0 and var at ? id[..at] : "";
}
