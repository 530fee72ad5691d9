using RnnTrainer.Data;

namespace RnnTrainer.Training;

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
            : throw new DataException(new DataError(
                portion.Set.File,
                brief.Line,
                0,
                $"series '{brief.Id}' has {brief.Length} steps, but the model looks at {options.Before}",
                "Give the steps before as well."));
    }

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
