using System.Runtime.CompilerServices;

namespace RnnTrainer.Autodiff.Kernels.Simd;

/// <summary>
/// The functions of the sheet on vectors of float32, with stated bounds in units in the last place (ulp), tested against float64. NaN in
/// gives NaN out; denormals are neither flushed on the way in nor on the way out.
/// </summary>
static class SingleMath
{
    /// <summary>2^-100: what FlushSmall takes for 0.</summary>
    public const float Small = 7.888609e-31f;

    /// <summary>
    /// Added to |x| &lt; 2^21 this rounds x to the even integer n, and the lowest bits of the sum are n + 127, the exponent of 2^n.
    /// </summary>
    internal const float Rounding = (3 << 22) + 127;

    internal const int FractionBits = (1 << 23) - 1;

    const float Log2E = 1.44269504f;
    const float Ln2 = 0.6931472f;
    const float Ln2High = 0.693359375f;
    const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^x = 2^n e^r within 1 ulp: +∞ above 88.72, gradually to 0 below -87.33.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<O, V>(V x)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        x = O.Max(O.Broadcast(-105f), O.Min(O.Broadcast(89f), x));
        var t = O.MultiplyAdd(x, O.Broadcast(Log2E), O.Broadcast(Rounding));
        var n = O.Subtract(t, O.Broadcast(Rounding));
        return O.ScaleByPowerOf2(ExpOfRest<O, V>(x, n), n);
    }

    /// <summary>tanh x = m / (1 - m), m = (1 - e^(-2|x|)) / 2, with the sign of x; within 2 ulp, tanh ±0 = ±0, never beyond ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<O, V>(V x)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        // From 9.5 on the result is 1. e^(-2a) = 2^n e^(-2r), and p = (1 - e^(-2r)) / 2 in powers of r.
        var a = O.Min(O.Broadcast(9.5f), O.Abs(x));
        var t = O.NegateMultiplyAdd(a, O.Broadcast(2 * Log2E), O.Broadcast(Rounding));
        var n = O.Subtract(t, O.Broadcast(Rounding));
        var r = O.MultiplyAdd(n, O.Broadcast(Ln2 / 2), a);
        // minimax for the relative error of the whole, below 2^-26.
        var q = O.Broadcast(0.04442403f);
        q = O.MultiplyAdd(q, r, O.Broadcast(-0.13386527f));
        q = O.MultiplyAdd(q, r, O.Broadcast(0.3333376f));
        q = O.MultiplyAdd(q, r, O.Broadcast(-0.66666174f));
        q = O.MultiplyAdd(q, r, O.Broadcast(0.99999994f));
        var p = O.NegateMultiplyAdd(q, O.Multiply(r, r), r);
        // 1 - m is not taken from the rounded m: that would cost half a unit.
        var power = O.ShiftToExponent(t);
        var half = O.Broadcast(0.5f);
        var m = O.MultiplyAdd(power, p, O.NegateMultiplyAdd(power, half, half));
        var rest = O.NegateMultiplyAdd(power, p, O.MultiplyAdd(power, half, half));
        return O.WithSignOf(O.Divide(m, rest), x);
    }

    /// <summary>1 / (1 + e^-x) = e^x / (1 + e^x), within 3 ulp: to 1, and gradually to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<O, V>(V x)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        // From 30 on the result is 1. The power is taken 2^64 too large and then scaled down, so that it may become denormal.
        x = O.Max(O.Broadcast(-105f), O.Min(O.Broadcast(30f), x));
        var t = O.MultiplyAdd(x, O.Broadcast(Log2E), O.Broadcast(Rounding + 64));
        var rest = ExpOfRest<O, V>(x, O.Subtract(t, O.Broadcast(Rounding + 64)));
        var e = O.Multiply(O.Multiply(rest, O.ShiftToExponent(t)), O.Broadcast(5.421011e-20f));
        return O.Divide(e, O.Add(e, O.Broadcast(1f)));
    }

    // e^r, r = x - n ln 2, |r| <= ln 2 / 2; minimax for the relative error of the whole, below 2^-28.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpOfRest<O, V>(V x, V n)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        var r = O.NegateMultiplyAdd(n, O.Broadcast(Ln2High), x);
        r = O.NegateMultiplyAdd(n, O.Broadcast(Ln2Low), r);
        var q = O.Broadcast(0.0013814464f);
        q = O.MultiplyAdd(q, r, O.Broadcast(0.008368781f));
        q = O.MultiplyAdd(q, r, O.Broadcast(0.041668393f));
        q = O.MultiplyAdd(q, r, O.Broadcast(0.1666652f));
        q = O.MultiplyAdd(q, r, O.Broadcast(0.49999994f));
        q = O.MultiplyAdd(q, r, O.Broadcast(1f));
        return O.MultiplyAdd(q, r, O.Broadcast(1f));
    }

    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<O, V>(V x)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        // A denormal is scaled up first.
        var small = O.Broadcast(1.17549435e-38f);
        var y = O.SelectGreaterOrEqual(x, small, x, O.Multiply(x, O.Broadcast(16777216f)));
        var k = O.Add(O.Exponent(y), O.SelectGreaterOrEqual(x, small, O.Broadcast(0f), O.Broadcast(-24f)));
        var m = O.Mantissa(y);
        var root = O.Broadcast(1.41421354f);
        k = O.Add(k, O.SelectGreaterOrEqual(m, root, O.Broadcast(1f), O.Broadcast(0f)));
        m = O.SelectGreaterOrEqual(m, root, O.Multiply(m, O.Broadcast(0.5f)), m);
        var result = LogOfScaled<O, V>(O.Subtract(m, O.Broadcast(1f)), k);
        // ln x for x <= 0 and ∞: x - x is NaN for ∞ only, so it is taken by comparison.
        result = O.SelectGreaterOrEqual(x, O.Broadcast(float.PositiveInfinity), x, result);
        return O.SelectGreaterOrEqual(
            x, O.Broadcast(float.Epsilon), result,
            O.SelectGreaterOrEqual(x, O.Broadcast(0f), O.Broadcast(float.NegativeInfinity), O.Broadcast(float.NaN)));
    }

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<O, V>(V x)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        var e = Exp<O, V>(O.Negate(O.Abs(x)));
        // ln(1 + e) for e in 0..1: the reduction is by hand, since 1 + e would lose the bits of a small e.
        var large = O.Broadcast(0.41421356f);
        var f = O.SelectGreaterOrEqual(e, large, O.MultiplyAdd(e, O.Broadcast(0.5f), O.Broadcast(-0.5f)), e);
        var k = O.SelectGreaterOrEqual(e, large, O.Broadcast(1f), O.Broadcast(0f));
        return O.Add(O.Max(O.Broadcast(0f), x), LogOfScaled<O, V>(f, k));
    }

    // ln(2^k (1 + f)) for 1 + f in √½..√2; the coefficients are those of Cephes' logf.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogOfScaled<O, V>(V f, V k)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        var q = O.Broadcast(7.0376836292e-2f);
        q = O.MultiplyAdd(q, f, O.Broadcast(-1.1514610310e-1f));
        q = O.MultiplyAdd(q, f, O.Broadcast(1.1676998740e-1f));
        q = O.MultiplyAdd(q, f, O.Broadcast(-1.2420140846e-1f));
        q = O.MultiplyAdd(q, f, O.Broadcast(1.4249322787e-1f));
        q = O.MultiplyAdd(q, f, O.Broadcast(-1.6668057665e-1f));
        q = O.MultiplyAdd(q, f, O.Broadcast(2.0000714765e-1f));
        q = O.MultiplyAdd(q, f, O.Broadcast(-2.4999993993e-1f));
        q = O.MultiplyAdd(q, f, O.Broadcast(3.3333331174e-1f));
        var square = O.Multiply(f, f);
        var small = O.Multiply(O.Multiply(q, f), square);
        small = O.MultiplyAdd(k, O.Broadcast(Ln2Low), small);
        small = O.NegateMultiplyAdd(square, O.Broadcast(0.5f), small);
        return O.MultiplyAdd(k, O.Broadcast(Ln2High), O.Add(small, f));
    }
}
