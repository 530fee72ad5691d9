using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnTrainer.Autodiff.Kernels.Simd;

/// <summary>4 lanes of float32 on any machine: NEON on ARM, SSE and what is above it on x86, software elsewhere.</summary>
readonly struct Vector128Single : ISimd<Vector128<float>, float>
{
    public static int Count => 4;

    public static bool IsSupported => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector128<float> Load(float* p) => Vector128.Load(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(float* p, Vector128<float> v) => Vector128.Store(v, p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector128<float> LoadPart(float* p, int n)
    {
        var v = Vector128<float>.Zero;
        for (var l = 0; l < n; l++)
        {
            ((float*)&v)[l] = p[l];
        }

        return v;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePart(float* p, Vector128<float> v, int n)
    {
        for (var l = 0; l < n; l++)
        {
            p[l] = ((float*)&v)[l];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float x) => Vector128.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Negate(Vector128<float> a) => a ^ Vector128.Create(-0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Abs(Vector128<float> a) => Vector128.AndNot(a, Vector128.Create(-0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> WithSignOf(Vector128<float> a, Vector128<float> b) => a | (b & Vector128.Create(-0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sqrt(Vector128<float> a) => Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Min(a, b) : Vector128.ConditionalSelect(Vector128.LessThan(a, b), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Max(a, b) : Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NegateMultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.FusedMultiplyAdd(Negate(a), b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> StepAt0(Vector128<float> x) =>
        Vector128.GreaterThanOrEqual(x, Vector128<float>.Zero) & Vector128.Create(1f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SelectGreaterOrEqual(
        Vector128<float> a, Vector128<float> b, Vector128<float> yes, Vector128<float> no) =>
            Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> RoundToEven(Vector128<float> x) => Vector128.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ShiftToExponent(Vector128<float> t) => Vector128.ShiftLeft(t.AsInt32(), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ScaleByPowerOf2(Vector128<float> x, Vector128<float> n)
    {
        var rounding = Vector128.Create(SingleMath.Rounding);
        var half = Vector128.Round(n * Vector128.Create(0.5f));
        return x * ShiftToExponent(half + rounding) * ShiftToExponent(n - half + rounding);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exponent(Vector128<float> x) =>
        Vector128.ConvertToSingle(Vector128.ShiftRightLogical(x.AsInt32(), 23) - Vector128.Create(127));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Mantissa(Vector128<float> x) =>
        ((x.AsInt32() & Vector128.Create(SingleMath.FractionBits)) | Vector128.Create(1f).AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FlushSmall(Vector128<float> x) =>
        Vector128.AndNot(x, Vector128.LessThan(Abs(x), Vector128.Create(SingleMath.Small)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> v)
    {
        var half = v + Vector128.Shuffle(v, Vector128.Create(2, 3, 0, 1));
        return half.GetElement(0) + half.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(Vector128<float> v)
    {
        var half = Max(v, Vector128.Shuffle(v, Vector128.Create(2, 3, 0, 1)));
        return ScalarSingle.Max(half.GetElement(0), half.GetElement(1));
    }
}

/// <summary>2 lanes of float64 on any machine: NEON on ARM, SSE and what is above it on x86, software elsewhere.</summary>
readonly struct Vector128Double : ISimd<Vector128<double>, double>
{
    public static int Count => 2;

    public static bool IsSupported => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector128<double> Load(double* p) => Vector128.Load(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(double* p, Vector128<double> v) => Vector128.Store(v, p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector128<double> LoadPart(double* p, int n)
    {
        var v = Vector128<double>.Zero;
        for (var l = 0; l < n; l++)
        {
            ((double*)&v)[l] = p[l];
        }

        return v;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePart(double* p, Vector128<double> v, int n)
    {
        for (var l = 0; l < n; l++)
        {
            p[l] = ((double*)&v)[l];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Broadcast(double x) => Vector128.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> a, Vector128<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Subtract(Vector128<double> a, Vector128<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Multiply(Vector128<double> a, Vector128<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Divide(Vector128<double> a, Vector128<double> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Negate(Vector128<double> a) => a ^ Vector128.Create(-0.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Abs(Vector128<double> a) => Vector128.AndNot(a, Vector128.Create(-0.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WithSignOf(Vector128<double> a, Vector128<double> b) => a | (b & Vector128.Create(-0.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sqrt(Vector128<double> a) => Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Min(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.Min(a, b) : Vector128.ConditionalSelect(Vector128.LessThan(a, b), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Max(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.Max(a, b) : Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Vector128.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> NegateMultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Vector128.FusedMultiplyAdd(Negate(a), b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> StepAt0(Vector128<double> x) =>
        Vector128.GreaterThanOrEqual(x, Vector128<double>.Zero) & Vector128.Create(1.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> SelectGreaterOrEqual(
        Vector128<double> a, Vector128<double> b, Vector128<double> yes, Vector128<double> no) =>
            Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> RoundToEven(Vector128<double> x) => Vector128.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> ShiftToExponent(Vector128<double> t) => Vector128.ShiftLeft(t.AsInt64(), 52).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> ScaleByPowerOf2(Vector128<double> x, Vector128<double> n)
    {
        var rounding = Vector128.Create(DoubleMath.Rounding);
        var half = Vector128.Round(n * Vector128.Create(0.5));
        return x * ShiftToExponent(half + rounding) * ShiftToExponent(n - half + rounding);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Exponent(Vector128<double> x) =>
        (Vector128.ShiftRightLogical(x.AsInt64(), 52) | Vector128.Create(DoubleMath.IntegerBits))
        .AsDouble() - Vector128.Create(DoubleMath.ExponentBias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Mantissa(Vector128<double> x) =>
        ((x.AsInt64() & Vector128.Create(DoubleMath.FractionBits)) | Vector128.Create(1.0).AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> FlushSmall(Vector128<double> x) =>
        Vector128.AndNot(x, Vector128.LessThan(Abs(x), Vector128.Create(DoubleMath.Small)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector128<double> v) => v.GetElement(0) + v.GetElement(1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MaxLane(Vector128<double> v) => ScalarDouble.Max(v.GetElement(0), v.GetElement(1));
}
