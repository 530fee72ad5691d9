using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>How the scores of runs depend on what differs in their configs.</summary>
static class SettingFigures
{
    // More axes do not fit next to each other, and more coloured lines cannot be distinguished.
    const int MostAxes = 7, MostMarked = 3;

    // More names of values than this cannot be read.
    const int MostNames = 24;

    /// <summary>A cloud for each key: the score of each run against its value.</summary>
    /// <param name="runs">The best first, with their scores.</param>
    /// <param name="score">What the scores are.</param>
    public static IEnumerable<Chart> Clouds(
        IReadOnlyList<(RunOverview Run, double Score)> runs, IReadOnlyList<string> keys, string score) =>
        keys.Select(key => SettingValues.Of(key, [.. runs.Select(r => r.Run)])).Where(v => v.Names.Count <= MostNames)
            .Select(values => new Chart($"{score} by {ConfigKeys.Short(values.Key)}", values.Key)
            {
                Curves = [new Curve(score, [.. values.Positions.Zip(runs, (x, r) => (x, r.Score))], CurveStyle.Dots)],
                XNames = values.Names,
                XBase = values.IsLogarithmic ? 10 : null,
                YScale = AxisScale.Linear,
            });

    /// <summary>All keys and the score side by side; null where there are fewer than two keys.</summary>
    /// <inheritdoc cref="Clouds"/>
    public static ParallelCoordinates? Parallel(
        IReadOnlyList<(RunOverview Run, double Score)> runs, IReadOnlyList<string> keys, string score)
    {
        if (keys.Count < 2 || runs.Count < 2)
        {
            return null;
        }

        var values = keys.Take(MostAxes - 1).Select(key => SettingValues.Of(key, [.. runs.Select(r => r.Run)])).ToList();
        var (low, high) = (runs.Min(r => r.Score), runs.Max(r => r.Score));
        var scale = new Axis(low, high > low ? high : low + 1, [.. new[] { low, high }.Distinct().Select(x => new Tick(x, Html.Score(x)))]);
        var marked = Math.Min(MostMarked, runs.Count);
        return new ParallelCoordinates(
            "settings and scores",
            [.. values.Select(v => Placed(ConfigKeys.Short(v.Key), v.Axis)), Placed(score, scale)],
            [
                .. runs.Select((r, n) => new CoordinateLine(
                    r.Run.Name, [.. values.Select(v => v.Texts[n]), Html.Score(r.Score)],
                    [.. values.Select(v => v.Axis.Position(v.Positions[n])), scale.Position(r.Score)])),
            ],
            marked)
        {
            Note = $"A line is a run; the best {marked} are coloured."
                + (keys.Count >= MostAxes ? $" The first {MostAxes - 1} of {keys.Count} keys." : ""),
        };

        static CoordinateAxis Placed(string name, Axis axis) =>
            new(name, [.. axis.Ticks.Select(t => t with { Value = axis.Position(t.Value) })]);
    }
}
