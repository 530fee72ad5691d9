using MathNet.Numerics.Distributions;

namespace RnnTrainer.Training.Bench;

/// <summary>The fit of time = a T^p.</summary>
/// <param name="Exponent">p.</param>
/// <param name="Low">Lower end of its 95 % confidence interval; NaN with fewer than three lengths.</param>
/// <param name="High">Upper end.</param>
/// <param name="MicrosecondsPerStep">Time over T at the greatest length.</param>
sealed record Growth(double Exponent, double Low, double High, double MicrosecondsPerStep)
{
    /// <summary>Least squares on log T and log time; the interval is Student's.</summary>
    /// <param name="points">T and milliseconds, at least two different T.</param>
    public static Growth Fit(IReadOnlyList<(int Length, double Milliseconds)> points)
    {
        double[] x = [.. points.Select(p => Math.Log(p.Length))];
        double[] y = [.. points.Select(p => Math.Log(p.Milliseconds))];
        var (intercept, slope) = MathNet.Numerics.Fit.Line(x, y);
        var longest = points.MaxBy(p => p.Length);
        var half = HalfWidth(x, [.. x.Zip(y, (a, b) => b - intercept - (slope * a))]);
        return new Growth(slope, slope - half, slope + half, longest.Milliseconds * 1000 / longest.Length);
    }

    /// <summary>What the fit says about the sheet's problem 5(b): the time of an RNN graph is proportional to T.</summary>
    public string Sentence
    {
        get
        {
            const double Tolerance = 0.05;
            var near = Math.Abs(Exponent - 1) <= Tolerance || (Low <= 1 && High >= 1);
            return near ? "the time is proportional to T, as the sheet's problem 5(b) says"
                : Exponent < 1
                    ? "the time grows more slowly than T over these lengths: what a step costs at any length still counts; for long " +
                        "sequences problem 5(b) of the sheet has the last word"
                : "the time grows faster than T over these lengths: memory outgrows the caches; problem 5(b) of the sheet counts " +
                    "operations only";
        }
    }

    static double HalfWidth(double[] x, double[] residuals)
    {
        if (x.Length < 3)
        {
            return double.NaN;
        }

        var mean = x.Average();
        var spread = x.Sum(v => (v - mean) * (v - mean));
        var variance = residuals.Sum(r => r * r) / (x.Length - 2);
        return StudentT.InvCDF(0, 1, x.Length - 2, 0.975) * Math.Sqrt(variance / spread);
    }
}
