using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Synthetic;

/// <summary>
/// dx/dt = 0.2 x(t−17) / (1 + x(t−17)^10) − 0.1 x(t), chaotic (Mackey and Glass, "Oscillation and chaos in physiological control systems",
/// 1977), by Runge–Kutta in steps of 0.1, read once a unit of time, after 200 units to settle; the past before each begins as 1.2 with
/// noise.
/// </summary>
static class MackeyGlassTask
{
    const int PerUnit = 10, Delay = 17 * PerUnit, Settling = 200 * PerUnit;

    public static SyntheticTask Task { get; } = new(
        "mackey-glass",
        "the next value of a chaotic series with a delay of 17, at every step (Mackey and Glass 1977)",
        "regress",
        Length: 200,
        LeastLength: 1,
        ["x"],
        [],
        ["next"],
        TargetLevel.Step,
        "repeating the last value errs by about 0.15 standard deviations")
    {
        Make = Make,
    };

    static Sequence Make(int n, int T, RandomStream random)
    {
        var all = new double[Delay + 1 + Settling + (T * PerUnit)];
        for (var i = 0; i <= Delay; i++)
        {
            all[i] = 1.2 + (0.2 * (random.NextDouble() - 0.5));
        }

        for (var i = Delay; i + 1 < all.Length; i++)
        {
            all[i + 1] = Next(all[i], all[i - Delay], all[i - Delay + 1]);
        }

        double[] x = [.. Enumerable.Range(0, T + 1).Select(t => all[Delay + Settling + (t * PerUnit)])];
        return new Sequence(n.ToString(CultureInfo.InvariantCulture), T, x[..T], null, null) { StepTargets = x[1..] };
    }

    /// <summary>The classical fourth-order step; the delayed value halfway is the mean of its neighbours.</summary>
    static double Next(double x, double delayed, double delayedNext)
    {
        const double H = 1.0 / PerUnit;
        var half = (delayed + delayedNext) / 2;
        var k1 = Slope(x, delayed);
        var k2 = Slope(x + (H / 2 * k1), half);
        var k3 = Slope(x + (H / 2 * k2), half);
        var k4 = Slope(x + (H * k3), delayedNext);
        return x + (H / 6 * (k1 + (2 * k2) + (2 * k3) + k4));
    }

    static double Slope(double x, double delayed) => (0.2 * delayed / (1 + Math.Pow(delayed, 10))) - (0.1 * x);
}
