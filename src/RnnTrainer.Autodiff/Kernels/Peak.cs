using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Threads;

namespace RnnTrainer.Autodiff.Kernels;

/// <summary>The peak rate of this machine: multiply-adds on registers only, in independent chains.</summary>
sealed class Peak
{
    // Two units with a latency of four or five cycles need eight to ten chains; twelve fit into the registers of every set.
    const int Chains = 12;

    readonly Func<long, double> _run;
    readonly WorkerGroup _group;
    readonly int _lanes;
    long _rounds = 1 << 14;

    /// <param name="precision">The number type.</param>
    /// <param name="group">The threads that run at the same time.</param>
    public Peak(Precision precision, WorkerGroup group)
    {
        var set = SimdSet.Best(precision.ScalarType());
        var method = typeof(Peak).GetMethod(nameof(MultiplyAdds), BindingFlags.NonPublic | BindingFlags.Static)!;
        _run = method.MakeGenericMethod(set.Operations, set.Vector, set.Scalar).CreateDelegate<Func<long, double>>();
        (_group, _lanes) = (group, set.Count);
        _run(1);
    }

    /// <summary>Runs for about two milliseconds.</summary>
    /// <returns>The rate in 10⁹ operations per second, where a multiply-add counts as two.</returns>
    public double Measure()
    {
        var begin = Stopwatch.GetTimestamp();
        var sink = 0.0;
        var rounds = _rounds;
        _group.Run(worker =>
        {
            var sum = _run(rounds);
            if (worker == 0)
            {
                Volatile.Write(ref sink, sum);
            }
        });
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        // Never fewer than before: after a run that another program delayed, the next must not be so short that it times only the waking of
        // the threads.
        _rounds = Math.Clamp((long)(rounds * 2e-3 / Math.Max(seconds, 1e-6)), rounds, 1 << 24);
        return 2.0 * Chains * _lanes * rounds * _group.Workers / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double MultiplyAdds<O, V, T>(long rounds)
        where O : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var x = O.Broadcast(T.CreateChecked(0.9999));
        var y = O.Broadcast(T.CreateChecked(0.0001));
        V a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (var n = 0L; n < rounds; n++)
        {
            a = O.MultiplyAdd(a, x, y);
            b = O.MultiplyAdd(b, x, y);
            c = O.MultiplyAdd(c, x, y);
            d = O.MultiplyAdd(d, x, y);
            e = O.MultiplyAdd(e, x, y);
            f = O.MultiplyAdd(f, x, y);
            g = O.MultiplyAdd(g, x, y);
            h = O.MultiplyAdd(h, x, y);
            i = O.MultiplyAdd(i, x, y);
            j = O.MultiplyAdd(j, x, y);
            k = O.MultiplyAdd(k, x, y);
            l = O.MultiplyAdd(l, x, y);
        }

        var sum = O.Add(O.Add(O.Add(a, b), O.Add(c, d)), O.Add(O.Add(O.Add(e, f), O.Add(g, h)), O.Add(O.Add(i, j), O.Add(k, l))));
        return double.CreateChecked(O.Sum(sum));
    }
}
