using System.Runtime.CompilerServices;

namespace RnnTrainer.Autodiff.Kernels.Simd;

/// <summary>One float32 at a time: the set that every other one is compared with.</summary>
readonly struct ScalarSingle : ISimd<float, float>
{
    public static int Count => 1;

    public static bool IsSupported => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe float Load(float* p) => *p;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(float* p, float v) => *p = v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe float LoadPart(float* p, int n) => *p;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePart(float* p, float v, int n) => *p = v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Negate(float a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float a) => MathF.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float WithSignOf(float a, float b) => MathF.CopySign(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NegateMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float StepAt0(float x) => x >= 0 ? 1f : 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SelectGreaterOrEqual(float a, float b, float yes, float no) => a >= b ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RoundToEven(float x) => MathF.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ShiftToExponent(float t) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(t) << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ScaleByPowerOf2(float x, float n)
    {
        var half = MathF.Round(n * 0.5f);
        return x * ShiftToExponent(half + SingleMath.Rounding) * ShiftToExponent(n - half + SingleMath.Rounding);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exponent(float x) => (BitConverter.SingleToInt32Bits(x) >> 23) - 127;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Mantissa(float x) =>
        BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(x) & SingleMath.FractionBits) | BitConverter.SingleToInt32Bits(1f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FlushSmall(float x) => MathF.Abs(x) < SingleMath.Small ? 0 : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float v) => v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(float v) => v;
}

/// <summary>One float64 at a time: the set that every other one is compared with.</summary>
readonly struct ScalarDouble : ISimd<double, double>
{
    public static int Count => 1;

    public static bool IsSupported => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe double Load(double* p) => *p;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(double* p, double v) => *p = v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe double LoadPart(double* p, int n) => *p;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePart(double* p, double v, int n) => *p = v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Broadcast(double x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double a, double b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Divide(double a, double b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Negate(double a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Abs(double a) => Math.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WithSignOf(double a, double b) => Math.CopySign(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sqrt(double a) => Math.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Min(double a, double b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(double a, double b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double NegateMultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double StepAt0(double x) => x >= 0 ? 1.0 : 0.0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SelectGreaterOrEqual(double a, double b, double yes, double no) => a >= b ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double RoundToEven(double x) => Math.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ShiftToExponent(double t) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(t) << 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ScaleByPowerOf2(double x, double n)
    {
        var half = Math.Round(n * 0.5);
        return x * ShiftToExponent(half + DoubleMath.Rounding) * ShiftToExponent(n - half + DoubleMath.Rounding);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exponent(double x) => (BitConverter.DoubleToInt64Bits(x) >> 52) - 1023;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Mantissa(double x) =>
        BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(x) & DoubleMath.FractionBits) | BitConverter.DoubleToInt64Bits(1.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double FlushSmall(double x) => Math.Abs(x) < DoubleMath.Small ? 0 : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(double v) => v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MaxLane(double v) => v;
}
