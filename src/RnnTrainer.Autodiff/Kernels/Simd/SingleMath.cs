using System.Runtime.CompilerServices;

namespace RnnTrainer.Autodiff.Kernels;

/// <summary>
/// The functions of the sheet on vectors of float32, with stated bounds in units in the last place (ulp), tested against float64.
/// NaN in gives NaN out; denormals are neither flushed on the way in nor on the way out.
/// </summary>
public static class SingleMath
{
    /// <summary>2^-100: what FlushSmall takes for 0.</summary>
    public const float Small = 7.888609e-31f;

    internal const float ExponentBias = (1 << 23) + 127;
    internal const int FractionBits = (1 << 23) - 1;

    const float Log2E = 1.44269504f;
    const float Ln2High = 0.693359375f;
    const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^x within 2 ulp: +∞ above 88.72, gradually to 0 below -87.33.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<O, V>(V x)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        x = O.Max(O.Broadcast(-104f), O.Min(O.Broadcast(89f), x));
        var n = O.RoundToEven(O.Multiply(x, O.Broadcast(Log2E)));
        var r = O.NegateMultiplyAdd(n, O.Broadcast(Ln2High), x);
        r = O.NegateMultiplyAdd(n, O.Broadcast(Ln2Low), r);
        return O.ScaleByPowerOf2(O.Add(ExpMinus1OfSmall<O, V>(r), O.Broadcast(1f)), n);
    }

    /// <summary>tanh x = E / (E + 2), E = e^(2|x|) - 1, with the sign of x; within 2 ulp, tanh ±0 = ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<O, V>(V x)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        var y = O.Min(O.Broadcast(10f), O.Abs(x));
        y = O.Add(y, y);
        var n = O.RoundToEven(O.Multiply(y, O.Broadcast(Log2E)));
        var r = O.NegateMultiplyAdd(n, O.Broadcast(Ln2High), y);
        r = O.NegateMultiplyAdd(n, O.Broadcast(Ln2Low), r);
        var power = O.PowerOf2(n);
        var e = O.MultiplyAdd(power, ExpMinus1OfSmall<O, V>(r), O.Subtract(power, O.Broadcast(1f)));
        return O.WithSignOf(O.Divide(e, O.Add(e, O.Broadcast(2f))), x);
    }

    /// <summary>1 / (1 + e^-x) = e^x / (1 + e^x), within 3 ulp: to 1, and gradually to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<O, V>(V x)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        var e = Exp<O, V>(O.Min(O.Broadcast(80f), x));
        return O.Divide(e, O.Add(e, O.Broadcast(1f)));
    }

    // e^r - 1 for |r| <= ln 2 / 2; the coefficients are those of Cephes' expf.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpMinus1OfSmall<O, V>(V r)
        where O : struct, ISimd<V, float>
        where V : struct
    {
        var q = O.Broadcast(1.9875691500e-4f);
        q = O.MultiplyAdd(q, r, O.Broadcast(1.3981999507e-3f));
        q = O.MultiplyAdd(q, r, O.Broadcast(8.3334519073e-3f));
        q = O.MultiplyAdd(q, r, O.Broadcast(4.1665795894e-2f));
        q = O.MultiplyAdd(q, r, O.Broadcast(1.6666665459e-1f));
        q = O.MultiplyAdd(q, r, O.Broadcast(5.0000001201e-1f));
        return O.MultiplyAdd(q, O.Multiply(r, r), r);
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
