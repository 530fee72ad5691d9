using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Synthetic;

/// <summary>
/// Sine waves of periods from 10 to 40 steps, any phase and an amplitude of 0.5 to 1: the value one step later, at every step.
/// </summary>
static class SineTask
{
    public static SyntheticTask Task { get; } = new(
        "sine",
        "the next value of a sine of unknown period, phase and amplitude, at every step",
        "regress",
        Length: 50,
        LeastLength: 1,
        ["x"],
        [],
        ["next"],
        TargetLevel.Step,
        "repeating the last value")
    {
        Make = Make,
    };

    static Sequence Make(int n, int T, RandomStream random)
    {
        var turn = 2 * Math.PI / (10 + (30 * random.NextDouble()));
        var phase = 2 * Math.PI * random.NextDouble();
        var amplitude = 0.5 + (0.5 * random.NextDouble());
        double[] x = [.. Enumerable.Range(0, T + 1).Select(t => amplitude * Math.Sin((turn * t) + phase))];
        return new Sequence(n.ToString(CultureInfo.InvariantCulture), T, x[..T], null, null) { StepTargets = x[1..] };
    }
}
