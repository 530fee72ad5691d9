using System.Text.Json;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.ConfigFiles;

/// <summary>Keys of <c>training</c> that need one another, or that the chosen optimizer or schedule would ignore.</summary>
static class TrainingRules
{
    public static IEnumerable<Diagnostic> Errors(Config config, SourceMap sources) =>
        Strangers(config.Training, sources).Concat(Needs(config, sources)).Concat(AugmentRules.Errors(config, sources));

    // A key that stands at its default may stand anywhere: a resolved config names every key.
    static IEnumerable<Diagnostic> Strangers(TrainingConfig training, SourceMap sources)
    {
        var (plain, flat) = (new TrainingConfig(), new ScheduleConfig());
        var (optimizer, schedule) = (training.Optimizer, training.Schedule);
        (string Key, object Value, object Default, bool IsHome, string Home)[] keys =
        [
            ("momentum", training.Momentum, plain.Momentum, optimizer != OptimizerKind.Adamw, "optimizer sgd or rmsprop (adamw has beta1)"),
            ("nesterov", training.Nesterov, plain.Nesterov, optimizer == OptimizerKind.Sgd, "optimizer sgd"),
            ("beta1", training.Beta1, plain.Beta1, optimizer == OptimizerKind.Adamw, "optimizer adamw"),
            ("beta2", training.Beta2, plain.Beta2, optimizer == OptimizerKind.Adamw, "optimizer adamw"),
            ("epsilon", training.Epsilon, plain.Epsilon, optimizer != OptimizerKind.Sgd, "optimizer adamw or rmsprop"),
            ("decay", training.Decay, plain.Decay, optimizer == OptimizerKind.Rmsprop, "optimizer rmsprop"),
            ("schedule.every", schedule.Every, flat.Every, schedule.Kind == ScheduleKind.Step, "schedule step"),
            ("schedule.factor", schedule.Factor, flat.Factor, schedule.Kind is ScheduleKind.Step or ScheduleKind.Plateau,
            "schedule step or plateau"),
            ("schedule.final", schedule.Final, flat.Final, schedule.Kind == ScheduleKind.Cosine, "schedule cosine"),
            ("schedule.patience", schedule.Patience, flat.Patience, schedule.Kind == ScheduleKind.Plateau, "schedule plateau"),
        ];
        return keys.Where(k => !k.IsHome && !k.Value.Equals(k.Default))
            .Select(k => sources.KeyError(
                $"training.{k.Key}",
                $"training.{k.Key} belongs to {k.Home}",
                $"remove it, or write its default, {JsonSerializer.Serialize(k.Default, ConfigJson.Options)}"));
    }

    static IEnumerable<Diagnostic> Needs(Config config, SourceMap sources)
    {
        var (training, task) = (config.Training, SequenceTask.Of(config));
        if (training is { Nesterov: true, Optimizer: OptimizerKind.Sgd, Momentum: 0 })
        {
            yield return sources.KeyError("training.nesterov", "training.nesterov needs training.momentum", "for example momentum: 0.9");
        }

        if (training is { Bucket: true, Shuffle: false })
        {
            yield return sources.KeyError(
                "training.bucket", "training.bucket needs training.shuffle", "batches by length are drawn from a new order in each epoch");
        }

        if (training.Truncate is not null && !config.IsPerStep())
        {
            yield return sources.KeyError(
                "training.truncate",
                $"training.truncate: task {task.Name} has one output for a whole sequence, whose gradient goes back to the first step",
                "remove it");
        }

        if (training is { Truncate: not null, Bucket: true })
        {
            yield return sources.KeyError(
                "training.bucket", "training.bucket: with training.truncate sequences of similar length are taken together anyway",
                "remove it");
        }

        (string Key, bool IsSet)[] keys = [
            ("training.loss", training.Loss != NumberLoss.Squared), ("training.class_weights", training.ClassWeights is not null),
            ("training.decision", training.Decision is not null), ("training.calibrate", training.Calibrate)];
        foreach (var (key, _) in keys.Where(k => k.IsSet && !task.OwnKeys.Contains(k.Key)))
        {
            yield return sources.KeyError(key, $"{key} belongs to task {SequenceTask.Names(t => t.OwnKeys.Contains(key))}", "remove it");
        }

        foreach (var error in Quantiles(training, sources))
        {
            yield return error;
        }

        var isValidated = config.Data.Validation is not null || config.Data.Split is { HasValidation: true };
        if (training is { Decision.Maximize: not null } && !isValidated)
        {
            yield return sources.KeyError(
                "training.decision", "training.decision: thresholds are chosen on the validation split, and there is none",
                "set data.split.validation, for example to 0.1, or name a file (data.validation)");
        }

        if (training.Calibrate && !isValidated)
        {
            yield return sources.KeyError(
                "training.calibrate", "training.calibrate: the temperature is fitted on the validation split, and there is none",
                "set data.split.validation, for example to 0.1, or name a file (data.validation)");
        }

        if (training is { Decision.Cost: not null } && task.Output == OutputKind.Binary)
        {
            yield return sources.KeyError(
                "training.decision", "training.decision: costs are those of classes, and task multilabel has a threshold for each label",
                "write {maximize: f1}, or another score");
        }

        if (training.EarlyStopping is not { } stop)
        {
            yield break;
        }

        const string Key = "training.early_stopping.metric";
        var known = task.Metrics;
        if (!known.Contains(stop.Metric))
        {
            yield return sources.ValueError(
                Key,
                $"{Key}: expected one of {string.Join(", ", known)} (task {task.Name}), found '{stop.Metric}'",
                NearestName.To(stop.Metric, known) is { } near ? $"did you mean '{near}'?" : null);
        }
        else if (stop.Metric != "loss" && config.Data is { Validation: null, Split: not { HasValidation: true } })
        {
            yield return sources.ValueError(
                Key, $"{Key}: '{stop.Metric}' is measured on the validation split, and there is none",
                "set data.split.validation, for example to 0.1, or name a file (data.validation)");
        }
    }

    static IEnumerable<Diagnostic> Quantiles(TrainingConfig training, SourceMap sources)
    {
        const string Key = "training.quantiles";
        if (training.Quantiles is not null && training.Loss != NumberLoss.Quantile)
        {
            yield return sources.KeyError(Key, $"{Key} needs training.loss: quantile", "set loss: quantile, or remove it");
        }
        else if (training.PredictedQuantiles() is { } quantiles && !ModelSchema.AreQuantiles(quantiles))
        {
            yield return sources.ValueError(
                Key, $"{Key}: expected 0.5 and pairs of different numbers p and 1 - p between 0 and 1", "for example [0.05, 0.5, 0.95]");
        }

        if (training is { Loss: NumberLoss.Quantile, Truncate: not null })
        {
            yield return sources.KeyError(
                "training.truncate", "training.truncate and training.loss: quantile exclude one another", "keep the one that you mean");
        }
    }
}
