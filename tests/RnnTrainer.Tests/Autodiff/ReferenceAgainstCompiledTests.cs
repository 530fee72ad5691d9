using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells;
using static RnnTrainer.Autodiff.Functions;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>The compiled loops mean what the interpreter says, for every program, instruction set and vector tail.</summary>
public sealed class ReferenceAgainstCompiledTests
{
    /// <summary>Rounding of float64 sums in another order, and of tanh, sigmoid and exp in the last places.</summary>
    const double Float64Bound = 1e-13;

    /// <summary>A few dozen roundings of 2⁻²⁴ each; float32 is compared with the float64 reference on the same inputs.</summary>
    const double Float32Bound = 1e-5;

    public static TheoryData<string, string> ProgramsAndSets
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Experiment.Names)
            {
                foreach (var set in SimdSet.Supported(typeof(double)))
                {
                    data.Add(name, set.Name);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Programs => [.. Experiment.Names];

    /// <summary>Every number of lanes that a tail of 4, 8 or 16 can have, with and without whole vectors before it.</summary>
    static IEnumerable<int> SizesOfTails => [.. Enumerable.Range(1, 20), 24, 31, 32, 33, 40];

    [Theory]
    [MemberData(nameof(ProgramsAndSets))]
    public void Both_precisions_give_the_reference_on_this_instruction_set(string name, string set)
    {
        foreach (var n in new[] { 1, 3, 4, 5, 9, 17 })
        {
            Compare(name, SizesAround(n), set);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_tail_of_a_vector_gives_the_reference(string name)
    {
        var set = SimdSet.Supported(typeof(double))[0].Name;
        foreach (var n in SizesOfTails)
        {
            Compare(name, SizesAround(n), set);
        }
    }

    [Fact]
    public void A_sum_over_several_indexes_gives_the_reference_at_every_tail()
    {
        for (var n = 1; n <= 40; n++)
        {
            Assert.All(SimdSet.Supported(typeof(double)), set =>
                Assert.Equal(SumOverThree(n, new Interpreter()), SumOverThree(n, Forced(set.Name)), new Near(Float64Bound)));
        }
    }

    public static TheoryData<string, Func<Expression, Expression, Expression>> Expressions => new()
    {
        { "exp", (u, _) => Exp(u) },
        { "log", (_, v) => Log(v) },
        { "tanh", (u, _) => Tanh(u) },
        { "sigmoid", (u, _) => Sigmoid(u) },
        { "sqrt", (_, v) => Sqrt(v) },
        { "softplus", (u, _) => Softplus(u) },
        { "relu", (u, _) => Relu(u) },
        { "abs", (u, _) => Abs(u) },
        { "step", (u, _) => new Apply(Function.Step, u) },
        { "powers", (u, v) =>
            new Power(u, 0) + new Power(u, 1) + new Power(u, 2) - new Power(u, 5) + (new Power(v, -1) * new Power(v, -3)) },
        { "signs", (u, v) => -u - (-v * (2 - u)) + (u * v) - (u * v) / -3 },
        { "batch size", (u, v) => u / new BatchSize() + (1 / new BatchSize() * v) },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Every_kind_of_expression_gives_the_reference_as_a_map_and_as_a_sum(
        string kind, Func<Expression, Expression, Expression> make)
    {
        foreach (var set in SimdSet.Supported(typeof(double)).Select(s => s.Name))
        {
            foreach (var n in new[] { 1, 3, 8, 21 })
            {
                var expected = MapAndSum(kind, n, make, Precision.Float64, new Interpreter());
                Assert.Equal(expected, MapAndSum(kind, n, make, Precision.Float64, Forced(set)), new Near(Float64Bound));
                Assert.Equal(expected, MapAndSum(kind, n, make, Precision.Float32, Forced(set)), new Near(Float32Bound));
            }
        }
    }

    /// <summary>All sizes differ, so that a slipped index shows.</summary>
    static CellSizes SizesAround(int n) => new(B: n <= 3 ? 7 : 3, J: n, K: n + 1, C: n + 2, I: n + 3);

    static Compiler Forced(string set) => new(scalar => SimdSet.Named(set, scalar));

    static void Compare(string name, CellSizes sizes, string set)
    {
        using var reference = Experiment.Of(name, sizes, Precision.Float64, new Interpreter());
        using var doubles = Experiment.Of(name, sizes, Precision.Float64, Forced(set));
        using var singles = Experiment.Of(name, sizes, Precision.Float32, Forced(set));
        var expected = reference.Run();
        AssertNear(expected, doubles.Run(), Float64Bound, $"{set} {sizes}");
        AssertNear(expected, singles.Run(), Float32Bound, $"{set} {sizes}");
    }

    static void AssertNear(
        IReadOnlyList<(string Name, double[] Numbers)> expected, IReadOnlyList<(string Name, double[] Numbers)> actual, double bound,
        string where)
    {
        foreach (var ((name, right), (_, found)) in expected.Zip(actual))
        {
            for (var n = 0; n < right.Length; n++)
            {
                Assert.True(
                    new Near(bound).Equals(right[n], found[n]),
                    $"{name}[{n}] is {found[n]:R}, not {right[n]:R} ({where})");
            }
        }
    }

    /// <summary>u lies in ±4 and v in 0.5 … 1.5.</summary>
    static double[] MapAndSum(string kind, int n, Func<Expression, Expression, Expression> make, Precision precision, IExecutor executor)
    {
        var (b, j) = (new LoopIndex("b"), new LoopIndex("j"));
        using var graph = new Graph(precision, batch: 2, executor);
        var (u, v) = (graph.Data("u", 2, n), graph.Data("v", n));
        var map = graph.Computed(kind, 2, n);
        map[b, j] += make(u[b, j], v[j]);
        var sum = graph.Computed("sum", 2);
        sum[b] -= make(u[b, j], v[j]);
        u.Value.Assign([.. Enumerable.Range(0, 2 * n).Select(k => (double)(float)(4 * Math.Sin(k + 1)))]);
        v.Value.Assign([.. Enumerable.Range(0, n).Select(k => (double)(float)(1 + (0.5 * Math.Cos(k))))]);
        graph.Forward();
        return [.. map.Value.ToArray(), .. sum.Value.ToArray()];
    }

    static double[] SumOverThree(int n, IExecutor executor)
    {
        var (i, j, k) = (new LoopIndex("i"), new LoopIndex("j"), new LoopIndex("k"));
        using var graph = new Graph(Precision.Float64, batch: 1, executor);
        var A = graph.Data("A", 2, n, 3);
        var v = graph.Data("v", n);
        var total = graph.Computed("total");
        total[[]] -= A[i, j, k] * v[j];
        var transposed = graph.Computed("transposed", 3, n);
        transposed[k, j] += A[i, j, k];
        var columns = graph.Computed("columns", n);
        columns[j] += (A[i, j, k] * transposed[k, j]) - v[j];
        graph.FillAtRandom();
        graph.Forward();
        return [.. total.Value.ToArray(), .. transposed.Value.ToArray(), .. columns.Value.ToArray()];
    }
}
