using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Autodiff;

public sealed class PackedRowsTests
{
    static readonly LoopIndex r = new("r");
    static readonly LoopIndex c = new("c");
    static readonly LoopIndex j = new("j");

    public static TheoryData<string, int, int, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int, int, int>();
            foreach (var executor in new[] { "reference", "loops and tiles" })
            {
                data.Add(executor, 7, 5, 3);
                data.Add(executor, 90, 33, 21);
            }

            return data;
        }
    }

    /// <summary>Three examples own the rows in turn; a row's loss goes to its owner by a gather.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_beyond_those_in_use_have_no_effect_whatever_they_hold(string executor, int used, int J, int C)
    {
        using var exact = new Rows(ExecutorOf(executor), capacity: used, used, J, C, garbage: 0);
        using var roomy = new Rows(ExecutorOf(executor), capacity: used + 9, used, J, C, double.NaN);
        Assert.Equal(exact.Results(), roomy.Results());
    }

    [Fact]
    public void Tiles_and_the_reference_agree_over_packed_rows()
    {
        using var reference = new Rows(new Interpreter(), 60, 50, 33, 21, double.NaN);
        using var compiled = new Rows(new Compiler(), 60, 50, 33, 21, double.NaN);
        Assert.All(
            reference.Results().Zip(compiled.Results()), pair =>
                Assert.Equal(pair.First, pair.Second, (x, y) => Math.Abs(x - y) <= 1e-12 * (1 + Math.Abs(x))));
    }

    [Fact]
    public void More_rows_than_there_is_memory_for_are_refused()
    {
        using var graph = new Graph(Precision.Float64, 1, rows: 4);
        Assert.Equal(
            "5 rows were asked for, of 1 to 4. (Parameter 'value')",
            Assert.Throws<ArgumentOutOfRangeException>(() => graph.Rows!.Used = 5).Message);
    }

    [Fact]
    public void A_graph_without_packed_rows_refuses_such_a_node()
    {
        using var graph = new Graph(Precision.Float64, 1);
        Assert.Equal(
            "The graph has no packed rows: give its constructor the largest number of them.",
            Assert.Throws<NotationException>(() => graph.Data("x", Graph.PackedRows, 2)).Message);
    }

    static IExecutor ExecutorOf(string name) => name == "reference" ? new Interpreter() : new Compiler();

    sealed class Rows : IDisposable
    {
        readonly Graph _graph;
        readonly Parameter _W;
        readonly Parameter _B;
        readonly Input _h;
        readonly Computed _s;
        readonly Computed _loss;
        readonly int _used;

        public Rows(IExecutor executor, int capacity, int used, int J, int C, double garbage)
        {
            _used = used;
            _graph = new Graph(Precision.Float64, batch: 3, executor, rows: capacity);
            (_W, _B) = (new Parameter("W", Precision.Float64, C, J), new Parameter("B", Precision.Float64, C));
            _h = _graph.Input("h", Graph.PackedRows, J);
            var owner = _graph.Indices("e", Graph.PackedRows);
            _h.Value.Fill(garbage);
            for (var n = 0; n < used * J; n++)
            {
                _h.Value.Set(n, RandomStream.At(1, (ulong)n) - 0.5);
            }

            for (var n = 0; n < capacity; n++)
            {
                owner.Value.Integers[n] = n < used ? n % 3 : -7;
            }

            foreach (var (parameter, stream) in new[] { (_W, 2UL), (_B, 3UL) })
            {
                parameter.Value.Assign(
                    [.. Enumerable.Range(0, parameter.Value.Length).Select(n => RandomStream.At(stream, (ulong)n) - 0.5)]);
            }

            _s = _graph.Computed("s", Graph.PackedRows, C);
            _s[r, c] += _W[c, j] * _h[r, j];
            _s[r, c] -= _B[c];
            var row = _graph.Computed("l", Graph.PackedRows);
            row[r] += Functions.Softplus(_s[r, c]) * _s[r, c];
            _loss = _graph.Computed("loss", 3);
            _loss[owner[r]] += row[r];
            _graph.Rows!.Used = used;
            _graph.Forward();
            _graph.Backward(_loss);
        }

        public IReadOnlyList<double[]> Results() =>
        [
            _loss.Value.ToArray(), _W.Grad.ToArray(), _B.Grad.ToArray(), _h.Grad.ToArray()[..(_used * _h.Shape[1])],
                _s.Value.ToArray()[..(_used * _s.Shape[1])],
        ];

        public void Dispose()
        {
            _graph.Dispose();
            _W.Dispose();
            _B.Dispose();
        }
    }
}
