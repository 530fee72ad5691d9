using CsCheck;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Scan.Run;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Tests.Cells;

namespace RnnTrainer.Tests.Autodiff.Scan;

/// <summary>The compiled sequence against the unrolled graph of the same cell, run by the reference or by the statement compiler.</summary>
public sealed class ScanTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");
    static readonly LoopIndex r = new("r");

    public static TheoryData<string, int, int, int, int> Shapes
    {
        get
        {
            var data = new TheoryData<string, int, int, int, int>();
            // Every cell once; those of which the others have all forms of statements in more shapes.
            foreach (var cell in CellLibrary.Names)
            {
                data.Add(cell, 5, 7, 3, 2);
            }

            foreach (var cell in new[] { "ugrnn", "ugrnn-heads", "gru", "lstm", "lstm-peephole", "diagonal" }.Concat(Texts.All.Keys))
            {
                data.Add(cell, 4, 6, 5, 1);
                data.Add(cell, 1, 9, 19, 1);
                data.Add(cell, 3, 4, 33, 3);
                data.Add(cell, 17, 50, 16, 2);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_scan_has_the_values_and_gradients_of_the_unrolled_graph(string cell, int B, int T, int J, int workers)
    {
        using var unrolled = new Unrolled(CellOf(cell), LengthsOf(B, T), K: 4, J, Precision.Float64);
        foreach (var simd in SimdSet.Supported(typeof(double)))
        {
            using var scanned = new Scanned(unrolled, workers, Precision.Float64, simd);
            AssertSame(unrolled, scanned, 1e-11);
        }
    }

    // The sums of narrow layers are gathered in two chains, with a rest of terms that fill no chain; a wide lone row takes wide panels.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(70)]
    public void A_lone_example_has_the_values_of_the_unrolled_graph_at_any_width(int J)
    {
        using var unrolled = new Unrolled(CellLibrary.Find("ugrnn")!, LengthsOf(1, 5), K: 4, J, Precision.Float64);
        foreach (var simd in SimdSet.Supported(typeof(double)))
        {
            using var scanned = new Scanned(unrolled, workers: 1, Precision.Float64, simd);
            AssertSame(unrolled, scanned, 1e-11);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void In_float32_it_stays_within_rounding_of_float64(string cell, int B, int T, int J, int workers)
    {
        using var unrolled = new Unrolled(CellOf(cell), LengthsOf(B, T), K: 4, J, Precision.Float64);
        foreach (var simd in SimdSet.Supported(typeof(float)))
        {
            using var scanned = new Scanned(unrolled, workers, Precision.Float32, simd);
            AssertSame(unrolled, scanned, 2e-5);
        }
    }

    [Theory]
    [InlineData("ugrnn")]
    [InlineData("ugrnn-heads")]
    [InlineData("gru")]
    [InlineData("diagonal")]
    public void The_number_of_workers_does_not_change_a_bit(string cell)
    {
        using var unrolled = new Unrolled(CellOf(cell), LengthsOf(37, 40), K: 5, J: 23, Precision.Float32);
        using var one = new Scanned(unrolled, workers: 1, Precision.Float32, SimdSet.Best(typeof(float)));
        foreach (var workers in new[] { 2, 3, 8 })
        {
            using var many = new Scanned(unrolled, workers, Precision.Float32, SimdSet.Best(typeof(float)));
            Assert.Equal(one.Results(), many.Results());
        }
    }

    /// <summary>Cells whose statements take every form; few sizes, so that the samples share compiled code.</summary>
    static readonly Gen<(string Cell, int[] Lengths, int J, int Workers)> Divided =
        from cell in Gen.OneOf(
            new[] { "ugrnn", "ugrnn-heads", "ugrnn-diagonal", "lstm-peephole", "min-gru", "diagonal" }.Select(Gen.Const).ToArray())
        from lengths in Gen.Int[1, 24].Array[1, 40]
        from J in Gen.OneOf(Gen.Const(5), Gen.Const(16))
        from workers in Gen.Int[2, 64]
        select (cell, lengths.OrderDescending().ToArray(), J, workers);

    // Early products, steps, deferred weight gradients, finishing products: each divides rows or columns in a way of its own.
    [Fact]
    public void However_many_workers_divide_a_batch_of_any_lengths_they_give_the_bits_of_one_and_the_unrolled_graph() =>
        Divided.Sample(
            sample =>
            {
                using var unrolled = new Unrolled(
                    CellOf(sample.Cell), new SequenceLengths(sample.Lengths), K: 3, sample.J, Precision.Float64);
                using var one = new Scanned(unrolled, workers: 1, Precision.Float64, SimdSet.Best(typeof(double)));
                using var many = new Scanned(unrolled, sample.Workers, Precision.Float64, SimdSet.Best(typeof(double)));
                AssertSame(unrolled, many, 1e-11);
                Assert.Equal(one.Results(), many.Results());
            },
            iter: 40,
            threads: 2,
            print: s => $"{s.Cell}, lengths {string.Join(' ', s.Lengths)}, J {s.J}, {s.Workers} workers");

    /// <summary>Few sequences of cells whose units, or heads, do not read one another; few widths, so that the samples share compiled
    /// code.</summary>
    static readonly Gen<(string Cell, int[] Lengths, int J, int Workers)> DividedByUnits =
        from cell in Gen.OneOf(
            new[] { "indrnn", "ugrnn-diagonal", "ugrnn-heads", "min-gru", "min-lstm", "own", "own-heads" }.Select(Gen.Const).ToArray())
        from lengths in Gen.Int[1, 90].Array[1, 7]
        from J in cell == "own-heads" ? Gen.Const(96) : cell == "ugrnn-heads" ? Gen.Const(128) : Gen.OneOf(Gen.Const(23), Gen.Const(70))
        from workers in Gen.Int[1, 64]
        select (cell, lengths.OrderDescending().ToArray(), J, workers);

    [Fact]
    public void However_many_workers_share_the_units_of_few_sequences_they_give_the_bits_of_one_and_the_unrolled_graph() =>
        DividedByUnits.Sample(
            sample =>
            {
                using var unrolled = new Unrolled(
                    CellOf(sample.Cell), new SequenceLengths(sample.Lengths), K: 5, sample.J, Precision.Float64);
                foreach (var (precision, tolerance) in new[] { (Precision.Float64, 1e-11), (Precision.Float32, 4e-5) })
                {
                    var sets = SimdSet.Supported(precision.ScalarType());
                    var simd = sets[sample.Workers % sets.Count];
                    using var one = new Scanned(unrolled, workers: 1, precision, simd);
                    using var many = new Scanned(unrolled, sample.Workers, precision, simd);
                    Assert.Equal(sample.Workers > 1, many.IsByUnits);
                    AssertSame(unrolled, many, tolerance);
                    Assert.Equal(one.Results(), many.Results());
                }
            },
            iter: 60,
            threads: 2,
            print: s => $"{s.Cell}, lengths {string.Join(' ', s.Lengths)}, J {s.J}, {s.Workers} workers");

    [Theory]
    [InlineData("ugrnn", 1)]
    [InlineData("gru", 9)]
    [InlineData("diagonal", 3)]
    public void A_pass_allocates_nothing(string cell, int B)
    {
        using var unrolled = new Unrolled(CellOf(cell), SequenceLengths.Equal(B, 6), K: 4, J: 8, Precision.Float32);
        using var scanned = new Scanned(unrolled, workers: 1, Precision.Float32, SimdSet.Best(typeof(float)));
        scanned.Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        scanned.Pass();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static ICell CellOf(string name) => name switch
    {
        "diagonal" => new DiagonalUgrnn(),
        "own" => TextCell.Parse(UnitsTests.Own, "own.cell"),
        "own-heads" => TextCell.Parse(UnitsTests.OwnHeads, "own-heads.cell"),
        _ => Texts.Find(name),
    };

    static SequenceLengths LengthsOf(int B, int T) =>
        new([.. Enumerable.Range(0, B).Select(n => Math.Max(1, T - (n * n % 5 * n / 2))).OrderDescending()]);

    static void AssertSame(Unrolled expected, Scanned actual, double tolerance)
    {
        var others = actual.Results();
        foreach (var (name, value) in expected.Results())
        {
            var other = others[name];
            Assert.Equal(value.Length, other.Length);
            var scale = value.Select(Math.Abs).DefaultIfEmpty(1).Max() + 1e-3;
            for (var n = 0; n < value.Length; n++)
            {
                Assert.True(Math.Abs(value[n] - other[n]) <= tolerance * scale, $"{name}[{n}]: {value[n]} unrolled, {other[n]} scanned");
            }
        }
    }

    static double Random(int stream, int n) => (2 * RandomStream.At((ulong)stream, (ulong)n)) - 1;

    static double[] Randoms(int stream, int count) => [.. Enumerable.Range(0, count).Select(n => Random(stream, n))];

    /// <summary>The loss is a weighted sum of the last states and of every output, so that each has a gradient of its own.</summary>
    sealed class Unrolled : IDisposable
    {
        readonly Graph _graph;
        readonly List<Node> _x;
        readonly IReadOnlyList<IReadOnlyList<Node>> _states;
        readonly List<Input> _initial;

        public Unrolled(ICell cell, SequenceLengths lengths, int K, int J, Precision precision)
        {
            J = new CellSizes(J: J).Fitting(cell).J;
            (Cell, Lengths, this.K, this.J) = (cell, lengths, K, J);
            _graph = new Graph(precision, lengths.Batch);
            Phi = Phi.Zeros(cell, precision, K, J);
            foreach (var (parameter, n) in Phi.Parameters.Select((p, n) => (p, n)))
            {
                parameter.Value.Assign([.. Randoms(n, parameter.Value.Length).Select(v => v / Math.Sqrt(J))]);
            }

            var B = lengths.Batch;
            var running = new List<Node>();
            _x = [];
            for (var t = 0; t < lengths.Steps; t++)
            {
                var x = _graph.Input($"x{t}", B, K);
                var on = _graph.Data($"on{t}", B);
                for (var n = 0; n < B; n++)
                {
                    on.Value.Set(n, n < lengths.Rows(t) ? 1 : 0);
                    for (var k = 0; k < K; k++)
                    {
                        x.Value.Set((n * K) + k, n < lengths.Rows(t) ? Random(100, ((lengths.Offset(t) + n) * K) + k) : 7);
                    }
                }

                _x.Add(x);
                running.Add(on);
            }

            _initial = [.. cell.States.Select((s, n) => _graph.Input(s, B, J))];
            foreach (var (state, n) in _initial.Select((s, n) => (s, n)))
            {
                state.Value.Assign(Randoms(200 + n, B * J));
            }

            _states = Unroll.Over(_graph, cell, Phi, _x, [.. _initial], running);
            var loss = _graph.Computed("loss", B);
            for (var s = 0; s < cell.States.Count; s++)
            {
                var c = _graph.Data("c", B, J);
                c.Value.Assign(Randoms(300 + s, B * J));
                loss[b] += c[b, j] * _states[^1][s][b, j];
            }

            for (var t = 0; t < lengths.Steps; t++)
            {
                var c = _graph.Data("c", B, J);
                for (var n = 0; n < lengths.Rows(t) * J; n++)
                {
                    c.Value.Set(n, 0.1 * Random(400, (lengths.Offset(t) * J) + n));
                }

                loss[b] += c[b, j] * _states[t][0][b, j];
            }

            _graph.Forward();
            _graph.Backward(loss);
        }

        public ICell Cell { get; }

        public SequenceLengths Lengths { get; }

        public int K { get; }

        public int J { get; }

        public Phi Phi { get; }

        public Dictionary<string, double[]> Results()
        {
            var results = Phi.Parameters.ToDictionary(p => p.Name, p => p.Grad.ToArray());
            for (var s = 0; s < _initial.Count; s++)
            {
                results[$"last {s}"] = _states[^1][s].Value.ToArray();
                results[$"initial {s}"] = _initial[s].Grad.ToArray();
            }

            results["x"] = [.. Enumerable.Range(0, Lengths.Steps).SelectMany(t => _x[t].Grad.ToArray().Take(Lengths.Rows(t) * K))];
            results["h"] = [.. Enumerable.Range(0, Lengths.Steps).SelectMany(t => _states[t][0].Value.ToArray().Take(Lengths.Rows(t) * J))];
            return results;
        }

        public void Dispose() => _graph.Dispose();
    }

    sealed class Scanned : IDisposable
    {
        readonly Graph _graph;
        readonly WorkerGroup _group;
        readonly SequenceScan _scan;
        readonly Phi _phi;
        readonly Input _x;
        readonly List<Input> _initial;
        readonly SequenceLengths _lengths;
        readonly Computed _loss;

        public Scanned(Unrolled like, int workers, Precision precision, SimdSet simd)
        {
            var (B, T, K, J) = (like.Lengths.Batch, like.Lengths.Steps + 3, like.K, like.J);
            _lengths = like.Lengths;
            _group = new WorkerGroup(workers, isEager: true);
            _graph = new Graph(precision, B, new Compiler(_ => simd));
            _phi = Phi.Zeros(like.Cell, precision, K, J);
            foreach (var parameter in _phi.Parameters)
            {
                parameter.Value.Assign(like.Phi[parameter.Name].Value.ToArray());
            }

            _x = _graph.Input("x", B * T, K);
            _x.Value.Fill(double.NaN);
            for (var n = 0; n < _lengths.Total * K; n++)
            {
                _x.Value.Set(n, Random(100, n));
            }

            _initial = [.. like.Cell.States.Select(s => _graph.Input(s, B, J))];
            foreach (var (state, n) in _initial.Select((s, n) => (s, n)))
            {
                state.Value.Assign(Randoms(200 + n, B * J));
            }

            var step = CellStep.Trace(like.Cell, _phi, precision, new CellSizes(B: 2, J: J, K: K)).Program;
            _scan = _graph.Scan(step, _x, [.. _initial], T, _group, keepsOutputs: true);
            _scan.Resize(_lengths);
            var loss = _graph.Computed("loss", B);
            for (var s = 0; s < like.Cell.States.Count; s++)
            {
                var c = _graph.Data("c", B, J);
                c.Value.Assign(Randoms(300 + s, B * J));
                loss[b] += c[b, j] * _scan.Last[s][b, j];
            }

            var all = _graph.Data("c", B * T, J);
            for (var n = 0; n < _lengths.Total * J; n++)
            {
                all.Value.Set(n, 0.1 * Random(400, n));
            }

            // Any derivative of the outputs will do: spread over the examples it is the same sum.
            var sum = _graph.Computed("sum", 1);
            var one = new LoopIndex("one");
            sum[one] += all[r, j] * _scan.Outputs![r, j] * Ones()[one];
            loss[b] += First(B)[b, one] * sum[one];

            // Twice: the second pass starts from a used memory.
            _loss = loss;
            Pass();
            _phi.Parameters.ClearGradients();
            Pass();
        }

        /// <summary>Whether the workers share the units.</summary>
        public bool IsByUnits => _scan.IsByUnits;

        public void Pass()
        {
            _graph.Forward();
            _graph.Backward(_loss);
        }

        public Dictionary<string, double[]> Results()
        {
            var results = _phi.Parameters.ToDictionary(p => p.Name, p => p.Grad.ToArray());
            for (var s = 0; s < _initial.Count; s++)
            {
                results[$"last {s}"] = _scan.Last[s].Value.ToArray();
                results[$"initial {s}"] = _initial[s].Grad.ToArray();
            }

            results["x"] = _x.Grad.ToArray()[..(_lengths.Total * _x.Shape[1])];
            results["h"] = _scan.Outputs!.Value.ToArray()[..(_lengths.Total * _scan.Outputs.Shape[1])];
            return results;
        }

        public void Dispose()
        {
            _graph.Dispose();
            _group.Dispose();
        }

        Input Ones()
        {
            var ones = _graph.Data("ones", 1);
            ones.Value.Fill(1);
            return ones;
        }

        Input First(int B)
        {
            var first = _graph.Data("first", B, 1);
            first.Value.Set(0, 1);
            return first;
        }
    }

    /// <summary>A cell with parts that no built-in one has: diagonal weights, a row sum, a maximum, a computed weight, a lone bias, an
    /// unused input column.</summary>
    sealed class DiagonalUgrnn : ICell
    {
        static readonly LoopIndex k = new("k");
        static readonly LoopIndex i = new("i");

        public string Name => "diagonal";

        public IReadOnlyList<string> States => ["h"];

        public IReadOnlyList<ParameterShape> Parameters(int K, int J) =>
        [
            new("A", [J], Initializer.Zero), new("W", [J, K], Initializer.Zero), new("B", [J], Initializer.Zero),
                new("U", [J, J], Initializer.Zero), new("V", [J], Initializer.Zero),
        ];

        public IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states)
        {
            var h = states[0].Value;
            var U2 = graph.Computed("U2", phi["U"].Shape);
            U2[j, i] += phi["U"][j, i] * phi["V"][j];
            var R = graph.Computed("R~", h.Shape);
            R[b, j] += phi["A"][j] * h[b, j];
            R[b, j] += phi["W"][j, k] * x[b, k];
            var q = graph.Computed("q", h.Shape);
            q[b, j] -= phi["B"][j];
            q[b, j] += Functions.Tanh(R[b, j]);
            var top = graph.Computed("top", h.Shape[0]);
            top[b].Max(q[b, j]);
            var Z = graph.Computed("Z", h.Shape[0]);
            Z[b] += Functions.Exp(q[b, j] - top[b]);
            var p = graph.Computed("p", h.Shape);
            p[b, j] += Functions.Exp(q[b, j] - top[b]) / Z[b];
            var m = graph.Computed("m", h.Shape);
            m[b, i] += U2[j, i] * p[b, j];
            var next = graph.Computed("h'", h.Shape);
            next[b, j] += (0.5 * h[b, j]) + (0.3 * q[b, j]) + m[b, j];
            return [next];
        }
    }
}
