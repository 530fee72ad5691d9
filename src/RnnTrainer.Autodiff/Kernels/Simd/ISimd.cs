namespace RnnTrainer.Autodiff.Kernels.Simd;

/// <summary>
/// The operations of one instruction set on vectors V of scalars T. All are inlined into the generated kernels. A set is a choice of
/// machine instructions only: lane by lane, all sets give the same bits.
/// </summary>
interface ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Whether this machine has every instruction that the set uses.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>v[l] = p[l]; p need not be aligned.</summary>
    static abstract unsafe V Load(T* p);

    /// <summary>p[l] = v[l]; p need not be aligned.</summary>
    static abstract unsafe void Store(T* p, V v);

    /// <summary>v[l] = l &lt; n ? p[l] : 0 for n in 1..Count; memory from p + n on is not touched.</summary>
    static abstract unsafe V LoadPart(T* p, int n);

    /// <summary>p[l] = v[l] where l &lt; n, for n in 1..Count; memory from p + n on is not touched.</summary>
    static abstract unsafe void StorePart(T* p, V v, int n);

    /// <summary>x in every lane.</summary>
    static abstract V Broadcast(T x);

    /// <summary>a + b.</summary>
    static abstract V Add(V a, V b);

    /// <summary>a - b.</summary>
    static abstract V Subtract(V a, V b);

    /// <summary>a b.</summary>
    static abstract V Multiply(V a, V b);

    /// <summary>a / b, correctly rounded.</summary>
    static abstract V Divide(V a, V b);

    /// <summary>-a: the sign bit turned over, of 0 and NaN as well.</summary>
    static abstract V Negate(V a);

    /// <summary>|a|.</summary>
    static abstract V Abs(V a);

    /// <summary>The magnitude of a (which must not be negative) with the sign of b.</summary>
    static abstract V WithSignOf(V a, V b);

    /// <summary>√a, correctly rounded.</summary>
    static abstract V Sqrt(V a);

    /// <summary>a &lt; b ? a : b. So b where either is NaN, and b where both are zeros: Min(limit, x) lets a NaN of x through.</summary>
    static abstract V Min(V a, V b);

    /// <summary>a &gt; b ? a : b. So b where either is NaN, and b where both are zeros: Max(limit, x) lets a NaN of x through.</summary>
    static abstract V Max(V a, V b);

    /// <summary>a b + c, rounded once on every set (in software, slowly, on an x86 processor without FMA).</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>c - a b, rounded once.</summary>
    static abstract V NegateMultiplyAdd(V a, V b, V c);

    /// <summary>1[x >= 0]: 1 or 0, and 0 where x is NaN.</summary>
    static abstract V StepAt0(V x);

    /// <summary>a >= b ? yes : no, so no where a or b is NaN.</summary>
    static abstract V SelectGreaterOrEqual(V a, V b, V yes, V no);

    /// <summary>The nearest integer, halves to the even one.</summary>
    static abstract V RoundToEven(V x);

    /// <summary>The bits of t moved up to where the exponent is: 2^n for t = n + SingleMath.Rounding, if 2^n is a normal number.</summary>
    static abstract V ShiftToExponent(V t);

    /// <summary>x 2^n for x in 1/2..2 and integral n within ±252 (double ±2044): rounded once, gradually down to 0 and up to +∞.</summary>
    static abstract V ScaleByPowerOf2(V x, V n);

    /// <summary>⌊log2 x⌋ for positive, normal x.</summary>
    static abstract V Exponent(V x);

    /// <summary>x / 2^Exponent(x), in [1, 2), for positive, normal x.</summary>
    static abstract V Mantissa(V x);

    /// <summary>|x| &lt; 2^-100 (double 2^-900) ? 0 : x, so that gradients never decay into denormals, which are slow; NaN stays.</summary>
    static abstract V FlushSmall(V x);

    /// <summary>
    /// The sum of the lanes by halving: lane l + Count/2 is added to lane l, then lane l + Count/4, and so on down to one.
    /// </summary>
    static abstract T Sum(V v);

    /// <summary>The greatest lane, by halving with Max; a NaN lane may win or lose.</summary>
    static abstract T MaxLane(V v);
}
