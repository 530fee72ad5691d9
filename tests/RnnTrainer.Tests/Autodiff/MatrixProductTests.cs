using CsCheck;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>Products that are large enough for register tiles, against the loops of the interpreter.</summary>
public sealed class MatrixProductTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");
    static readonly LoopIndex c = new("c");

    public static TheoryData<int, int, int> Sizes =>
        new() { { 40, 33, 29 }, { 3, 70, 90 }, { 129, 16, 8 }, { 64, 65, 31 }, { 1, 200, 100 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Tiles_give_what_the_loops_give_forward_and_backward(int B, int J, int C)
    {
        foreach (var simd in SimdSet.Supported(typeof(double)))
        {
            using var group = new WorkerGroup(2, isEager: true);
            var expected = Run(new Interpreter(), B, J, C, Precision.Float64);
            var actual = Run(new Compiler(_ => simd, group), B, J, C, Precision.Float64);
            Assert.All(
                expected.Zip(actual), pair =>
                    Assert.Equal(pair.First, pair.Second, (x, y) => Math.Abs(x - y) <= 1e-12 * (1 + Math.Abs(x))));
        }
    }

    [Fact]
    public void The_number_of_workers_does_not_change_a_bit() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[60, 130], Gen.Int[60, 90], Gen.Int[2, 64]).Sample(
            (B, J, C, workers) =>
            {
                using var group = new WorkerGroup(workers, isEager: true);
                Assert.Equal(Run(new Compiler(), B, J, C, Precision.Float32), Run(new Compiler(group: group), B, J, C, Precision.Float32));
            },
            iter: 30,
            threads: 2);

    static List<double[]> Run(IExecutor executor, int B, int J, int C, Precision precision)
    {
        using var graph = new Graph(precision, B, executor);
        using var W = new Parameter("W", precision, C, J);
        using var U = new Parameter("U", precision, J, C);
        var h = graph.Input("h", B, J);
        foreach (var (node, stream) in new (Node, ulong)[] { (W, 1), (U, 2), (h, 3) })
        {
            node.Value.Assign([.. Enumerable.Range(0, node.Value.Length).Select(n => RandomStream.At(stream, (ulong)n) - 0.5)]);
        }

        var s = graph.Computed("s", B, C);
        s[b, c] += W[c, j] * h[b, j];
        s[b, c] -= 3 * h[b, j] * U[j, c];
        var loss = graph.Computed("loss", B);
        loss[b] += s[b, c] * s[b, c];
        graph.Forward();
        graph.Backward(loss);
        return [s.Value.ToArray(), W.Grad.ToArray(), U.Grad.ToArray(), h.Grad.ToArray()];
    }
}
