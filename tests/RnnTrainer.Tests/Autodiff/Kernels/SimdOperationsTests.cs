using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Tests.Autodiff.Kernels;

/// <summary>Each operation of each set against the formula in its summary, lane by lane and bit by bit.</summary>
public sealed unsafe class SimdOperationsTests
{
    const int Seed = 7;

    [Theory, OnSet("avx512"), OnSet("avx2"), OnSet("vector128"), OnSet("scalar")]
    public void Every_lane_of_an_operation_is_the_scalar_formula(string set, string scalar) => Run(set, scalar, nameof(Operations));

    static void Operations<O, V, T>() where O : struct, ISimd<V, T> where V : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var small = typeof(T) == typeof(float) ? T.CreateChecked(SingleMath.Small) : T.CreateChecked(DoubleMath.Small);
        foreach (var (a, b, c) in Triples<T>())
        {
            V x = O.Broadcast(a), y = O.Broadcast(b), z = O.Broadcast(c);
            Same(a + b, O.Add(x, y), a, b, c);
            Same(a - b, O.Subtract(x, y), a, b, c);
            Same(a * b, O.Multiply(x, y), a, b, c);
            Same(a / b, O.Divide(x, y), a, b, c);
            Same(-a, O.Negate(x), a, b, c);
            Same(T.Abs(a), O.Abs(x), a, b, c);
            Same(T.CopySign(a, b), O.WithSignOf(O.Abs(x), y), a, b, c);
            Same(T.Sqrt(a), O.Sqrt(x), a, b, c);
            Same(a < b ? a : b, O.Min(x, y), a, b, c);
            Same(a > b ? a : b, O.Max(x, y), a, b, c);
            Same(T.FusedMultiplyAdd(a, b, c), O.MultiplyAdd(x, y, z), a, b, c);
            Same(T.FusedMultiplyAdd(-a, b, c), O.NegateMultiplyAdd(x, y, z), a, b, c);
            Same(a >= T.Zero ? T.One : T.Zero, O.StepAt0(x), a, b, c);
            Same(a >= b ? c : a, O.SelectGreaterOrEqual(x, y, z, x), a, b, c);
            Same(T.Round(a, MidpointRounding.ToEven), O.RoundToEven(x), a, b, c);
            Same(T.Abs(a) < small ? T.Zero : a, O.FlushSmall(x), a, b, c);
        }

        static void Same(T expected, V actual, T a, T b, T c, [CallerArgumentExpression(nameof(actual))] string operation = "")
        {
            var lanes = stackalloc T[O.Count];
            O.Store(lanes, actual);
            for (var l = 0; l < O.Count; l++)
            {
                if (!Identical(expected, lanes[l]))
                {
                    Assert.Fail($"{operation} of {a:R}, {b:R}, {c:R}: {lanes[l]:R}, not {expected:R}");
                }
            }
        }
    }

    [Theory, OnSet("avx512"), OnSet("avx2"), OnSet("vector128"), OnSet("scalar")]
    public void Scaling_by_a_power_of_two_rounds_once_even_into_denormals(string set, string scalar) => Run(set, scalar, nameof(Scaling));

    static void Scaling<O, V, T>() where O : struct, ISimd<V, T> where V : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(Seed);
        var limit = typeof(T) == typeof(float) ? 252 : 2044;
        for (var n = -limit; n <= limit; n++)
        {
            var x = T.CreateTruncating((0.5 + 1.5 * random.NextDouble()) * (random.Next(2) * 2 - 1));
            Assert.Equal(T.ScaleB(x, n), Lanes<O, V, T>(O.ScaleByPowerOf2(O.Broadcast(x), O.Broadcast(T.CreateChecked(n))))[^1]);
        }
    }

    [Theory, OnSet("avx512"), OnSet("avx2"), OnSet("vector128"), OnSet("scalar")]
    public void Mantissa_and_exponent_put_together_are_the_number(string set, string scalar) => Run(set, scalar, nameof(Parts));

    static void Parts<O, V, T>() where O : struct, ISimd<V, T> where V : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(Seed);
        var limit = typeof(T) == typeof(float) ? 126 : 1022;
        for (var n = -limit; n <= limit; n++)
        {
            var mantissa = T.CreateTruncating(1 + random.NextDouble() * 0.999);
            var x = O.Broadcast(T.ScaleB(mantissa, n));
            Assert.Equal(T.CreateChecked(n), Lanes<O, V, T>(O.Exponent(x))[^1]);
            Assert.Equal(mantissa, Lanes<O, V, T>(O.Mantissa(x))[^1]);
        }
    }

    [Theory, OnSet("avx512"), OnSet("avx2"), OnSet("vector128"), OnSet("scalar")]
    public void The_exponent_shifted_out_of_a_rounded_sum_is_a_power_of_two(string set, string scalar) => Run(set, scalar, nameof(Powers));

    static void Powers<O, V, T>() where O : struct, ISimd<V, T> where V : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (limit, rounding) = typeof(T) == typeof(float) ? (126, T.CreateChecked((3 << 22) + 127))
            : (1022, T.CreateChecked((3L << 51) + 1023));
        for (var n = -limit; n <= limit; n++)
        {
            Assert.Equal(T.ScaleB(T.One, n), Lanes<O, V, T>(O.ShiftToExponent(O.Broadcast(rounding + T.CreateChecked(n))))[0]);
        }
    }

    [Theory, OnSet("avx512"), OnSet("avx2"), OnSet("vector128"), OnSet("scalar")]
    public void A_load_and_a_store_keep_the_order_of_the_lanes_at_any_address(string set, string scalar) =>
        Run(set, scalar, nameof(LoadAndStore));

    static void LoadAndStore<O, V, T>() where O : struct, ISimd<V, T> where V : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var from = Numbers<T>(O.Count + 3);
        for (var start = 0; start < 4; start++)
        {
            var into = new T[O.Count + 3];
            fixed (T* p = from, q = into)
            {
                O.Store(q + start, O.Load(p + start));
            }
            Assert.Equal(from[start..(start + O.Count)], into[start..(start + O.Count)]);
            Assert.All(into.Where((_, i) => i < start || i >= start + O.Count), x => Assert.Equal(T.Zero, x));
        }
    }

    [Theory, OnSet("avx512"), OnSet("avx2"), OnSet("vector128"), OnSet("scalar")]
    public void A_part_of_every_length_leaves_its_neighbours_alone(string set, string scalar) => Run(set, scalar, nameof(Part));

    static void Part<O, V, T>() where O : struct, ISimd<V, T> where V : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var guard = T.CreateChecked(-77);
        for (var n = 1; n <= O.Count; n++)
        {
            var from = Numbers<T>(O.Count + 1);
            var into = Enumerable.Repeat(guard, O.Count + 2).ToArray();
            T[] loaded;
            fixed (T* p = from, q = into)
            {
                loaded = Lanes<O, V, T>(O.LoadPart(p + 1, n));
                O.StorePart(q + 1, O.Load(p + 1), n);
            }
            for (var l = 0; l < O.Count; l++)
            {
                Assert.Equal(l < n ? from[l + 1] : T.Zero, loaded[l]);
                Assert.Equal(l < n ? from[l + 1] : guard, into[l + 1]);
            }
            Assert.Equal((guard, guard), (into[0], into[^1]));
        }
    }

    [Theory, OnSet("avx512"), OnSet("avx2"), OnSet("vector128"), OnSet("scalar")]
    public void The_sum_of_lanes_is_taken_by_halving(string set, string scalar) => Run(set, scalar, nameof(Sums));

    static void Sums<O, V, T>() where O : struct, ISimd<V, T> where V : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(Seed);
        for (var round = 0; round < 100; round++)
        {
            var x = new T[O.Count];
            foreach (ref var lane in x.AsSpan())
            {
                lane = T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4)));
            }
            fixed (T* p = x)
            {
                Assert.Equal(Halved(x, (a, b) => a + b), O.Sum(O.Load(p)));
                Assert.Equal(x.Max(), O.MaxLane(O.Load(p)));
            }
        }

        static T Halved(T[] x, Func<T, T, T> of) =>
            x.Length == 1 ? x[0] : Halved([.. x[..(x.Length / 2)].Zip(x[(x.Length / 2)..], of)], of);
    }

    static void Run(string set, string scalar, string body)
    {
        var found = OnSetAttribute.Of(set, scalar);
        typeof(SimdOperationsTests).GetMethod(body, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(found.Operations, found.Vector, found.Scalar)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
    }

    static T[] Lanes<O, V, T>(V v) where O : struct, ISimd<V, T> where V : struct where T : unmanaged
    {
        var lanes = new T[O.Count];
        fixed (T* p = lanes)
        {
            O.Store(p, v);
        }
        return lanes;
    }

    static T[] Numbers<T>(int n) where T : INumber<T> => [.. Enumerable.Range(1, n).Select(T.CreateChecked)];

    // Equal with the sign of zero; one NaN is as good as another.
    static bool Identical<T>(T a, T b) where T : IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(a) ? T.IsNaN(b) : a == b && T.IsNegative(a) == T.IsNegative(b);

    static IEnumerable<(T, T, T)> Triples<T>() where T : IBinaryFloatingPointIeee754<T>
    {
        var small = typeof(T) == typeof(float) ? T.CreateChecked(SingleMath.Small) : T.CreateChecked(DoubleMath.Small);
        T[] edges =
        [
            T.Zero, T.NegativeZero, T.One, T.NegativeOne, T.CreateChecked(0.5), T.CreateChecked(1.5), T.CreateChecked(-2.5),
            T.Epsilon, -T.Epsilon, small, T.BitDecrement(small), -small, T.CreateChecked(1e30), T.NaN, T.PositiveInfinity,
            T.NegativeInfinity,
        ];
        foreach (var a in edges)
        {
            foreach (var b in edges)
            {
                foreach (var c in edges)
                {
                    yield return (a, b, c);
                }
            }
        }
        var random = new Random(Seed);
        T Next() => T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-30, 30)));
        for (var i = 0; i < 2000; i++)
        {
            yield return (Next(), Next(), Next());
        }
    }
}
