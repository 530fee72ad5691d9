using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Kernels.Simd;

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
    public static double Mantissa(double x) => BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(x) & DoubleMath.FractionBits) | BitConverter.DoubleToInt64Bits(1.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double FlushSmall(double x) => Math.Abs(x) < DoubleMath.Small ? 0 : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(double v) => v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MaxLane(double v) => v;
}
