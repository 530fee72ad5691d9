using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Notation;

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
    public static float Mantissa(float x) => BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(x) & SingleMath.FractionBits) | BitConverter.SingleToInt32Bits(1f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FlushSmall(float x) => MathF.Abs(x) < SingleMath.Small ? 0 : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float v) => v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(float v) => v;
}
