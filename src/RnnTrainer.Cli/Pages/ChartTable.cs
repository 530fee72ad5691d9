using RnnTrainer.Cells.Layers;
using RnnTrainer.Common;

namespace RnnTrainer.Cli.Pages;

/// <summary>The numbers of a chart.</summary>
static class ChartTable
{
    public static string Of(Chart chart, DetailLevel detail)
    {
        var curves = chart.Curves.Where(c => !c.IsGuide).ToList();
        return curves is [{ Style: CurveStyle.Dots } cloud] && chart.YNames.Count == 0 ? Cloud(chart, cloud, detail) : ByPlace(chart, curves, detail);
    }

    /// <summary>Points of which several may have one x.</summary>
    static string Cloud(Chart chart, Curve cloud, DetailLevel detail) => Count(cloud.Points.Count, detail)
        + Html.Table([["", chart.X, cloud.Name], .. Downsampled.Of([.. cloud.Points.Select((p, n) => (p, n))], detail.Rows).Select(p => (string[])[$"{p.n + 1}", Html.Number(p.p.X), Html.Number(p.p.Y)])]);

    static string ByPlace(Chart chart, List<Curve> curves, DetailLevel detail)
    {
        List<double> places = [.. curves.SelectMany(c => c.Points.Select(p => p.X)).Concat(chart.Bands.SelectMany(b => b.Points.Select(p => p.X))).Distinct().Order()];
        var lines = curves.Select(c => c.Points.DistinctBy(p => p.X).ToDictionary(p => p.X, p => p.Y)).ToList();
        var bands = chart.Bands.Select(b => b.Points.DistinctBy(p => p.X).ToDictionary(p => p.X)).ToList();
        return Count(places.Count, detail) + Html.Table(
        [
            [chart.X, .. curves.Select(c => c.Name), .. chart.Bands.SelectMany(b => new[] { $"{b.Name}, low", $"{b.Name}, high" })],
            .. Downsampled.Of(places, detail.Rows).Select(x => (string[])
            [
                Name(chart.XNames, x),
                .. lines.Select(l => l.TryGetValue(x, out var y) ? Name(chart.YNames, y) : ""),
                .. bands.SelectMany(b => b.TryGetValue(x, out var range) ? new[] { Html.Number(range.Low), Html.Number(range.High) } : ["", ""]),
            ]),
        ]);
    }

    static string Name(IReadOnlyList<string> names, double place) => place >= 0 && place < names.Count && place == Math.Floor(place) ? names[(int)place] : Html.Number(place);

    static string Count(int rows, DetailLevel detail) => Downsampled.Every(rows, detail.Rows) is > 1 and var every
        ? $"<p class=\"dim\">{Html.Counted(rows)} points, of which every {every}{Html.Ordinal(every)} stands here. Where a line has more than {detail.Points}, the picture shows the lowest and the highest of each stretch.</p>\n"
        : "";
}
