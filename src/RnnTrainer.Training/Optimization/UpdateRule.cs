using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnTrainer.Autodiff;

namespace RnnTrainer.Training.Optimization;

/// <summary>How an entry of a parameter is updated, written for a vector of entries.</summary>
interface IUpdateRule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Updates p, whose gradient is g, and two numbers of state; a rule with fewer leaves the others unchanged.</summary>
    void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> first, ref Vector<T> second);
}

/// <summary>Applies a rule to every entry.</summary>
static class UpdateRules
{
    /// <summary>The values or the gradient, as numbers of the tensor's own precision T.</summary>
    public static Span<T> Of<T>(this Tensor tensor)
        where T : struct => typeof(T) == typeof(float)
            ? MemoryMarshal.Cast<float, T>(tensor.Singles)
            : MemoryMarshal.Cast<double, T>(tensor.Doubles);

    /// <param name="p">Values.</param>
    /// <param name="g">Gradients.</param>
    /// <param name="first">State; empty if the rule has none.</param>
    /// <param name="second">State; empty if the rule has none.</param>
    // As in the kernels: optimized when it is first compiled, so that short processes do not wait for the tiers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<T, TRule>(this TRule rule, Span<T> p, ReadOnlySpan<T> g, Span<T> first, Span<T> second)
        where T : struct, IFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        var P = MemoryMarshal.Cast<T, Vector<T>>(p);
        var G = MemoryMarshal.Cast<T, Vector<T>>(g);
        var A = MemoryMarshal.Cast<T, Vector<T>>(first);
        var B = MemoryMarshal.Cast<T, Vector<T>>(second);
        var none = Vector<T>.Zero;
        for (var n = 0; n < P.Length; n++)
        {
            rule.Apply(ref P[n], G[n], ref (n < A.Length ? ref A[n] : ref none), ref (n < B.Length ? ref B[n] : ref none));
        }

        // The last entries, fewer than a vector, take the same lines in a vector padded with zeros.
        var done = P.Length * Vector<T>.Count;
        var (lastP, lastA, lastB) = (Load(p[done..]), Load(Rest(first, done)), Load(Rest(second, done)));
        rule.Apply(ref lastP, Load(g[done..]), ref lastA, ref lastB);
        Store(lastP, p[done..]);
        Store(lastA, Rest(first, done));
        Store(lastB, Rest(second, done));
    }

    static Span<T> Rest<T>(Span<T> numbers, int done) => numbers.IsEmpty ? numbers : numbers[done..];

    static Vector<T> Load<T>(ReadOnlySpan<T> few)
        where T : struct
    {
        var vector = Vector<T>.Zero;
        few.CopyTo(MemoryMarshal.Cast<Vector<T>, T>(new Span<Vector<T>>(ref vector)));
        return vector;
    }

    static void Store<T>(Vector<T> vector, Span<T> few)
        where T : struct => MemoryMarshal.Cast<Vector<T>, T>(new Span<Vector<T>>(ref vector))[..few.Length].CopyTo(few);
}
