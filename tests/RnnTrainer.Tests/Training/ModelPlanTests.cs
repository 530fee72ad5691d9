using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Analysis;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Tests.Training;

/// <summary>Sizes that are told without allocating are those of what is allocated.</summary>
public sealed class ModelPlanTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Models =>
    [
        "", "model.hidden=7", "model.layers=2", "model.layers=3", "model.layers=5", "model.layers=6 model.residual=true model.dropout=0.5",
            "model.bidirectional=true model.layers=5",
        "model.readout=mean", "model.readout=max model.bidirectional=true", "model.input_dropout=0.5 model.dropout_mask=sequence",
        "model.initial_state=learned model.layers=4", "model.cell=lem",
        "model.cell=ugrnn-heads model.hidden=12", "task=tag data.target_level=step",
        "task=regress data.target=slope training.precision=float32",
        "model.patch.size=3 model.layers=2", "model.patch.size=5 model.patch.stride=3 model.patch.width=4 model.hidden=7",
        "task=tag data.target_level=step model.patch.size=4 model.patch.stride=3",
        "task=regress data.target=slope data.tokens=label data.inputs=null model.embedding=5",
        "task=regress data.target=slope data.tokens=label data.inputs=a model.embedding=5",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void A_plan_has_the_sizes_of_its_model_and_of_its_graphs(string sets)
    {
        var config = ConfigFile.Read(TinySet.Write(_folder), sets.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Config;
        var plan = ModelPlan.Of(config, TrainingData.Read(config).Schema);
        using var model = new Model(config, plan.Schema);

        Assert.Equal((model.Size, model.Inputs, model.Width), (plan.Size, plan.Inputs, plan.Width));
        Assert.Equal(model.Parameters.Max(p => (long)p.Value.Length), plan.Largest);
        foreach (var T in new[] { 1, 2, 8, 32 })
        {
            using var graph = new ScanGraph(model, 1, T, model.Group);
            Assert.Equal(graph.Bytes, GraphSize.Of(plan, T));
        }
    }

    [Fact]
    public void The_cost_of_a_cell_is_that_of_its_traced_step() => Assert.All(CellLibrary.All, cell =>
    {
        var (K, J) = (3, 6 * cell.UnitMultiple);
        using var graph = CellStep.Trace(cell, Precision.Float32, new CellSizes(B: 1, J: J, K: K)).Graph;
        var runs = graph.Statements.Where(s => s.Indexes.Count > 0).Sum(s =>
            s.Sizes.Aggregate(1L, (product, size) => product * size) * (
                1 + s.Value.Parts().Count(part => part is Binary or Negate or Power or Apply)));
        Assert.Equal(runs, CellCost.Measure(cell, K, J).Operations);
        Assert.Equal(
            cell.Parameters(K, J).Sum(p => p.Shape.Aggregate(1L, (product, size) => product * size)),
            CellCost.Measure(cell, K, J).Parameters);
    });
}
