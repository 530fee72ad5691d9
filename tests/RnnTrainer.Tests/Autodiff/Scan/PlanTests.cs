using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Autodiff.Scan;

/// <summary>How cells run, as <c>rnn derive CELL --plan</c> shows it, against the files of this folder.</summary>
public sealed class PlanTests
{
    [Theory]
    [InlineData("ugrnn")]
    [InlineData("gru")]
    [InlineData("indrnn")]
    [InlineData("ugrnn-heads")]
    public void The_plan_of_a_cell_stays_as_it_is_written(string cell)
    {
        var file = RepositoryFolder.File("tests", "RnnTrainer.Tests", "Autodiff", "Scan", "Plans", $"{cell}.txt");
        var plan = string.Concat(PlanOf(cell).Lines(cell).Select(l => l + "\n"));
        if (Environment.GetEnvironmentVariable("RNN_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, plan);
        }

        Assert.Equal(File.ReadAllText(file), plan);
    }

    // What a step of training must keep is the states and what the derivatives read: the sheet's UGRNN keeps h, R and G.
    [Fact]
    public void The_ugrnn_saves_its_state_its_gate_and_its_candidate()
    {
        var plan = PlanOf("ugrnn");

        Assert.Equal(["h", "R", "G"], plan.Saved);
        Assert.Equal(3 * 64 * sizeof(float), plan.BytesPerStep);
        Assert.Contains("G.grad", plan.Registers);
    }

    [Fact]
    public void The_gates_of_a_stage_are_one_product_in_every_cell_that_has_two()
    {
        Assert.Equal((80, 128), PlanOf("ugrnn").Forward[0].Matrix);
        Assert.Equal((80, 256), PlanOf("lstm").Forward[0].Matrix);
    }

    [Fact]
    public void Units_are_shared_only_where_none_reads_another()
    {
        Assert.Null(PlanOf("ugrnn").UnitsTogether);
        Assert.Equal(1, PlanOf("indrnn").UnitsTogether);
        Assert.Equal(16, PlanOf("ugrnn-heads").UnitsTogether);
    }

    [Fact]
    public void Every_cell_has_a_plan_whose_tensors_are_kept_in_one_way_only()
    {
        foreach (var cell in CellLibrary.Names)
        {
            var plan = PlanOf(cell);
            string[] kept = [.. plan.Saved, .. plan.PerTimeBlock, .. plan.PerStep, .. plan.Registers];
            Assert.Equal(kept.Distinct(), kept);
        }
    }

    static PlanSummary PlanOf(string name)
    {
        var cell = CellLibrary.Find(name)!;
        var step = CellStep.Trace(cell, Precision.Float32, new CellSizes(B: 32, J: 64, K: 16).Fitting(cell));
        using var graph = step.Graph;
        return PlanSummary.Of(step.Program);
    }
}
