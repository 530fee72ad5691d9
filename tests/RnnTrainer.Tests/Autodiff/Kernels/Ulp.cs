namespace RnnTrainer.Tests.Autodiff.Kernels;

/// <summary>Distances from the exact result, in units in its last place. 0 if equal or both NaN, ∞ if only one of them is finite.</summary>
static class Ulp
{
    /// <summary>|actual - exact| in units of float32; exact comes with the accuracy of float64.</summary>
    public static double Distance(float actual, double exact) =>
        actual == (float)exact || (float.IsNaN(actual) && double.IsNaN(exact)) ? 0
        : !float.IsFinite(actual) || !float.IsFinite((float)exact) ? double.PositiveInfinity
        : Math.Abs(actual - exact) / Math.Max(float.Epsilon, Math.ScaleB(1, Math.ILogB(exact) - 23));

    /// <summary>|actual - expected| in units of float64; expected is itself rounded, so up to one unit is its own.</summary>
    public static double Distance(double actual, double expected) =>
        actual == expected || (double.IsNaN(actual) && double.IsNaN(expected)) ? 0
        : !double.IsFinite(actual) || !double.IsFinite(expected) ? double.PositiveInfinity
        : Math.Abs(actual - expected) / (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));
}
