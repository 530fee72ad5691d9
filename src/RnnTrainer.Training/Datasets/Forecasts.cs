using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Learning;

namespace RnnTrainer.Training.Datasets;

/// <summary>The task forecast as sequences: windows, and what follows each.</summary>
static class Forecasts
{
    /// <summary>Every window whose targets lie in the portion's ranges; without labels the last window of each series, whose targets are yet to come.</summary>
    /// <exception cref="DataException">A series is too short.</exception>
    public static IReadOnlyList<Sequence> Of(Portion portion, WindowOptions options, bool labelled)
    {
        var all = portion.Set.Sequences;
        if (labelled)
        {
            return Named(all, [.. all.SelectMany((s, n) => Windows.Cut(s, options, portion.RangeOf(n)).Select(w => (s, w)))]);
        }

        var brief = all.FirstOrDefault(s => s.Length < options.Before);
        return brief is null
            ? [.. all.Select(s => Windows.Last(s, options))]
            : throw new DataException(Diagnostic.OfLine(
                portion.Set.File,
                brief.Line,
                $"series '{brief.Id}' has {brief.Length} steps, but the model looks at {options.Before}",
                "Give the steps before as well."));
    }

    /// <summary>Refuses windows that the series have no room for, or the memory: before anything of their sizes is made.</summary>
    /// <exception cref="DataException">No window fits into the training part.</exception>
    /// <exception cref="RunException">They would take more memory than there is.</exception>
    public static void Require(Config config, Portions portions)
    {
        if (config.Task != TaskKind.Forecast)
        {
            return;
        }

        if (CountOf(portions.Train, config.Data.Windows(config.Data.Stride ?? 1)) == 0)
        {
            throw Reading.Nothing(config, portions.Train.Set, "its training part");
        }

        // As read and as scaled.
        var options = config.Data.Windows(stride: 1);
        var set = portions.Train.Set;
        var windows = CountOf(portions.Train, config.Data.Windows(config.Data.Stride ?? 1)) + CountOf(portions.Validation, options) + CountOf(portions.Test, options);
        var numbers = windows * (((double)options.Window * set.InputColumns.Count) + (((double)options.Horizon + options.Past) * set.TargetColumns.Count));
        MemoryEstimate.Require(
            2 * 8 * numbers,
            string.Create(CultureInfo.InvariantCulture, $"{windows:N0} windows of {options.Window:N0} steps"),
            "set data.stride, so that fewer windows are cut in training, or a smaller data.window");
    }

    static double CountOf(Portion portion, WindowOptions options) => portion.Set.Sequences.Select((s, n) => (double)Windows.Count(s.Length, options, portion.RangeOf(n))).Sum();

    /// <summary>The inputs that are targets too, counted from their last value: <c>x[t,k] − x[T−1,k]</c>.</summary>
    public static Sequence FromLast(Sequence window, ModelSchema schema)
    {
        var (x, T, K) = ((double[])[.. window.Inputs], window.Length, window.Width);
        foreach (var k in Enumerable.Range(0, K).Where(k => schema.Target.Contains(schema.Inputs[k])))
        {
            for (var t = 0; t < T; t++)
            {
                x[(t * K) + k] -= window.Inputs[((T - 1) * K) + k];
            }
        }

        return window with { Inputs = x };
    }

    // A window's id is that of its first target; where there are several series it follows theirs.
    static IReadOnlyList<Sequence> Named(IReadOnlyList<Sequence> all, List<(Sequence Series, Sequence Window)> windows) =>
        [.. windows.Select(p => all.Count == 1 ? p.Window : p.Window with { Id = $"{p.Series.Id}:{p.Window.Id}" })];
}
