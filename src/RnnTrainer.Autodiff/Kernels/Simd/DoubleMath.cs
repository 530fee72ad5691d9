using System.Runtime.CompilerServices;

namespace RnnTrainer.Autodiff.Kernels.Simd;

/// <summary>
/// The functions of SingleMath on vectors of float64, by the same formulas with longer polynomials; meant for gradient checks.
/// </summary>
static class DoubleMath
{
    /// <summary>2^-900: what FlushSmall takes for 0.</summary>
    public const double Small = 1.1830521861667747e-271;

    /// <summary>
    /// Added to |x| &lt; 2^50 this rounds x to the even integer n, and the lowest bits of the sum are n + 1023, the exponent of 2^n.
    /// </summary>
    internal const double Rounding = (3L << 51) + 1023;

    internal const double ExponentBias = (1L << 52) + 1023;
    internal const long FractionBits = (1L << 52) - 1;
    internal const long IntegerBits = 0x433L << 52; // 2^52: the lowest bits of the sum are an integer

    const double Log2E = 1.4426950408889634;
    const double Ln2 = 0.6931471805599453;
    const double Ln2High = 6.93147180369123816490e-01;
    const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>e^x = 2^n e^r within 2 ulp: +∞ above 709.78, gradually to 0 below -708.39.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<O, V>(V x)
        where O : struct, ISimd<V, double>
        where V : struct
    {
        x = O.Max(O.Broadcast(-746.0), O.Min(O.Broadcast(710.0), x));
        var t = O.MultiplyAdd(x, O.Broadcast(Log2E), O.Broadcast(Rounding));
        var n = O.Subtract(t, O.Broadcast(Rounding));
        return O.ScaleByPowerOf2(ExpOfRest<O, V>(x, n), n);
    }

    /// <summary>tanh x = m / (1 - m), m = (1 - e^(-2|x|)) / 2, with the sign of x; within 2 ulp, tanh ±0 = ±0, never beyond ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<O, V>(V x)
        where O : struct, ISimd<V, double>
        where V : struct
    {
        // From 20 on the result is 1. e^(-2a) = 2^n e^(-2r), and p = (1 - e^(-2r)) / 2 in powers of r.
        var a = O.Min(O.Broadcast(20.0), O.Abs(x));
        var t = O.NegateMultiplyAdd(a, O.Broadcast(2 * Log2E), O.Broadcast(Rounding));
        var n = O.Subtract(t, O.Broadcast(Rounding));
        var r = O.MultiplyAdd(n, O.Broadcast(Ln2 / 2), a);
        // Taylor, whose remainder is below 2^-57.
        var q = O.Broadcast(4.0 / 42567525);
        q = O.MultiplyAdd(q, r, O.Broadcast(-4.0 / 6081075));
        q = O.MultiplyAdd(q, r, O.Broadcast(2.0 / 467775));
        q = O.MultiplyAdd(q, r, O.Broadcast(-4.0 / 155925));
        q = O.MultiplyAdd(q, r, O.Broadcast(2.0 / 14175));
        q = O.MultiplyAdd(q, r, O.Broadcast(-2.0 / 2835));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 315));
        q = O.MultiplyAdd(q, r, O.Broadcast(-4.0 / 315));
        q = O.MultiplyAdd(q, r, O.Broadcast(2.0 / 45));
        q = O.MultiplyAdd(q, r, O.Broadcast(-2.0 / 15));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 3));
        q = O.MultiplyAdd(q, r, O.Broadcast(-2.0 / 3));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0));
        var p = O.NegateMultiplyAdd(q, O.Multiply(r, r), r);
        // 1 - m is not taken from the rounded m: that would cost half a unit.
        var power = O.ShiftToExponent(t);
        var half = O.Broadcast(0.5);
        var m = O.MultiplyAdd(power, p, O.NegateMultiplyAdd(power, half, half));
        var rest = O.NegateMultiplyAdd(power, p, O.MultiplyAdd(power, half, half));
        return O.WithSignOf(O.Divide(m, rest), x);
    }

    /// <summary>1 / (1 + e^-x) = e^x / (1 + e^x), within 3 ulp: to 1, and gradually to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<O, V>(V x)
        where O : struct, ISimd<V, double>
        where V : struct
    {
        // From 40 on the result is 1. The power is taken 2^512 too large and then scaled down, so that it may become denormal.
        x = O.Max(O.Broadcast(-746.0), O.Min(O.Broadcast(40.0), x));
        var t = O.MultiplyAdd(x, O.Broadcast(Log2E), O.Broadcast(Rounding + 512));
        var rest = ExpOfRest<O, V>(x, O.Subtract(t, O.Broadcast(Rounding + 512)));
        var e = O.Multiply(O.Multiply(rest, O.ShiftToExponent(t)), O.Broadcast(7.458340731200207e-155));
        return O.Divide(e, O.Add(e, O.Broadcast(1.0)));
    }

    // e^r, r = x - n ln 2, |r| <= ln 2 / 2; Taylor, whose remainder is below 2^-57.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpOfRest<O, V>(V x, V n)
        where O : struct, ISimd<V, double>
        where V : struct
    {
        var r = O.NegateMultiplyAdd(n, O.Broadcast(Ln2High), x);
        r = O.NegateMultiplyAdd(n, O.Broadcast(Ln2Low), r);
        var q = O.Broadcast(1.0 / 6227020800);
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 479001600));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 39916800));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 3628800));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 362880));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 40320));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 5040));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 720));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 120));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 24));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0 / 6));
        q = O.MultiplyAdd(q, r, O.Broadcast(0.5));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.0));
        return O.MultiplyAdd(q, r, O.Broadcast(1.0));
    }

    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<O, V>(V x)
        where O : struct, ISimd<V, double>
        where V : struct
    {
        // A denormal is scaled up first.
        var small = O.Broadcast(2.2250738585072014e-308);
        var y = O.SelectGreaterOrEqual(x, small, x, O.Multiply(x, O.Broadcast(18014398509481984.0)));
        var k = O.Add(O.Exponent(y), O.SelectGreaterOrEqual(x, small, O.Broadcast(0.0), O.Broadcast(-54.0)));
        var m = O.Mantissa(y);
        var root = O.Broadcast(1.4142135623730951);
        k = O.Add(k, O.SelectGreaterOrEqual(m, root, O.Broadcast(1.0), O.Broadcast(0.0)));
        m = O.SelectGreaterOrEqual(m, root, O.Multiply(m, O.Broadcast(0.5)), m);
        var result = LogOfScaled<O, V>(O.Subtract(m, O.Broadcast(1.0)), k);
        result = O.SelectGreaterOrEqual(x, O.Broadcast(double.PositiveInfinity), x, result);
        return O.SelectGreaterOrEqual(
            x, O.Broadcast(double.Epsilon), result,
            O.SelectGreaterOrEqual(x, O.Broadcast(0.0), O.Broadcast(double.NegativeInfinity), O.Broadcast(double.NaN)));
    }

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<O, V>(V x)
        where O : struct, ISimd<V, double>
        where V : struct
    {
        var e = Exp<O, V>(O.Negate(O.Abs(x)));
        // ln(1 + e) for e in 0..1: the reduction is by hand, since 1 + e would lose the bits of a small e.
        var large = O.Broadcast(0.41421356237309503);
        var f = O.SelectGreaterOrEqual(e, large, O.MultiplyAdd(e, O.Broadcast(0.5), O.Broadcast(-0.5)), e);
        var k = O.SelectGreaterOrEqual(e, large, O.Broadcast(1.0), O.Broadcast(0.0));
        return O.Add(O.Max(O.Broadcast(0.0), x), LogOfScaled<O, V>(f, k));
    }

    // ln(2^k (1 + f)) for 1 + f in √½..√2, by ln(1 + f) = 2 artanh s, s = f / (2 + f); formula and coefficients are fdlibm's.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogOfScaled<O, V>(V f, V k)
        where O : struct, ISimd<V, double>
        where V : struct
    {
        var s = O.Divide(f, O.Add(f, O.Broadcast(2.0)));
        var z = O.Multiply(s, s);
        var q = O.Broadcast(1.479819860511658591e-01);
        q = O.MultiplyAdd(q, z, O.Broadcast(1.531383769920937332e-01));
        q = O.MultiplyAdd(q, z, O.Broadcast(1.818357216161805012e-01));
        q = O.MultiplyAdd(q, z, O.Broadcast(2.222219843214978396e-01));
        q = O.MultiplyAdd(q, z, O.Broadcast(2.857142874366239149e-01));
        q = O.MultiplyAdd(q, z, O.Broadcast(3.999999999940941908e-01));
        q = O.MultiplyAdd(q, z, O.Broadcast(6.666666666666735130e-01));
        var halfSquare = O.Multiply(O.Multiply(f, f), O.Broadcast(0.5));
        var rest = O.MultiplyAdd(s, O.MultiplyAdd(q, z, halfSquare), O.Multiply(k, O.Broadcast(Ln2Low)));
        return O.NegateMultiplyAdd(k, O.Broadcast(-Ln2High), O.Subtract(f, O.Subtract(halfSquare, rest)));
    }
}
