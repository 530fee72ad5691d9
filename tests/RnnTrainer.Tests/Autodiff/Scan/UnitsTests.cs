using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Scan.Run;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Autodiff.Scan;

/// <summary>Cells whose units or heads do not read one another: few examples, and many workers that share the units. What training computes
/// is held to one worker in <see cref="ScanTests"/>.</summary>
public sealed class UnitsTests
{
    const int K = 3;

    /// <summary>Two states, a constant parameter, a value that does not change over time, a gate without the input, a lone bias.</summary>
    internal const string Own = """
        cell own
        input x[b,k]
        state h[b,j] c[b,j]
        param U[j,k] V[j,k] A[j] B[j] D[j]
        e[j] += exp(A[j])
        u[b,j] += U[j,k] x[b,k]
        u[b,j] += D[j] h[b,j]
        v[b,j] += V[j,k] x[b,k]
        f[b,j] += B[j]
        f[b,j] += c[b,j] h[b,j]
        c'[b,j] += sigmoid(f[b,j]) c[b,j] + e[j] tanh(u[b,j])
        h'[b,j] += tanh(c'[b,j]) + 0.1 v[b,j] h[b,j]
        """;

    /// <summary>Three heads with matrices in both orders, an input's matrix that is written k first, a weight of one unit that reads
    /// another state, a bias.</summary>
    internal const string OwnHeads = """
        cell own-heads
        input x[b,k]
        state h[b,j] c[b,j]
        const heads = 3
        size g = heads
        param W[g,u,v] V[g,v,u] U[k,j] D[j] B[j]
        a[b,(g u)] += W[g,u,v] h[b,(g v)]
        a[b,j] += U[k,j] x[b,k]
        a[b,j] += D[j] c[b,j]
        f[b,(g u)] += V[g,v,u] c[b,(g v)]
        f[b,j] -= B[j]
        c'[b,j] += sigmoid(f[b,j]) c[b,j] + (1 - sigmoid(f[b,j])) tanh(a[b,j])
        h'[b,j] += tanh(c'[b,j]) + 0.1 a[b,j]
        """;

    public static TheoryData<string> Cells => ["indrnn", "ugrnn-diagonal", "min-gru", "min-lstm", "own"];

    [Fact]
    public void Of_the_built_in_cells_four_have_units_that_do_not_read_one_another_and_one_has_heads()
    {
        Assert.Equal(["indrnn", "ugrnn-diagonal", "ugrnn-heads", "min-gru", "min-lstm"], CellLibrary.Names.Where(AreShared));

        static bool AreShared(string cell)
        {
            using var few = new Run(
                cell, [4], J: 128, workers: 2, keepsOutputs: true, Precision.Float32, SimdSet.Supported(typeof(float))[0]);
            using var training = new Run(
                cell, [4], J: 128, workers: 2, keepsOutputs: true, Precision.Float32, SimdSet.Supported(typeof(float))[0], trains: true);
            Assert.Equal(few.IsByUnits, training.IsByUnits);
            return few.IsByUnits;
        }
    }

    [Fact]
    public void Units_are_not_shared_by_one_worker_nor_where_work_does_not_pay()
    {
        var simd = SimdSet.Supported(typeof(float))[0];
        using var lone = new Run("indrnn", [4], J: 64, workers: 1, keepsOutputs: true, Precision.Float32, simd);
        using var little = new Run("indrnn", [4], J: 64, workers: 2, keepsOutputs: true, Precision.Float32, simd, isEager: false);
        Assert.All([lone, little], run => Assert.False(run.IsByUnits));
        Assert.Equal(1, little.Workers);
    }

    // Widths of all rests of a vector, below and above the parts that the units are cut in.
    [Theory]
    [MemberData(nameof(Cells))]
    public void Any_number_of_workers_gives_the_bits_of_one(string cell)
    {
        foreach (var precision in new[] { Precision.Float32, Precision.Float64 })
        {
            foreach (var simd in SimdSet.Supported(precision.ScalarType()))
            {
                for (var J = 1; J <= simd.Count; J++)
                {
                    AssertSame(cell, 64 + J, precision, simd, workers: 2 + (J % 7));
                }

                AssertSame(cell, 3, precision, simd, workers: 2);
                AssertSame(cell, 33, precision, simd, workers: 64);
                AssertSame(cell, 128, precision, simd, workers: 8);
            }
        }
    }

    // Heads that are whole panels, and ones that are not: those are not cut.
    [Fact]
    public void Any_number_of_workers_gives_the_bits_of_one_where_units_are_in_heads()
    {
        foreach (var precision in new[] { Precision.Float32, Precision.Float64 })
        {
            foreach (var simd in SimdSet.Supported(precision.ScalarType()))
            {
                foreach (var (J, workers) in new[] { (128, 2), (256, 3), (128, 8), (384, 64) })
                {
                    AssertSame("ugrnn-heads", J, precision, simd, workers);
                }

                using var uneven = new Run("ugrnn-heads", [4], J: 4 * 33, workers: 2, keepsOutputs: true, precision, simd);
                Assert.False(uneven.IsByUnits);
            }
        }
    }

    static void AssertSame(string cell, int J, Precision precision, SimdSet simd, int workers)
    {
        int[][] batches = [[1 + (J % 50)], [50, 1], [7, 7, 1 + (workers % 7)]];
        var lengths = batches[(J + workers) % batches.Length];
        var keepsOutputs = (J + workers) % 2 == 0;
        using var one = new Run(cell, lengths, J, workers: 1, keepsOutputs, precision, simd);
        using var many = new Run(cell, lengths, J, workers, keepsOutputs, precision, simd);
        Assert.False(one.IsByUnits);
        Assert.Equal(J > Math.Max(64 / precision.Bytes(), simd.Count), many.IsByUnits);
        Assert.True(
            one.Bits().SequenceEqual(many.Bits()),
            $"{cell}, J = {J}, lengths {string.Join(',', lengths)}, {precision}, {simd.Name}, {workers} workers: other bits.");
    }

    /// <summary>A scan of random numbers, run twice: the second pass starts from a used memory.</summary>
    sealed class Run : IDisposable
    {
        readonly WorkerGroup _group;
        readonly Graph _graph;
        readonly SequenceScan _scan;
        readonly SequenceLengths _lengths;

        public Run(
            string cell, int[] lengths, int J, int workers, bool keepsOutputs, Precision precision, SimdSet simd, bool trains = false,
            bool isEager = true)
        {
            var own = cell == "own" ? TextCell.Parse(Own, "own.cell") : CellLibrary.Find(cell)!;
            var (B, T) = (lengths.Length, lengths[0] + 2);
            _lengths = new SequenceLengths(lengths);
            _group = new WorkerGroup(workers, isEager);
            _graph = new Graph(precision, B, new Compiler(_ => simd));
            var random = new Random(J);
            var phi = Phi.Zeros(own, precision, K, J);
            foreach (var parameter in phi.Parameters)
            {
                parameter.Value.Assign(Numbers(parameter.Value.Length));
            }

            var x = _graph.Input("x", B * T, K);
            x.Value.Assign(Numbers(x.Value.Length));
            var initial = own.States.Select(s => _graph.Input(s, B, J)).ToList();
            initial.ForEach(s => s.Value.Assign(Numbers(s.Value.Length)));
            var step = CellStep.Trace(own, phi, precision, new CellSizes(B: 2, J: J, K: K)).Program;
            _scan = _graph.Scan(step, x, [.. initial], T, _group, trains, keepsOutputs);
            _scan.Resize(_lengths);
            _graph.Forward();
            _graph.Forward();

            double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        }

        public bool IsByUnits => _scan.IsByUnits;

        public int Workers => _scan.Workers;

        public IEnumerable<long> Bits() => _scan.Last.SelectMany(l => l.Value.ToArray())
            .Concat(_scan.Outputs?.Value.ToArray()[..(_lengths.Total * _scan.Outputs.Shape[1])] ?? [])
            .Select(BitConverter.DoubleToInt64Bits);

        public void Dispose()
        {
            _graph.Dispose();
            _group.Dispose();
        }
    }
}
