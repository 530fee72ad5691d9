using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Data.Splits;

/// <summary>How windows are cut from a long sequence.</summary>
/// <param name="Window">The number of steps that the model sees.</param>
/// <param name="Horizon">The number of steps that it predicts.</param>
/// <param name="Stride">The number of steps from one window to the next.</param>
/// <param name="Past">The number of steps before the first target whose targets a baseline uses: <see cref="Sequence.Past"/>.</param>
sealed record WindowOptions(int Window, int Horizon, int Stride = 1, int Past = 1)
{
    /// <summary>The number of steps that are needed before the first target.</summary>
    public int Before => Math.Max(Window, Past);
}

/// <summary>The steps From to To − 1 of a sequence.</summary>
readonly record struct StepRange(int From, int To)
{
    public int Count => To - From;
}

/// <summary>Cuts a long sequence into windows, each with the targets of the steps that follow it.</summary>
static class Windows
{
    /// <summary>
    /// The windows whose targets are in <paramref name="targets"/>; their inputs may reach back before that. A window has the inputs x[t,k]
    /// of Window steps and the target y[h,c], row-major [Horizon,C], of the next Horizon steps, NaN where it is missing. A window without
    /// any target, or with none known before it, is left out. Its id is the step of its first target, or the row if there are no steps. For
    /// rolling-origin evaluation, use Stride = 1 (or Horizon, for windows that do not overlap) over the test range.
    /// </summary>
    /// <param name="series">An encoded sequence with <see cref="Sequence.StepTargets"/>.</param>
    /// <exception cref="ArgumentException">The sequence has no targets for each step.</exception>
    public static IReadOnlyList<Sequence> Cut(Sequence series, WindowOptions options, StepRange targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Window, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Horizon, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Stride, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Past, nameof(options));
        if (series.StepTargets is null)
        {
            throw new ArgumentException("Windows need a target at each step.", nameof(series));
        }

        var from = Math.Max(targets.From, options.Before);
        var room = (long)Math.Min(targets.To, series.Length) - options.Horizon - from;
        var count = room < 0 ? 0 : (int)(room / options.Stride) + 1;
        if (!series.StepTargets.HasNaN())
        {
            return Made(count, n => At(series, series.StepTargets, from + (n * options.Stride), options));
        }

        var known = Known(series)!;
        int[] firsts = [.. Enumerable.Range(0, count).Select(n => from + (n * options.Stride)).Where(IsUsable)];
        return Made(firsts.Length, n => At(series, known, firsts[n], options));

        IReadOnlyList<Sequence> Made(int windows, Func<int, Sequence> at) =>
            new MadeSequences(windows, _ => options.Window, at, _ => series.Id);

        bool IsUsable(int first) =>
            At(series, known, first, options) is var window && !window.Target!.All(double.IsNaN) && !window.Past!.HasNaN();
    }

    /// <summary>Whether <see cref="Cut"/> makes a window.</summary>
    public static bool CanCut(Sequence series, WindowOptions options, StepRange targets)
    {
        if (series.StepTargets is not { } y)
        {
            return false;
        }

        var C = y.Length / series.Length;
        var known = Enumerable.Range(0, C).Max(c => FirstKnown(c));
        var last = Math.Min(targets.To, series.Length) - options.Horizon;
        for (long first = Math.Max(targets.From, options.Before); first <= last; first += options.Stride)
        {
            if (first - options.Past >= known && HasTarget((int)first * C, options.Horizon * C))
            {
                return true;
            }
        }

        return false;

        bool HasTarget(int from, int count)
        {
            var n = from;
            while (n < from + count && double.IsNaN(y[n]))
            {
                n++;
            }

            return n < from + count;
        }

        int FirstKnown(int c)
        {
            var t = 0;
            while (t < series.Length && double.IsNaN(y[(t * C) + c]))
            {
                t++;
            }

            return t;
        }
    }

    /// <summary>The largest number of windows that <see cref="Cut"/> makes.</summary>
    /// <param name="length">The number of steps of the series.</param>
    public static long Count(int length, WindowOptions options, StepRange targets)
    {
        var room = (long)Math.Min(targets.To, length) - options.Horizon - Math.Max(targets.From, options.Before);
        return room < 0 ? 0 : (room / options.Stride) + 1;
    }

    /// <summary>
    /// The last window, from which the steps after the end of the series are forecast. It has no targets and the id of the series.
    /// </summary>
    /// <exception cref="ArgumentException">The series is shorter than the steps that a forecast needs.</exception>
    public static Sequence Last(Sequence series, WindowOptions options) =>
        series.Length >= options.Before
            ? Seen(series, Filled(Known(series), series.Length), series.Length, options)
            : throw new ArgumentException(
                $"The series has {Words.Counted(series.Length, "step")} but a forecast needs {options.Before} before it.", nameof(series));

    /// <summary>The steps of a series up to the last of which a target is known.</summary>
    /// <param name="series">With <see cref="Sequence.StepTargets"/>.</param>
    public static int KnownLength(Sequence series)
    {
        var targets = series.StepTargets!.Span;
        var C = targets.Length / series.Length;
        var known = targets.Length - 1;
        while (known >= 0 && double.IsNaN(targets[known]))
        {
            known--;
        }

        return (known + C) / C;
    }

    /// <summary>
    /// The last window before the steps that are ahead, whose targets are not known: a forecast reads what is known of them in advance.
    /// </summary>
    /// <param name="known"><see cref="KnownLength"/>; at least as many steps as a forecast needs, and the horizon's more in the series.</param>
    public static Sequence BeforeKnown(Sequence series, int known, WindowOptions options)
    {
        var ahead = series.Slice(known, options.Horizon);
        return Last(series.Slice(0, known), options) with { Ahead = ahead.Inputs, AheadSteps = ahead.Steps };
    }

    /// <summary>The steps of training, validation and test, in the order of time.</summary>
    /// <param name="validation">A fraction below 1, which is rounded to steps, or a number of steps.</param>
    /// <param name="test">A fraction below 1, which is rounded to steps, or a number of steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fractions leave nothing to train on.</exception>
    public static (StepRange Train, StepRange Validation, StepRange Test) Ranges(int length, double validation, double test)
    {
        Split.Check(validation, test);
        var tests = Split.Count(length, test);
        var end = Math.Max(0, length - tests - Split.Count(length, validation));
        return (new StepRange(0, end), new StepRange(end, length - tests), new StepRange(length - tests, length));
    }

    /// <summary>
    /// The steps of training, validation and a fold, in the order of time. The last steps are cut into as many blocks of equal length as
    /// there are folds, and as many steps at least come before the first; a fold is a block, and what comes before it is the training
    /// part, at whose end the validation part is. So no fold is predicted from what follows it.
    /// </summary>
    /// <param name="validation">A fraction below 1 of the steps before the fold, or a number of steps.</param>
    public static (StepRange Train, StepRange Validation, StepRange Test) FoldRanges(int length, Fold fold, double validation)
    {
        var block = length / (fold.Count + 1);
        var start = length - ((fold.Count - fold.Number + 1) * block);
        var end = Math.Max(0, start - Split.Count(start, validation));
        return (new StepRange(0, end), new StepRange(end, start), new StepRange(start, start + block));
    }

    /// <summary>
    /// The steps of training, validation and one of several windows at the end of a series, in the order of time. A window is what one
    /// forecast is scored on; the next begins where it ends, and what comes before it is the training part, at whose end the validation
    /// part is.
    /// </summary>
    /// <param name="horizon">The steps of a window.</param>
    /// <param name="validation">A fraction below 1 of the steps before the window, or a number of steps.</param>
    public static (StepRange Train, StepRange Validation, StepRange Test) WindowRanges(
        int length, Fold window, int horizon, double validation)
    {
        var start = (int)Math.Max(0, length - ((window.Count - window.Number + 1L) * horizon));
        var end = Math.Max(0, start - Split.Count(start, validation));
        return (new StepRange(0, end), new StepRange(end, start), new StepRange(start, (int)Math.Min(length, start + (long)horizon)));
    }

    static Sequence At(Sequence series, Values known, int first, WindowOptions options)
    {
        var columns = series.StepTargets!.Length / series.Length;
        return Seen(series, known, first, options) with
        {
            Id = series.Steps?[first] ?? first.ToString(CultureInfo.InvariantCulture),
            Target = series.StepTargets[(first * columns)..((first + options.Horizon) * columns)],
            Ahead = series.Inputs.Slice(first * series.Width, options.Horizon * series.Width),
        };
    }

    static Sequence Seen(Sequence series, Values? known, int end, WindowOptions options)
    {
        var columns = (known?.Length ?? 0) / series.Length;
        return series.Slice(end - options.Window, options.Window) with
        {
            StepTargets = null,
            StepLabels = null,
            Target = null,
            Label = null,
            Series = series.Id,
            FirstStep = series.FirstStep + end - options.Window,
            Past = known?[((end - options.Past) * columns)..(end * columns)],
            History = known?[..(end * columns)],
        };
    }

    /// <summary>The same, with those before the first known one replaced by it.</summary>
    static Values? Filled(Values? known, int steps)
    {
        if (known is null || !known.HasNaN())
        {
            return known;
        }

        var (filled, columns) = (known.ToArray(), known.Length / steps);
        for (var n = filled.Length - columns - 1; n >= 0; n--)
        {
            filled[n] = double.IsNaN(filled[n]) ? filled[n + columns] : filled[n];
        }

        return filled;
    }

    /// <summary>The targets of all steps; a missing one is replaced by the last known one before it.</summary>
    static Values? Known(Sequence series)
    {
        if (series.StepTargets is not { } targets || !targets.HasNaN())
        {
            return series.StepTargets;
        }

        var (known, columns) = (targets.ToArray(), targets.Length / series.Length);
        for (var n = columns; n < known.Length; n++)
        {
            known[n] = double.IsNaN(known[n]) ? known[n - columns] : known[n];
        }

        return known;
    }
}
