using System.Globalization;

namespace RnnTrainer.Cli.Pages;

/// <summary>A labelled position on an axis.</summary>
readonly record struct Tick(double Value, string Label);

/// <summary>An axis of a picture: the values at its ends, and its ticks.</summary>
/// <param name="Low">The value at its start.</param>
/// <param name="High">The value at its end, above <paramref name="Low"/>.</param>
/// <param name="Ticks">In ascending order.</param>
/// <param name="IsLogarithmic">Whether equal factors, not equal differences, take equal lengths.</param>
sealed record Axis(double Low, double High, IReadOnlyList<Tick> Ticks, bool IsLogarithmic = false)
{
    /// <summary>A linear axis with ticks at multiples of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">The value at its start.</param>
    /// <param name="high">The value at its end.</param>
    /// <param name="most">The number of ticks that have room.</param>
    /// <param name="isCounted">Whether only whole numbers make sense.</param>
    public static Axis Linear(double low, double high, int most, bool isCounted = false)
    {
        var step = Step((high - low) / most);
        step = isCounted ? Math.Max(1, step) : step;
        var (first, last) = ((long)Math.Ceiling((low / step) - Tolerance), (long)Math.Floor((high / step) + Tolerance));
        return new Axis(low, high, [.. Range(first, last).Select(n => new Tick(n * step, Label(n * step, step)))]);
    }

    /// <summary>
    /// A logarithmic axis with ticks at powers of a base. Where there are few powers of ten, also at 2 and 5 times each; on an axis
    /// shorter than that, at the ticks of a linear one.
    /// </summary>
    /// <param name="low">The value at its start, above zero.</param>
    /// <param name="high">The value at its end.</param>
    /// <param name="most">The number of ticks that have room.</param>
    /// <param name="b">The base.</param>
    public static Axis Logarithmic(double low, double high, int most, double b = 10)
    {
        var (first, last) = ((int)Math.Ceiling(Math.Log(low, b) - Tolerance), (int)Math.Floor(Math.Log(high, b) + Tolerance));
        var every = Math.Max(1, (int)Math.Ceiling((last - first + 1) / (double)most));
        double[] powers = [.. Range(first, last).Where(n => (n - first) % every == 0).Select(n => Math.Pow(b, n))];
        double[] between = [
            .. Range(first - 1, last).SelectMany(n => new[] { 1, 2, 5 }.Select(d => d * Math.Pow(10, n)))
            .Where(v => v >= low && v <= high)];
        return b != 10 || powers.Length >= FewTicks ? OfTicks(powers)
            : between.Length >= FewTicks ? OfTicks(between)
            : Linear(low, high, most) with { IsLogarithmic = true };

        Axis OfTicks(double[] values) => new(low, high, [.. values.Select(v => new Tick(v, Label(v)))], IsLogarithmic: true);
    }

    /// <summary>An axis of named positions 0, 1, …, each in the middle of an interval of length 1.</summary>
    public static Axis Named(IReadOnlyList<string> names) =>
        new(-0.5, names.Count - 0.5, [.. names.Select((name, n) => new Tick(n, name))]);

    /// <summary>Where a value lies: 0 at the start of the axis, 1 at its end.</summary>
    public double Position(double value) => IsLogarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    // Of a step or a power: rounding must not lose a tick at the end of an axis.
    const double Tolerance = 1e-9;

    // Fewer ticks than these do not divide an axis well.
    const int FewTicks = 3;

    /// <summary>The smallest of 1, 2, 5, 10, … times a power of ten that is not below <paramref name="least"/>.</summary>
    static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * new[] { 1, 2, 5, 10 }.First(d => d * power >= least * (1 - Tolerance));
    }

    static IEnumerable<long> Range(long first, long last)
    {
        for (var n = first; n <= last; n++)
        {
            yield return n;
        }
    }

    static string Label(double value) => value.ToString("g6", CultureInfo.InvariantCulture);

    /// <summary>A label with enough digits to distinguish it from that of the next tick.</summary>
    static string Label(double value, double step)
    {
        var digits = value == 0 ? 1 : (int)Math.Ceiling(Math.Log10(Math.Abs(value) / step)) + 1;
        return value.ToString($"g{Math.Clamp(digits, 6, 15)}", CultureInfo.InvariantCulture);
    }
}
