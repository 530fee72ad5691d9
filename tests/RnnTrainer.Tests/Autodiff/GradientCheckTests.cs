using RnnTrainer.Autodiff;

namespace RnnTrainer.Tests.Autodiff;

public sealed class GradientCheckTests
{
    public static TheoryData<string> Programs => [.. Experiment.Names];

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_derived_gradients_are_those_of_finite_differences(string name)
    {
        using var experiment = Experiment.Of(name);

        var report = GradientCheck.Run(experiment.Graph, experiment.Loss, experiment.Checked);

        Assert.True(report.Passed, $"{report.Worst}");
        Assert.True(report.Worst!.Value.Entry.Relative < 1e-6, $"{report.Worst}");
        Assert.All(report.Tensors, t => Assert.Equal((t.Total, 0), (t.Checked, t.Kinks)));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void No_gradient_of_what_a_program_reads_is_zero_throughout(string name)
    {
        using var experiment = Experiment.Of(name);

        experiment.Run();

        var read = experiment.Graph.Statements.SelectMany(s => s.References).Select(r => r.Tensor).ToHashSet();
        Assert.All(experiment.Checked.Where(n => read.Contains(n.Value)), n => Assert.Contains(n.Grad.ToArray(), g => Math.Abs(g) > 1e-6));
    }

    [Fact]
    public void A_sample_checks_that_many_entries_and_the_seed_chooses_them()
    {
        using var experiment = Experiment.Of("ugrnn");

        CheckedTensor Matrix(int seed) => GradientCheck
            .Run(
                experiment.Graph, experiment.Loss, [experiment.Checked.Single(n => n.Name == "WhR")],
                new GradientCheckOptions(Sample: 3, Seed: seed)).Tensors[0];

        Assert.Equal((3, 25), (Matrix(1).Checked, Matrix(1).Total));
        Assert.Equal(Matrix(1).Worst!.Index, Matrix(1).Worst!.Index);
        Assert.Contains(Enumerable.Range(2, 20), seed => !Matrix(seed).Worst!.Index.SequenceEqual(Matrix(1).Worst!.Index));
    }

    [Fact]
    public void Float32_is_too_coarse_to_be_checked()
    {
        using var experiment = Experiment.Of("softmax", precision: Precision.Float32);

        Assert.Throws<ArgumentException>(() => GradientCheck.Run(experiment.Graph, experiment.Loss, experiment.Checked));
    }

    [Fact]
    public void The_check_leaves_every_value_as_it_was()
    {
        using var experiment = Experiment.Of("ugrnn");
        var before = experiment.Checked.Select(n => n.Value.ToArray()).ToList();

        GradientCheck.Run(experiment.Graph, experiment.Loss, experiment.Checked);

        Assert.Equal(before, experiment.Checked.Select(n => n.Value.ToArray()));
    }
}
