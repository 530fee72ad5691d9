namespace RnnTrainer.Cli.Pages;

/// <summary>The data of a chart as a table.</summary>
static class ChartTable
{
    public static string Of(Chart chart, DetailLevel detail)
    {
        var curves = chart.Curves.Where(c => !c.IsGuide).ToList();
        return curves is [{ Style: CurveStyle.Dots } cloud] && chart.YNames.Count == 0
            ? PointByPoint(chart, cloud, detail)
            : RowByX(chart, curves, detail);
    }

    /// <summary>A row for each point: several points may have the same x.</summary>
    static string PointByPoint(Chart chart, Curve cloud, DetailLevel detail) => Omission(cloud.Points.Count, detail) + Html.Table(
    [
        ["", chart.X, cloud.Name],
        .. Downsampled.Of([.. cloud.Points.Index()], detail.Rows)
            .Select(p => (string[])[$"{p.Index + 1}", Html.Number(p.Item.X), Html.Number(p.Item.Y)]),
    ]);

    /// <summary>A row for each x, a column for each curve and two for each band.</summary>
    static string RowByX(Chart chart, List<Curve> curves, DetailLevel detail)
    {
        var all = curves.SelectMany(c => c.Points.Select(p => p.X)).Concat(chart.Bands.SelectMany(b => b.Points.Select(p => p.X)));
        List<double> xs = [.. all.Distinct().Order()];
        var lines = curves.Select(c => c.Points.DistinctBy(p => p.X).ToDictionary(p => p.X, p => p.Y)).ToList();
        var bands = chart.Bands.Select(b => b.Points.DistinctBy(p => p.X).ToDictionary(p => p.X)).ToList();
        return Omission(xs.Count, detail) + Html.Table(
        [
            [chart.X, .. curves.Select(c => c.Name), .. chart.Bands.SelectMany(b => new[] { $"{b.Name}, low", $"{b.Name}, high" })],
            .. Downsampled.Of(xs, detail.Rows).Select(x => (string[])
            [
                Name(chart.XNames, x),
                .. lines.Select(l => l.TryGetValue(x, out var y) ? Name(chart.YNames, y) : ""),
                .. bands.SelectMany(
                    b => b.TryGetValue(x, out var range) ? new[] { Html.Number(range.Low), Html.Number(range.High) } : ["", ""]),
            ]),
        ]);
    }

    /// <summary>The name of a position; the number itself where it has none.</summary>
    static string Name(IReadOnlyList<string> names, double position) =>
        position >= 0 && position < names.Count && position == Math.Floor(position) ? names[(int)position] : Html.Number(position);

    /// <summary>Which rows are shown; nothing if all are.</summary>
    static string Omission(int rows, DetailLevel detail) => Downsampled.Every(rows, detail.Rows) is > 1 and var every
        ? Html.Dim($"The table shows every {Html.Ordinal(every)} of {Html.Counted(rows)} points. "
            + $"A line of more than {detail.Points} points is drawn through the lowest and the highest of each interval.")
        : "";
}
