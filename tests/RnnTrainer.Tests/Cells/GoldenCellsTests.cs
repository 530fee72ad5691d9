namespace RnnTrainer.Tests.Cells;

/// <summary>
/// Cells against numbers of other programs. There a bias is added, here it is subtracted; matrices are transposed where the other program
/// has rows for inputs.
/// </summary>
public sealed class GoldenCellsTests
{
    static readonly double[] Inputs = [3, 1, 4, 1, 5, 9, 2];
    static readonly double[] Bias = [-1, 1, -0.5, 2, -1, 1, -0.5, 2, -1, 1, -0.5, 2];

    /// <summary>ONNX backend tests test_simple_rnn_defaults and test_simple_rnn_with_initial_bias (onnx/onnx, Apache-2.0): all weights 0.1,
    /// then a bias of 0.1.</summary>
    [Fact]
    public void A_plain_recurrence_has_the_values_of_ONNX()
    {
        using var run = new CellRun("rnn", K: 2, J: 4, B: 3).With("Wh Wx", 0.1);
        Near([0.29131263, 0.6043678, 0.800499], Column(run.Step(1, 2, 3, 4, 5, 6).State("h"), 4));

        using var biased = new CellRun("rnn", K: 3, J: 5, B: 3).With("Wh Wx", 0.1).With("B", -0.1);
        Near([0.6043678, 0.9216685, 0.9866143], Column(biased.Step(1, 2, 3, 4, 5, 6, 7, 8, 9).State("h"), 5));
    }

    /// <summary>ONNX backend tests test_gru_defaults and test_gru_with_initial_bias (linear_before_reset 0).</summary>
    [Fact]
    public void A_gru_has_the_values_of_ONNX()
    {
        using var run = new CellRun("gru", K: 2, J: 5, B: 3).With("Whz Wxz Whr Wxr Whn Wxn", 0.1);
        Near([0.12397026, 0.20053662, 0.19991654], Column(run.Step(1, 2, 3, 4, 5, 6).State("h"), 5));

        using var biased = new CellRun("gru", K: 3, J: 3, B: 3).With("Whz Wxz Whr Wxr Whn Wxn", 0.1).With("Bz Br Bn", -0.1);
        Near([0.20053662, 0.15482338, 0.07484276], Column(biased.Step(1, 2, 3, 4, 5, 6, 7, 8, 9).State("h"), 3));
    }

    /// <summary>ONNX backend tests test_lstm_defaults and test_lstm_with_initial_bias.</summary>
    [Fact]
    public void An_lstm_has_the_values_of_ONNX()
    {
        const string Weights = "Whu Wxu Whf Wxf Whg Wxg Who Wxo";
        using var run = new CellRun("lstm", K: 2, J: 3, B: 3).With(Weights, 0.1);
        Near([0.095241204, 0.25606447, 0.40323776], Column(run.Step(1, 2, 3, 4, 5, 6).State("h"), 3));

        using var biased = new CellRun("lstm", K: 3, J: 4, B: 3).With(Weights, 0.1).With("Bu Bf Bg Bo", -0.1);
        Near([0.25606447, 0.5367278, 0.6672132], Column(biased.Step(1, 2, 3, 4, 5, 6, 7, 8, 9).State("h"), 4));
    }

    /// <summary>TensorFlow's testGRUCell (contrib core_rnn_cell_test.py, Apache-2.0): all weights 0.5, both gates with a bias of
    /// 1.</summary>
    [Theory]
    [InlineData(2, 0.175991)]
    [InlineData(3, 0.156736)]
    public void A_gru_has_the_values_of_TensorFlow(int K, double expected)
    {
        using var run = new CellRun("gru", K, J: 2).With("Whz Wxz Whr Wxr Whn Wxn", 0.5).With("Bz Br", -1).From("h", 0.1);

        Near([expected], Column(run.Step([.. Enumerable.Repeat(1.0, K)]).State("h"), 2));
    }

    /// <summary>TensorFlow's testBasicLSTMCellWithStateTuple: two layers, all weights 0.5, forget bias 1.</summary>
    [Fact]
    public void Two_layers_of_lstm_have_the_values_of_TensorFlow()
    {
        double[] below = [1, 1];
        foreach (var (h, c) in new[] { (0.44848421, 0.68967271), (0.24024698, 0.39897051) })
        {
            using var run = new CellRun("lstm", K: 2, J: 2).With("Whu Wxu Whf Wxf Whg Wxg Who Wxo", 0.5).With("Bf", -1).From("h", 0.1)
                .From("c", 0.1);
            run.Step(below);

            Near([h, c], [.. Column(run.State("h"), 2), .. Column(run.State("c"), 2)]);
            below = run.State("h");
        }
    }

    /// <summary>TensorFlow's testCoupledInputForgetGateLSTMCell: all weights 0.5, forget bias 1.</summary>
    [Fact]
    public void A_coupled_lstm_has_the_values_of_TensorFlow()
    {
        using var run = new CellRun("lstm-coupled", K: 4, J: 2, B: 3).With("Whf Wxf Whg Wxg Who Wxo", 0.5).With("Bf", -1).From("h", 0.1)
            .From("c", 0.1);
        run.Step(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);

        Near([0.137523, 0.10545, 0.100742], Column(run.State("c"), 2));
        Near([0.121753, 0.103349, 0.100178], Column(run.State("h"), 2));
    }

    /// <summary>
    /// The test of huggingface/candle (candle-nn/tests/rnn.rs, MIT or Apache-2.0) against PyTorch's nn.LSTM, printed to four decimals:
    /// weight_ih cos(0), cos(1), … [12,2] and
    /// weight_hh sin(0), sin(1), … [12,3] with the gates i, f, g, o below one another, bias_hh = cos(bias_ih), seven steps of (v, v/2).
    /// </summary>
    [Fact]
    public void An_lstm_has_the_values_of_PyTorch()
    {
        using var run = new CellRun("lstm", K: 2, J: 3);
        foreach (var (gate, n) in new[] { "u", "f", "g", "o" }.Select((g, n) => (g, n)))
        {
            run.With($"Wx{gate}", Numbers(Math.Cos, 6, n)).With($"Wh{gate}", Numbers(Math.Sin, 9, n))
                .With($"B{gate}", Added(n).Select(b => -b));
        }

        Near([0.9919, 0.1738, -0.1451, 5.725, 0.4458, -0.2908], [.. Seven(run).State("h"), .. run.State("c")], 6e-5);
    }

    /// <summary>The same of nn.GRU, gates r, z, n: the reset gate comes after the product.</summary>
    [Fact]
    public void A_gru_with_the_reset_after_the_product_has_the_values_of_PyTorch()
    {
        using var run = new CellRun("gru-reset-after", K: 2, J: 3);
        foreach (var (gate, n) in new[] { "r", "z", "n" }.Select((g, n) => (g, n)))
        {
            run.With($"Wx{gate}", Numbers(Math.Cos, 6, n)).With($"Wh{gate}", Numbers(Math.Sin, 9, n));
        }

        run.With("Br", Added(0).Select(b => -b)).With("Bz", Added(1).Select(b => -b));
        run.With("Bn", Bias[6..9].Select(b => -b)).With("Bhn", Bias[6..9].Select(b => -Math.Cos(b)));

        Near([0.0579, 0.8836, -0.9991], Seven(run).State("h"), 6e-5);
    }

    /// <summary>The test of tracel-ai/burn against PyTorch (crates/burn-nn, gru.rs, MIT or Apache-2.0): four steps; its weights are rounded
    /// to four decimals.</summary>
    [Fact]
    public void A_gru_of_unlike_weights_has_the_values_of_PyTorch()
    {
        using var run = new CellRun("gru-reset-after", K: 2, J: 3)
            .With("Wxz", [-0.2811, 0.3391, 0.509, -0.4236, 0.5018, 0.1081])
            .With("Wxr", [0.4414, 0.4792, -0.1353, 0.5304, -0.1265, 0.1165])
            .With("Wxn", [0.4266, 0.0782, 0.2784, -0.0815, 0.4451, 0.0853])
            .With("Whz", [-0.3471, 0.0545, -0.5702, 0.5214, -0.4904, 0.4457, 0.0961, -0.1875, 0.3568])
            .With("Whr", [-0.2695, 0.1472, -0.266, -0.0677, -0.2345, 0.383, -0.4557, -0.2662, -0.163])
            .With("Whn", [0.09, 0.4665, 0.0631, -0.1821, 0.1551, -0.1566, 0.243, 0.5155, 0.3337])
            .With("Bz", [-0.2932 + 0.01, 0.3519 - 0.4518, 0.5715 + 0.4102])
            .With("Br", [0.2524 - 0.1663, -0.3333 - 0.2391, -0.1033 - 0.1826])
            .With("Bn", [0.2231, 0.4428, -0.4737])
            .With("Bhn", [-0.0364, 0.3941, -0.178])
            .From("h", 0.3239, -0.10852, 0.21033);

        double[][] expected = [
            [0.05665, -0.34932, 0.43267], [-0.1737, -0.49246, 0.38099], [-0.35401, -0.68099, 0.05061], [-0.47854, -0.70427, -0.13648]];
        double[][] inputs = [[-0.11147, 0.12036], [-0.36963, -0.24042], [-1.19692, 0.20927], [-0.97236, -0.75505]];
        foreach (var (x, h) in inputs.Zip(expected))
        {
            Near(h, run.Step(x).State("h"), 2e-4);
        }
    }

    static CellRun Seven(CellRun run)
    {
        foreach (var v in Inputs)
        {
            run.Step(v, v / 2);
        }

        return run;
    }

    /// <summary>The n-th block of f(0), f(1), …</summary>
    static IEnumerable<double> Numbers(Func<double, double> f, int length, int n) => Enumerable.Range(n * length, length).Select(m => f(m));

    /// <summary>Both biases of the n-th gate.</summary>
    static IEnumerable<double> Added(int n) => Bias[(3 * n)..((3 * n) + 3)].Select(b => b + Math.Cos(b));

    /// <summary>The first unit of each example; all units of an example are equal.</summary>
    static double[] Column(double[] state, int J)
    {
        Assert.All(state.Chunk(J), row => Assert.All(row, h => Assert.Equal(row[0], h)));
        return [.. state.Chunk(J).Select(row => row[0])];
    }

    static void Near(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance = 1e-6) =>
        Assert.Equal(expected, actual, (right, found) => Math.Abs(right - found) <= tolerance * (1 + Math.Abs(right)));
}
