namespace RnnTrainer.Tests.Autodiff.Kernels;

/// <summary>Distances in units in the last place of the exact result.</summary>
static class Ulp
{
    /// <summary>|actual - exact| / (distance between the floats around exact); 0 where both are NaN or round to the same float.</summary>
    public static double Distance(float actual, double exact)
    {
        var nearest = (float)exact;
        if (actual == nearest || (float.IsNaN(actual) && double.IsNaN(exact)))
            return 0;
        if (!float.IsFinite(actual) || !float.IsFinite(nearest))
            return double.PositiveInfinity;
        var size = Math.Max(Math.ScaleB(1, Math.ILogB(exact) - 23), float.Epsilon);
        return Math.Abs(actual - exact) / size;
    }

    /// <summary>The same for float64, whose exact value is itself rounded: half a unit of doubt.</summary>
    public static double Distance(double actual, double exact)
    {
        if (actual == exact || (double.IsNaN(actual) && double.IsNaN(exact)))
            return 0;
        if (!double.IsFinite(actual) || !double.IsFinite(exact))
            return double.PositiveInfinity;
        return Math.Abs(actual - exact) / Math.BitIncrement(Math.Abs(exact)) is var relative && exact == 0
            ? Math.Abs(actual) / double.Epsilon
            : Math.Abs(actual - exact) / (Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact));
    }
}
