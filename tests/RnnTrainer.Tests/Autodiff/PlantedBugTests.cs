using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using static RnnTrainer.Autodiff.Functions;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>The checker is tested too: for each kind of slip, one program whose own backward has it and one that has not.</summary>
public sealed class PlantedBugTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex i = new("i");
    static readonly LoopIndex j = new("j");
    static readonly Expression OverB = 1 / new BatchSize();

    /// <summary>y = tanh(a), a = W h − BR + E[n], with W square: the right backward, of which each test replaces a part.</summary>
    sealed class Unit
    {
        public required Parameter W { get; init; }
        public required Parameter BR { get; init; }
        public required Parameter E { get; init; }
        public required Input h { get; init; }
        public required Input n { get; init; }
        public required Computed a { get; init; }
        public required Computed y { get; init; }

        public void TanhPrime() => a.Grad[b, j] += y.Grad[b, j] * (1 - (y[b, j] * y[b, j]));
        public void Matrix() => W.Grad[j, i] += OverB * a.Grad[b, j] * h[b, i];
        public void State() => h.Grad[b, i] += W[j, i] * a.Grad[b, j];
        public void Bias() => BR.Grad[j] -= OverB * a.Grad[b, j];
        public void Embedding() => E.Grad[n[b], j] += OverB * a.Grad[b, j];
    }

    [Fact]
    public void The_right_backward_passes() => Assert.True(Check(_ => { }, but: "nothing").Passed);

    [Fact]
    public void A_wrong_sign_is_caught() => AssertCaught("BR", Check(u => u.BR.Grad[j] += OverB * u.a.Grad[b, j], but: nameof(Unit.Bias)));

    [Fact]
    public void A_missing_term_is_caught() => AssertCaught("h", Check(_ => { }, but: nameof(Unit.State)));

    [Fact]
    public void A_slipped_index_of_a_square_matrix_is_caught() =>
        AssertCaught("h", Check(u => u.h.Grad[b, j] += u.W[j, i] * u.a.Grad[b, i], but: nameof(Unit.State)));

    [Fact]
    public void A_transposed_gradient_of_a_square_matrix_is_caught() =>
        AssertCaught("W", Check(u => u.W.Grad[i, j] += OverB * u.a.Grad[b, j] * u.h[b, i], but: nameof(Unit.Matrix)));

    [Fact]
    public void A_missing_1_over_B_is_caught() =>
        AssertCaught("W", Check(u => u.W.Grad[j, i] += u.a.Grad[b, j] * u.h[b, i], but: nameof(Unit.Matrix)));

    [Fact]
    public void A_1_over_B_too_many_is_caught() =>
        AssertCaught("h", Check(u => u.h.Grad[b, i] += OverB * u.W[j, i] * u.a.Grad[b, j], but: nameof(Unit.State)));

    [Fact]
    public void A_tanh_derivative_with_the_wrong_sign_is_caught() =>
        AssertCaught("W", Check(u => u.a.Grad[b, j] += u.y.Grad[b, j] * (1 + (u.y[b, j] * u.y[b, j])), but: nameof(Unit.TanhPrime)));

    [Fact]
    public void A_dropped_look_up_gradient_is_caught() => AssertCaught("E", Check(_ => { }, but: nameof(Unit.Embedding)));

    [Fact]
    public void A_reference_that_disagrees_is_caught()
    {
        using var experiment = Experiment.Of("linear-head");

        var report = GradientCheck.Run(experiment.Graph, experiment.Loss, experiment.Checked, reference: () => { });

        Assert.False(report.Passed);
        Assert.False(report.AgreesWithReference);
    }

    static void AssertCaught(string name, GradientReport report)
    {
        Assert.False(report.Passed);
        Assert.False(report.Tensors.Single(t => t.Name == name).Passed);
        Assert.All(report.Tensors, t => Assert.Equal(0, t.Kinks));
    }

    static GradientReport Check(Action<Unit> planted, string but)
    {
        using var graph = new Graph(Precision.Float64, batch: 4);
        Unit unit = null!;
        graph.WithBackward(
            () => unit = Forward(graph),
            () =>
            {
                foreach (var part in new[] { unit.TanhPrime, unit.Matrix, unit.State, unit.Bias, unit.Embedding })
                {
                    (part.Method.Name == but ? () => planted(unit) : part)();
                }
            });
        var loss = graph.Weighted([unit.y]);
        graph.FillAtRandom();
        return GradientCheck.Run(graph, loss, [unit.W, unit.BR, unit.E, unit.h]);
    }

    static Unit Forward(Graph graph)
    {
        var unit = new Unit
        {
            W = new Parameter("W", Precision.Float64, 5, 5),
            BR = new Parameter("BR", Precision.Float64, 5),
            E = new Parameter("E", Precision.Float64, 3, 5),
            h = graph.Input("h", 4, 5),
            n = graph.Indices("n", 4),
            a = graph.Computed("a", 4, 5),
            y = graph.Computed("y", 4, 5),
        };
        unit.a[b, j] += unit.W[j, i] * unit.h[b, i];
        unit.a[b, j] -= unit.BR[j];
        unit.a[b, j] += unit.E[unit.n[b], j];
        unit.y[b, j] += Tanh(unit.a[b, j]);
        return unit;
    }
}
