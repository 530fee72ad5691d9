using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Common;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Train;

/// <summary>The lines that train writes to standard error: what was read, what is trained, and what went wrong.</summary>
static class TrainingMessages
{
    /// <summary>Prints what was read and what will be trained.</summary>
    public static void PrintPlan(Session session, TrainingPlan plan)
    {
        var (data, schema, config) = (plan.Data, plan.Data.Schema, plan.Config.Training);
        foreach (var file in data.Files)
        {
            var layout = file == data.Files[0] ? $"; {data.Layout.Layout.ToString().ToLowerInvariant()}: {data.Layout.Reason}" : "";
            session.Log($"read {file.File}: {Words.Counted(file.Sequences, "sequence")}{layout}");
        }

        foreach (var note in data.Notes)
        {
            session.Log($"note: {note}");
        }

        session.Log(
            $"data: {Inputs(schema)}, steps {Steps(data)}, {string.Join(", ", data.Parts.Select(p => $"{p.Name} {p.Part.Count}"))}");
        if (CellChoice.IsPath(plan.Config.Model.Cell))
        {
            StatementWarnings.Print(session, plan.Model.Cell);
        }

        session.Log($"target: {Target(plan)}");
        session.Log(string.Create(
            CultureInfo.InvariantCulture,
            $"model: {plan.Model.Cell.Name}, hidden {plan.Config.Model.Hidden}, {Words.Counted(plan.Config.Model.Layers, "layer")}, "
            + $"{Patches(plan)}{plan.Model.Size:N0} parameters, {config.Precision.ToString().ToLowerInvariant()}"));
        var epoch = new EpochPlan(plan.Config, data.Train.Ready);
        session.Log(string.Create(
            CultureInfo.InvariantCulture,
            $"training: {Words.Counted(config.Epochs, "epoch")} of {Words.Counted(epoch.Count, "step")}, batch "
            + $"{config.Batch}{(config.Accumulate > 1 ? $" times {config.Accumulate}" : "")}, {Optimizer(config)}, seed {config.Seed}"));
        ScoreWarnings.ConstantTargets(session, schema);
        foreach (var warning in plan.Warnings)
        {
            session.Log($"warning: {warning}");
        }
    }

    static string Patches(TrainingPlan plan) => plan.Model.Patches is { } patches
        ? $"patches of {Words.Counted(patches.Size, "step")} every {Words.Counted(patches.Stride, "step")}, " : "";

    static string Target(TrainingPlan plan)
    {
        var schema = plan.Data.Schema;
        if (SequenceTask.Of(plan.Config).ImpliedTarget is { } target)
        {
            return plan.Config.ChunkLength(plan.Data.Train.Count) is { } length
                ? $"{target}; chunks of {Words.Counted(length, "step")}, with stateful hidden states"
                : target;
        }

        return schema.Classes.Count > 0
            ? $"{schema.Target[0]}, {Words.Counted(schema.Classes.Count, "class")} ({Some(schema.Classes)})"
            : Some(schema.Target);
    }

    static string Inputs(ModelSchema schema) =>
        schema.Symbols == 0 ? Numbers(schema)
        : string.Create(CultureInfo.InvariantCulture, $"{schema.Symbols:N0} symbols, {schema.SymbolsPerStep} at each step")
            + (schema.Inputs.Count > 0 ? $", {Numbers(schema)}" : "");

    static string Numbers(ModelSchema schema) => $"{Words.Counted(schema.Inputs.Count, "input")} ({Some(schema.Inputs)})";

    /// <summary>Prints the warning of an event, if it has one.</summary>
    public static void PrintWarning(Session session, TrainingEvent happened, TrainingConfig config)
    {
        switch (happened)
        {
            case StepSkipped skipped:
                session.Log(
                    $"warning: {skipped.Divergence}",
                    $"  the step was not taken{(config.OnNonfinite == NonFinite.HalveRate ? ", and the learning rate is halved" : "")} "
                    + $"(training.on_nonfinite)");
                break;
            case TrainingWarning warning:
                session.Log($"warning: {warning.Message}");
                break;
        }
    }

    /// <summary>Warns if the last epoch has a larger loss than the first.</summary>
    /// <param name="epochs">The lines of <c>metrics.jsonl</c>.</param>
    public static void WarnIfLossRose(Session session, Trainer trainer, IReadOnlyList<JsonObject> epochs)
    {
        if (epochs.Count > 0 && (double?)epochs[0]["train/loss"] is { } first && (double?)epochs[^1]["train/loss"] is { } last
            && EndOfTraining.Warning(trainer.Model, trainer.Data.Train, first, last) is { } warning)
        {
            session.Log($"warning: {warning}");
        }
    }

    /// <summary>Prints why training ended before its last epoch, if it did.</summary>
    public static void PrintEarlyStop(Session session, Progress progress, TrainingConfig config)
    {
        if (progress.Epoch < config.Epochs)
        {
            session.Log($"stopped after epoch {progress.Epoch}: {config.Monitored()} has not improved since epoch {progress.MarkEpoch}");
        }
    }

    static string Optimizer(TrainingConfig config) =>
        FormattableString.Invariant($"{config.Optimizer.ToString().ToLowerInvariant()}, learning rate {config.LearningRate}")
        + (config.Momentum > 0 ? FormattableString.Invariant($", momentum {config.Momentum}") : "");

    static string Some(IReadOnlyList<string> names) =>
        names.Count <= 4 ? string.Join(", ", names) : $"{names[0]}, {names[1]}, … {names[^1]}";

    static string Steps(TrainingData data)
    {
        var all = data.Parts.SelectMany(p => p.Part.Raw.Lengths().Distinct()).ToList();
        var (least, most) = (all.Min(), all.Max());
        return least == most ? $"{least}" : $"{least} to {most}";
    }
}
