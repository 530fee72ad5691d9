using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>What train says about its work on standard error: first what was read and what will be trained, last what the score is worth.</summary>
static class Remarks
{
    public static void Begin(Session session, TrainingData data, ModelPlan plan)
    {
        var (schema, config) = (data.Schema, plan.Config.Training);
        foreach (var file in data.Files)
        {
            session.Log($"read {file.File}: {Words.Counted(file.Sequences, "sequence")}{(file == data.Files[0] ? $"; {data.Layout.Layout.ToString().ToLowerInvariant()}: {data.Layout.Reason}" : "")}");
        }

        foreach (var note in data.Notes)
        {
            session.Log($"note: {note}");
        }

        foreach (var file in data.Twins)
        {
            session.Log($"warning: {file.File} is the training file, byte for byte: scores on it are those of learning by heart; set another file, or data.split");
        }

        foreach (var (name, part) in data.Parts)
        {
            Unseen(session, name, part);
        }

        session.Log($"data: {Inputs(schema)}, steps {Steps(data)}, {string.Join(", ", data.Parts.Select(p => $"{p.Name} {p.Part.Count}"))}");
        if (CellChoice.IsPath(plan.Config.Model.Cell))
        {
            StatementWarnings.Print(session, plan.Cell);
        }

        var epoch = new EpochPlan(plan.Config, data.Train.Ready);
        session.Log(plan.Config.Task == TaskKind.Language ? $"target: the next symbol{(plan.Config.ChunkLength(data.Train.Count) is { } length ? $"; pieces of {Words.Counted(length, "step")}, the states carried on" : "")}"
            : schema.Classes.Count > 0
            ? $"target: {schema.Target[0]}, {Words.Counted(schema.Classes.Count, "class")} ({Some(schema.Classes)})"
            : $"target: {Some(schema.Target)}");
        session.Log(string.Create(CultureInfo.InvariantCulture, $"model: {plan.Cell.Name}, hidden {plan.Config.Model.Hidden}, {Words.Counted(plan.Config.Model.Layers, "layer")}, {plan.Size:N0} parameters, {config.Precision.ToString().ToLowerInvariant()}"));
        session.Log(string.Create(CultureInfo.InvariantCulture, $"training: {Words.Counted(config.Epochs, "epoch")} of {Words.Counted(epoch.Count, "step")}, batch {config.Batch}{(config.Accumulate > 1 ? $" times {config.Accumulate}" : "")}, {Optimizer(config)}, seed {config.Seed}"));
        if (schema.Classes.Count == 1)
        {
            session.Log($"warning: every training sequence has the label '{schema.Classes[0]}': there is nothing to tell apart");
        }

        Unmeasured(session, schema);
        foreach (var warning in EarlyWarnings.OfInputs(data))
        {
            session.Log($"warning: {warning}");
        }

        if (data.Test.Count == 0)
        {
            session.Log("warning: there is no test split: no score on unseen sequences; set data.test or data.split.test");
        }
    }

    static string Inputs(ModelSchema schema) => schema.Symbols == 0 ? $"{Words.Counted(schema.Inputs.Count, "input")} ({Some(schema.Inputs)})"
        : string.Create(CultureInfo.InvariantCulture, $"{schema.Symbols:N0} symbols, {schema.SymbolsPerStep} at each step");

    /// <summary>Says what an event of training gives cause to say.</summary>
    public static void Along(Session session, TrainingEvent happened, EarlyWarnings warnings, TrainingConfig config)
    {
        switch (happened)
        {
            case StepRefused refused:
                session.Log($"warning: {refused.Divergence}", $"  the step was not taken{(config.OnNonfinite == NonFinite.HalveRate ? ", and the learning rate is halved" : "")} (training.on_nonfinite)");
                break;
            case EpochTrained epoch when !session.Quiet:
                foreach (var warning in warnings.After(epoch))
                {
                    session.Log($"warning: {warning}");
                }

                break;
        }
    }

    public static void End(Session session, Config config, ScoredPart scored)
    {
        if (scored.Evaluation.NotBeaten(config) is { } naive)
        {
            session.Log($"warning: on {scored.Name} the model is not better than the naive answer '{naive.Name}' ({scored.Evaluation.Deciding(config)})");
        }
    }

    /// <summary>Says of which targets of a forecast <c>mase</c> says nothing.</summary>
    public static void Unmeasured(Session session, ModelSchema schema)
    {
        if (schema.Forecast?.Unmeasured().Select(c => schema.Target[c]).ToList() is { Count: > 0 } constant)
        {
            session.Log($"note: mase leaves out {Some(constant)}, which {Words.Agree(constant.Count, "does", "do")} not change in training");
        }
    }

    /// <summary>Says that training ended with a loss larger than it began with.</summary>
    /// <param name="epochs">The lines of <c>metrics.jsonl</c>.</param>
    public static void Astray(Session session, Trainer trainer, IReadOnlyList<JsonObject> epochs)
    {
        if (epochs.Count > 0 && (double?)epochs[0]["train/loss"] is { } first && (double?)epochs[^1]["train/loss"] is { } last
            && EndOfTraining.Warning(trainer.Model, trainer.Data.Train, first, last) is { } warning)
        {
            session.Log($"warning: {warning}");
        }
    }

    /// <summary>Says why training ended before its last epoch, if it did.</summary>
    public static void Stopped(Session session, Progress progress, TrainingConfig config)
    {
        if (progress.Epoch < config.Epochs)
        {
            session.Log($"stopped after epoch {progress.Epoch}: {config.Watched()} has not improved since epoch {progress.MarkEpoch}");
        }
    }

    /// <summary>Says of each column which values training never saw.</summary>
    public static void Unseen(Session session, string name, DataPart part)
    {
        foreach (var unseen in part.Unseen)
        {
            session.Log($"warning: {Words.Counted(unseen.Count, "cell")} of {name} in column '{unseen.Column}' {Words.Agree(unseen.Count, "holds", "hold")} what training never saw, such as {string.Join(", ", unseen.Examples.Select(e => $"'{e}'"))}");
        }
    }

    static string Optimizer(TrainingConfig config) => string.Create(
        CultureInfo.InvariantCulture,
        $"{config.Optimizer.ToString().ToLowerInvariant()}, learning rate {config.LearningRate}{(config.Momentum > 0 ? string.Create(CultureInfo.InvariantCulture, $", momentum {config.Momentum}") : "")}");

    static string Some(IReadOnlyList<string> names) =>
        names.Count <= 4 ? string.Join(", ", names) : $"{names[0]}, {names[1]}, … {names[^1]}";

    static string Steps(TrainingData data)
    {
        IReadOnlyList<Sequence> all = [.. data.Parts.SelectMany(p => p.Part.Raw)];
        var (least, most) = (all.Min(s => s.Length), all.Max(s => s.Length));
        return least == most ? $"{least}" : $"{least} to {most}";
    }
}
