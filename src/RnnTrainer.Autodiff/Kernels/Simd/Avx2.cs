using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnTrainer.Autodiff.Kernels.Simd;

/// <summary>8 lanes of float32 with AVX2 and FMA.</summary>
readonly struct Avx2Single : ISimd<Vector256<float>, float>
{
    public static int Count => 8;

    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Load(float* p) => Avx.LoadVector256(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(float* p, Vector256<float> v) => Avx.Store(p, v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> LoadPart(float* p, int n) => Avx.MaskLoad(p, First(n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePart(float* p, Vector256<float> v, int n) => Avx.MaskStore(p, First(n), v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float x) => Vector256.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => Avx.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => Avx.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => Avx.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => Avx.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Negate(Vector256<float> a) => Avx.Xor(a, Vector256.Create(-0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> a) => Avx.AndNot(Vector256.Create(-0f), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> WithSignOf(Vector256<float> a, Vector256<float> b) => Avx.Or(a, Avx.And(b, Vector256.Create(-0f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sqrt(Vector256<float> a) => Avx.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Avx.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Avx.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NegateMultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.MultiplyAddNegated(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> StepAt0(Vector256<float> x) =>
        Avx.And(Avx.CompareGreaterThanOrEqual(x, Vector256<float>.Zero), Vector256.Create(1f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SelectGreaterOrEqual(
        Vector256<float> a, Vector256<float> b, Vector256<float> yes, Vector256<float> no) =>
            Avx.BlendVariable(no, yes, Avx.CompareGreaterThanOrEqual(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> RoundToEven(Vector256<float> x) => Avx.RoundToNearestInteger(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ShiftToExponent(Vector256<float> t) => Avx2.ShiftLeftLogical(t.AsInt32(), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ScaleByPowerOf2(Vector256<float> x, Vector256<float> n)
    {
        var rounding = Vector256.Create(SingleMath.Rounding);
        var half = Avx.RoundToNearestInteger(Avx.Multiply(n, Vector256.Create(0.5f)));
        return Avx.Multiply(
            Avx.Multiply(x, ShiftToExponent(Avx.Add(half, rounding))), ShiftToExponent(Avx.Add(Avx.Subtract(n, half), rounding)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exponent(Vector256<float> x) =>
        Avx.ConvertToVector256Single(Avx2.Subtract(Avx2.ShiftRightLogical(x.AsInt32(), 23), Vector256.Create(127)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mantissa(Vector256<float> x) =>
        Avx2.Or(Avx2.And(x.AsInt32(), Vector256.Create(SingleMath.FractionBits)), Vector256.Create(1f).AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FlushSmall(Vector256<float> x) =>
        Avx.AndNot(Avx.CompareLessThan(Abs(x), Vector256.Create(SingleMath.Small)), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> v) => Vector128Single.Sum(Sse.Add(v.GetLower(), v.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(Vector256<float> v) => Vector128Single.MaxLane(Sse.Max(v.GetLower(), v.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> First(int n) =>
        Avx2.CompareGreaterThan(Vector256.Create(n), Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7)).AsSingle();
}

/// <summary>4 lanes of float64 with AVX2 and FMA.</summary>
readonly struct Avx2Double : ISimd<Vector256<double>, double>
{
    public static int Count => 4;

    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<double> Load(double* p) => Avx.LoadVector256(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(double* p, Vector256<double> v) => Avx.Store(p, v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<double> LoadPart(double* p, int n) => Avx.MaskLoad(p, First(n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePart(double* p, Vector256<double> v, int n) => Avx.MaskStore(p, First(n), v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(double x) => Vector256.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => Avx.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b) => Avx.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> a, Vector256<double> b) => Avx.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Divide(Vector256<double> a, Vector256<double> b) => Avx.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Negate(Vector256<double> a) => Avx.Xor(a, Vector256.Create(-0.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Abs(Vector256<double> a) => Avx.AndNot(Vector256.Create(-0.0), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WithSignOf(Vector256<double> a, Vector256<double> b) => Avx.Or(a, Avx.And(b, Vector256.Create(-0.0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sqrt(Vector256<double> a) => Avx.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Min(Vector256<double> a, Vector256<double> b) => Avx.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Max(Vector256<double> a, Vector256<double> b) => Avx.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Fma.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> NegateMultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Fma.MultiplyAddNegated(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> StepAt0(Vector256<double> x) =>
        Avx.And(Avx.CompareGreaterThanOrEqual(x, Vector256<double>.Zero), Vector256.Create(1.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> SelectGreaterOrEqual(
        Vector256<double> a, Vector256<double> b, Vector256<double> yes, Vector256<double> no) =>
            Avx.BlendVariable(no, yes, Avx.CompareGreaterThanOrEqual(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> RoundToEven(Vector256<double> x) => Avx.RoundToNearestInteger(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ShiftToExponent(Vector256<double> t) => Avx2.ShiftLeftLogical(t.AsInt64(), 52).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ScaleByPowerOf2(Vector256<double> x, Vector256<double> n)
    {
        var rounding = Vector256.Create(DoubleMath.Rounding);
        var half = Avx.RoundToNearestInteger(Avx.Multiply(n, Vector256.Create(0.5)));
        return Avx.Multiply(
            Avx.Multiply(x, ShiftToExponent(Avx.Add(half, rounding))), ShiftToExponent(Avx.Add(Avx.Subtract(n, half), rounding)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exponent(Vector256<double> x) => Avx.Subtract(
        Avx2.Or(Avx2.ShiftRightLogical(x.AsInt64(), 52), Vector256.Create(DoubleMath.IntegerBits)).AsDouble(),
        Vector256.Create(DoubleMath.ExponentBias));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Mantissa(Vector256<double> x) =>
        Avx2.Or(Avx2.And(x.AsInt64(), Vector256.Create(DoubleMath.FractionBits)), Vector256.Create(1.0).AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> FlushSmall(Vector256<double> x) =>
        Avx.AndNot(Avx.CompareLessThan(Abs(x), Vector256.Create(DoubleMath.Small)), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> v) => Vector128Double.Sum(Sse2.Add(v.GetLower(), v.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MaxLane(Vector256<double> v) => Vector128Double.MaxLane(Sse2.Max(v.GetLower(), v.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> First(int n) => Avx2.CompareGreaterThan(Vector256.Create((long)n), Vector256.Create(0L, 1, 2, 3)).AsDouble();
}
