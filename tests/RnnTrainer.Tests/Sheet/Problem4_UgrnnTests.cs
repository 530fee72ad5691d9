using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Sheet;
using RnnTrainer.Tests.Autodiff;

namespace RnnTrainer.Tests.Sheet;

/// <summary>The UGRNN: (a) as <c>+=</c> loops, (b) their backward loops.</summary>
public sealed class Problem4_UgrnnTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex i = new("i");
    static readonly LoopIndex j = new("j");
    static readonly LoopIndex k = new("k");

    [Fact]
    public void The_forward_loops_are_those_of_4a() => Assert.Equal(
        """
        cell ugrnn
        input x[b,k]
        state h[b,j]
        param WhR[j,i] WxR[j,k] BR[j] WhG[j,i] WxG[j,k] BG[j] = -1

        for b,j,i: R~[b,j] += WhR[j,i] h[b,i]
        for b,j,k: R~[b,j] += WxR[j,k] x[b,k]
        for b,j:   R~[b,j] -= BR[j]
        for b,j:   R[b,j] += tanh(R~[b,j])
        for b,j,i: G~[b,j] += WhG[j,i] h[b,i]
        for b,j,k: G~[b,j] += WxG[j,k] x[b,k]
        for b,j:   G~[b,j] -= BG[j]
        for b,j:   G[b,j] += sigmoid(G~[b,j])
        for b,j:   h'[b,j] += G[b,j] h[b,j] + (1 - G[b,j]) R[b,j]
        """,
        Lines(step => step.ForwardText));

    [Fact]
    public void The_derived_backward_loops_are_those_of_4b_corrected() => Assert.Equal(
        """
        for b,j:   G.grad[b,j] += h'.grad[b,j] h[b,j]
        for b,j:   h.grad[b,j] += G[b,j] h'.grad[b,j]
        for b,j:   G.grad[b,j] -= h'.grad[b,j] R[b,j]
        for b,j:   R.grad[b,j] += (1 - G[b,j]) h'.grad[b,j]
        for b,j:   G~.grad[b,j] += G.grad[b,j] G[b,j] (1 - G[b,j])
        for b,j:   BG.grad[j] -= 1/B G~.grad[b,j]
        for b,j,k: WxG.grad[j,k] += 1/B G~.grad[b,j] x[b,k]
        for b,j,k: x.grad[b,k] += WxG[j,k] G~.grad[b,j]
        for b,j,i: WhG.grad[j,i] += 1/B G~.grad[b,j] h[b,i]
        for b,j,i: h.grad[b,i] += WhG[j,i] G~.grad[b,j]
        for b,j:   R~.grad[b,j] += R.grad[b,j] (1 - R[b,j]^2)
        for b,j:   BR.grad[j] -= 1/B R~.grad[b,j]
        for b,j,k: WxR.grad[j,k] += 1/B R~.grad[b,j] x[b,k]
        for b,j,k: x.grad[b,k] += WxR[j,k] R~.grad[b,j]
        for b,j,i: WhR.grad[j,i] += 1/B R~.grad[b,j] h[b,i]
        for b,j,i: h.grad[b,i] += WhR[j,i] R~.grad[b,j]
        """,
        Lines(step => step.BackwardText));

    [Fact]
    public void The_loops_of_4b_written_by_hand_pass_the_check_and_equal_the_derived_ones()
    {
        using var byHand = new UgrnnByHand();
        using var derived = Experiment.Of("ugrnn");
        derived.Run();

        Assert.True(byHand.Check().Passed);
        byHand.Graph.Nodes.OfType<Parameter>().ClearGradients();
        byHand.Graph.Forward();
        byHand.Graph.Backward(byHand.Loss);
        Assert.All(derived.Checked, right =>
            Assert.Equal(right.Grad.ToArray(), byHand.Graph.Nodes.Single(n => n.Name == right.Name).Grad.ToArray(), new Near(1e-15)));
    }

    [Fact]
    public void The_printed_h_grad_of_4b_fits_every_shape_but_fails_the_check()
    {
        using var asPrinted = new UgrnnByHand(instead: u => u.h.Grad[b, j] += u.WhR[j, i] * u.RTilde.Grad[b, j]);

        AssertFailsOnly("h", asPrinted.Check());
    }

    [Fact]
    public void Without_lines_for_x_grad_as_printed_in_4b_the_check_fails()
    {
        using var asPrinted = new UgrnnByHand(withInputGradient: false);

        AssertFailsOnly("x", asPrinted.Check());
    }

    [Fact]
    public void The_printed_WxR_k_i_of_4a_does_not_fit_the_shapes()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        using var WxR = new Parameter("WxR", Precision.Float64, 5, 4);
        var x = graph.Input("x", 3, 4);
        var RTilde = graph.Computed("R~", 3, 5);

        var error = Assert.Throws<NotationException>(() => RTilde[b, j] += WxR[k, i] * x[b, k]);

        Assert.Equal("index k is 5 in WxR[k,i] but 4 in x[b,k], in \"for b,j,k,i: R~[b,j] += WxR[k,i] x[b,k]\"", error.Message);
    }

    [Theory]
    [InlineData(40, 0.75)]
    [InlineData(-40, -1)]
    public void A_gate_at_1_keeps_the_old_state_and_a_gate_at_0_takes_the_new_one(double gate, double expected)
    {
        using var experiment = Experiment.Of("ugrnn");
        foreach (var node in experiment.Checked)
        {
            node.Value.Fill(0);
        }

        void Set(string name, double value) => experiment.Checked.Single(n => n.Name == name).Value.Fill(value);
        Set("h", 0.75);
        Set("BG", -gate);
        Set("BR", 40);
        experiment.Graph.Forward();

        Assert.All(experiment.Outputs[0].Value.ToArray(), h => Assert.Equal(expected, h, 1e-15));
    }

    static void AssertFailsOnly(string name, GradientReport report) =>
        Assert.Equal([name], report.Tensors.Where(t => !t.Passed).Select(t => t.Name));

    static string Lines(Func<CellStep, IEnumerable<string>> text)
    {
        var step = CellStep.Trace(new SheetUgrnn(), Precision.Float64, new CellSizes());
        using (step.Graph)
        {
            return string.Join('\n', text(step));
        }
    }
}
