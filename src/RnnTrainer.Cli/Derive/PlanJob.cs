using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Cells;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Derive;

/// <summary><c>rnn derive CELL --plan</c>: how a cell runs over a batch of sequences.</summary>
static class PlanJob
{
    /// <summary>The sizes of the printed plan; J is the next hidden size that the cell can have.</summary>
    static readonly CellSizes Sizes = new(B: 32, J: 64, K: 16);

    /// <exception cref="UsageException">There is no cell of this name.</exception>
    public static int Run(Session session, string name)
    {
        var cell = (CellChoice.IsPath(name) ? CellChoice.Find(name) : CellLibrary.Find(name)) ?? throw NoCell(name);
        var step = CellStep.Trace(cell, Precision.Float32, Sizes.Fitting(cell));
        using var graph = step.Graph;
        var plan = PlanSummary.Of(step.Program);
        session.PrintResult(
            "rnn.plan/1", () => string.Concat(plan.Lines(cell.Name).Select(l => l + "\n")), () => Document(cell.Name, plan));
        return ExitCode.Success;
    }

    static UsageException NoCell(string name) => ProgramChoice.Names.Contains(name)
        ? new($"--plan is for cells, and '{name}' is a program", "leave out --plan")
        : ProgramChoice.Unknown(name);

    static JsonObject Document(string name, PlanSummary plan) => new()
    {
        ["name"] = name,
        ["precision"] = "float32",
        ["batch"] = plan.Batch,
        ["inputs"] = plan.Inputs,
        ["units"] = plan.Units,
        ["before_sequence"] = Works(plan.BeforeSequence),
        ["forward"] = Works(plan.Forward),
        ["backward"] = Works(plan.Backward),
        ["after_block"] = Works(plan.AfterBlock),
        ["after_sequence"] = Works(plan.AfterSequence),
        ["memory"] = new JsonObject
        {
            ["all_steps"] = Texts(plan.Saved),
            ["block_of_steps"] = Texts(plan.PerTimeBlock),
            ["one_step"] = Texts(plan.PerStep),
            ["registers"] = Texts(plan.Registers),
            ["recomputed"] = new JsonArray(),
            ["bytes_per_step"] = plan.BytesPerStep,
        },
        ["units_together"] = plan.UnitsTogether,
    };

    static JsonArray Works(IReadOnlyList<PlannedWork> works) => new([.. works.Select(w => (JsonNode?)new JsonObject
    {
        ["kind"] = w.Kind,
        ["targets"] = Texts(w.Targets),
        ["operands"] = Texts(w.Operands),
        ["rows"] = w.Matrix?.Rows,
        ["columns"] = w.Matrix?.Columns,
        ["statements"] = Texts(w.Statements),
    })]);

    static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(t => (JsonNode?)t)]);
}
