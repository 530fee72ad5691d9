using System.Reflection.Emit;
using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Tests.Autodiff.Kernels;

/// <summary>exp, tanh, sigmoid, log and softplus of each set against float64, through the same door as the generated kernels.</summary>
public sealed unsafe class SimdFunctionsTests
{
    const int Block = 1 << 14;

    [Fact] public void Exp_is_within_one_ulp_of_float64_at_every_1009th_float() => Within(1, "Exp", step: 1009);
    [Fact] public void Tanh_is_within_two_ulp_of_float64_at_every_1009th_float() => Within(2, "Tanh", step: 1009);
    [Fact] public void Sigmoid_is_within_three_ulp_of_float64_at_every_1009th_float() => Within(3, "Sigmoid", step: 1009);
    [Fact] public void Log_is_within_one_ulp_of_float64_at_every_1009th_float() => Within(1, "Log", step: 1009);
    [Fact] public void Softplus_is_within_two_ulp_of_float64_at_every_1009th_float() => Within(2, "Softplus", step: 1009);

    [ExhaustiveFact] public void Exp_is_within_one_ulp_of_float64_at_every_float() => Within(1, "Exp", step: 1);
    [ExhaustiveFact] public void Tanh_is_within_two_ulp_of_float64_at_every_float() => Within(2, "Tanh", step: 1);
    [ExhaustiveFact] public void Sigmoid_is_within_three_ulp_of_float64_at_every_float() => Within(3, "Sigmoid", step: 1);
    [ExhaustiveFact] public void Log_is_within_one_ulp_of_float64_at_every_float() => Within(1, "Log", step: 1);
    [ExhaustiveFact] public void Softplus_is_within_two_ulp_of_float64_at_every_float() => Within(2, "Softplus", step: 1);

    [Fact]
    public void A_bound_of_half_an_ulp_would_be_seen_to_fail() =>
        Assert.ThrowsAny<Exception>(() => Within(0.5, "Tanh", step: 100_003));

    // One more than SingleMath's, for the rounding of the reference itself.
    [Theory]
    [InlineData("Exp", 2)]
    [InlineData("Tanh", 3)]
    [InlineData("Sigmoid", 4)]
    [InlineData("Log", 2)]
    [InlineData("Softplus", 3)]
    public void A_function_of_float64_is_within_its_bound_of_the_runtimes_own(string function, double bound)
    {
        var random = new Random(7);
        var x = new double[Block];
        foreach (ref var value in x.AsSpan())
        {
            value = (random.Next(2) * 2 - 1) * Math.Pow(2, random.NextDouble() * 30 - 20);
        }
        if (function == "Log")
        {
            x = [.. x.Select(v => Math.Abs(v)), .. x.Select(v => 1 + v * 1e-5), double.Epsilon, 1e-310];
        }
        var exact = Exact.Function(function);
        foreach (var set in SimdSet.Supported(typeof(double)))
        {
            var y = Map(set, function, x);
            for (var i = 0; i < x.Length; i++)
            {
                Assert.True(
                    Ulp.Distance(y[i], exact(x[i])) <= bound,
                    $"{function} on {set.Name}: {y[i]:R} at {x[i]:R} is {Ulp.Distance(y[i], exact(x[i]))} ulp from {exact(x[i]):R}");
            }
        }
    }

    [Theory]
    [InlineData("Exp", 0.0, 1.0)]
    [InlineData("Exp", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Exp", double.NegativeInfinity, 0.0)]
    [InlineData("Exp", 1e9, double.PositiveInfinity)]
    [InlineData("Exp", -1e9, 0.0)]
    [InlineData("Exp", double.NaN, double.NaN)]
    [InlineData("Tanh", 0.0, 0.0)]
    [InlineData("Tanh", 1e-30, 1e-30)]
    [InlineData("Tanh", 1e-40, 1e-40)]
    [InlineData("Tanh", 25.0, 1.0)]
    [InlineData("Tanh", -25.0, -1.0)]
    [InlineData("Tanh", double.PositiveInfinity, 1.0)]
    [InlineData("Tanh", double.NegativeInfinity, -1.0)]
    [InlineData("Tanh", double.NaN, double.NaN)]
    [InlineData("Sigmoid", 0.0, 0.5)]
    [InlineData("Sigmoid", 1e9, 1.0)]
    [InlineData("Sigmoid", -1e9, 0.0)]
    [InlineData("Sigmoid", double.PositiveInfinity, 1.0)]
    [InlineData("Sigmoid", double.NegativeInfinity, 0.0)]
    [InlineData("Sigmoid", double.NaN, double.NaN)]
    [InlineData("Log", 1.0, 0.0)]
    [InlineData("Log", 0.0, double.NegativeInfinity)]
    [InlineData("Log", -1.0, double.NaN)]
    [InlineData("Log", -1e-40, double.NaN)]
    [InlineData("Log", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Log", double.NegativeInfinity, double.NaN)]
    [InlineData("Log", double.NaN, double.NaN)]
    [InlineData("Softplus", 1e9, 1e9)]
    [InlineData("Softplus", -1e9, 0.0)]
    [InlineData("Softplus", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Softplus", double.NegativeInfinity, 0.0)]
    [InlineData("Softplus", double.NaN, double.NaN)]
    public void A_limit_is_met_exactly(string function, double x, double expected)
    {
        foreach (var set in SimdSet.Supported(typeof(float)))
        {
            Same((float)expected, Map(set, function, [(float)x])[0], set);
        }
        foreach (var set in SimdSet.Supported(typeof(double)))
        {
            Same(expected, Map(set, function, [x])[0], set);
        }

        static void Same(double expected, double actual, SimdSet set) =>
            Assert.True(
                double.IsNaN(expected) ? double.IsNaN(actual)
                    : actual == expected && double.IsNegative(actual) == double.IsNegative(expected),
                $"{set.Name} of {set.Scalar.Name}: {actual:R}, not {expected:R}");
    }

    [Theory]
    [InlineData("Exp", 1.0)]
    [InlineData("Tanh", -0.0)]
    [InlineData("Sigmoid", 0.5)]
    [InlineData("Log", double.NegativeInfinity)]
    public void Minus_zero_is_a_zero_and_tanh_keeps_its_sign(string function, double expected) =>
        A_limit_is_met_exactly(function, -0.0, expected);

    static void Within(double bound, string function, ulong step)
    {
        var exact = Exact.Function(function);
        var sets = SimdSet.Supported(typeof(float));
        var kernels = sets.Select(set => Kernel<float>(set, function)).ToArray();
        var all = (1UL << 32) / step;
        Parallel.For(0, (long)(all / Block + 1), block =>
        {
            var x = new float[Block];
            var y = new float[Block];
            var reference = new double[Block];
            for (var i = 0; i < Block; i++)
            {
                x[i] = BitConverter.UInt32BitsToSingle((uint)(((ulong)block * Block + (ulong)i) * step));
                reference[i] = exact(x[i]);
            }
            for (var s = 0; s < sets.Count; s++)
            {
                fixed (float* p = x, q = y)
                {
                    kernels[s](p, q, Block);
                }
                for (var i = 0; i < Block; i++)
                {
                    if (y[i] != (float)reference[i] && !(Ulp.Distance(y[i], reference[i]) <= bound))
                    {
                        Assert.Fail(
                            $"{function} on {sets[s].Name}: {y[i]:R} at {x[i]:R} is {Ulp.Distance(y[i], reference[i])} ulp from " +
                            $"{reference[i]:R}");
                    }
                }
            }
        });
    }

    delegate void Loop<T>(T* x, T* y, int n) where T : unmanaged;

    static T[] Map<T>(SimdSet set, string function, T[] x) where T : unmanaged
    {
        var padded = new T[(x.Length + set.Count - 1) / set.Count * set.Count];
        x.CopyTo(padded, 0);
        fixed (T* p = padded)
        {
            Kernel<T>(set, function)(p, p, padded.Length);
        }
        return padded[..x.Length];
    }

    // for (i = 0; i < n; i += Count) Store(y + i, Function(Load(x + i))), n a multiple of Count and not 0.
    static Loop<T> Kernel<T>(SimdSet set, string function) where T : unmanaged
    {
        var method = new DynamicMethod(
            function, null, [typeof(T*), typeof(T*), typeof(int)], typeof(SimdFunctionsTests).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var loop = il.DefineLabel();
        il.MarkLabel(loop);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, set.Operation(SimdOperation.Load));
        il.Emit(OpCodes.Call, set.Function(Enum.Parse<SimdFunction>(function)));
        il.Emit(OpCodes.Call, set.Operation(SimdOperation.Store));
        foreach (var pointer in new short[] { 0, 1 })
        {
            il.Emit(OpCodes.Ldarg, pointer);
            il.Emit(OpCodes.Ldc_I4, set.Count * sizeof(T));
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Starg, pointer);
        }
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4, set.Count);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Starg, (short)2);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Bgt, loop);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Loop<T>>();
    }
}
