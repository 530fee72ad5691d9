using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Sheet;

namespace RnnTrainer.Tests.Cells;

public sealed class UgrnnTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    public static TheoryData<string> Executors => ["reference", "compiled"];

    /// <summary>
    /// TensorFlow's unit test of its UGRNN cell (contrib/rnn rnn_cell_test.py, testUGRNNCell, Apache-2.0): all four matrices 0.5, forget
    /// bias 1.
    /// The values in float64 and the gradients of Σ_j h[b,j] were recomputed independently.
    /// </summary>
    [Theory]
    [MemberData(nameof(Executors))]
    public void One_step_gives_the_golden_values_and_gradients(string executor)
    {
        using var graph = new Graph(Precision.Float64, batch: 3, executor == "reference" ? new Interpreter() : new Compiler());
        var cell = new SheetUgrnn();
        var phi = Phi.Zeros(cell, Precision.Float64, K: 4, J: 2);
        foreach (var matrix in new[] { "WhR", "WxR", "WhG", "WxG" })
        {
            phi[matrix].Value.Fill(0.5);
        }

        phi["BG"].Value.Fill(-1);
        var x = graph.Input("x", 3, 4);
        x.Value.Assign([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
        var h0 = graph.Input("h", 3, 2);
        h0.Value.Fill(0.1);
        var h = cell.Step(graph, phi, x, [h0])[0];
        var loss = graph.Computed("loss", 3);
        loss[b] += h[b, j];

        graph.Forward();
        graph.Backward(loss);

        Assert.Equal(
            [0.1375227935455583, 0.10545049356418602, 0.10074197392333664], [h.Value.Get(0), h.Value.Get(2), h.Value.Get(4)], Close);
        Assert.Equal(Enumerable.Repeat(8.388352304849991e-05, 4), phi["WhR"].Grad.ToArray(), Close);
        Assert.Equal(Enumerable.Repeat(0.0008410641993282207, 8), phi["WxR"].Grad.ToArray(), Close);
        Assert.Equal(Enumerable.Repeat(-0.000838835230484999, 2), phi["BR"].Grad.ToArray(), Close);
        Assert.Equal(Enumerable.Repeat(-0.0014021371931653888, 4), phi["WhG"].Grad.ToArray(), Close);
        Assert.Equal(Enumerable.Repeat(-0.01632143496451757, 8), phi["WxG"].Grad.ToArray(), Close);
        Assert.Equal(Enumerable.Repeat(0.014021371931653885, 2), phi["BG"].Grad.ToArray(), Close);
    }

    /// <summary>
    /// The numbers of TensorFlow's testUGRNNCell (tensorflow/contrib/rnn, Apache-2.0), six digits in float32: all weights 0.5, bias 0,
    /// forget bias 1.
    /// </summary>
    [Theory]
    [InlineData("ugrnn")]
    [InlineData("sheet")]
    public void One_step_gives_the_state_that_TensorFlow_expects(string name)
    {
        ICell cell = name == "sheet" ? new SheetUgrnn() : CellLibrary.Find(name)!;
        using var graph = new Graph(Precision.Float32, batch: 3);
        var phi = Phi.Zeros(cell, Precision.Float32, K: 4, J: 2);
        foreach (var parameter in phi.Parameters)
        {
            parameter.Value.Fill(parameter.Name[0] == 'B' ? 0 : 0.5);
        }

        // There the forget bias is added; on the sheet a bias is subtracted.
        phi["BG"].Value.Fill(-1);
        var (x, h) = (graph.Input("x", 3, 4), graph.Input("h", 3, 2));
        x.Value.Assign([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
        h.Value.Fill(0.1);
        var next = cell.Step(graph, phi, x, [h])[0];
        graph.Forward();

        double[] expected = [0.13752282, 0.13752282, 0.10545051, 0.10545051, 0.10074195, 0.10074195];
        Assert.Equal(expected, next.Value.ToArray(), (right, found) => Math.Abs(right - found) <= 1e-6 * (1 + Math.Abs(right)));
    }

    static bool Close(double expected, double actual) => Math.Abs(expected - actual) <= 1e-14 * Math.Abs(expected) + 1e-17;
}
