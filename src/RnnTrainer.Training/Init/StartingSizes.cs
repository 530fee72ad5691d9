using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Init;

/// <summary>Model size, batch, rate and epochs, by how much there is to learn from.</summary>
static class StartingSizes
{
    /// <summary>What a training may cost: multiplications and additions, some minutes on two cores.</summary>
    const double Budget = 4e12;

    /// <summary>Updates that a small set needs at least, and that a large one is given.</summary>
    const int Steps = 2000;

    public static (ModelConfig Model, TrainingConfig Training) Of(
        DataSummary summary, SequenceTask task, DataConfig data, Dictionary<string, string> reasons)
    {
        var (T, outputs) = Examples(summary, task, data);
        var isText = task.PredictsNextSymbol;
        var isClassify = task.HasClassOfSequence(data);
        var hidden = isText ? (summary.Rows < 100_000 ? 128 : 256)
            : outputs < 100 && !isClassify ? 16 : outputs < 1000 ? 32 : outputs < 20_000 ? 64 : 128;
        var examples = task.WindowsOf(data) is not null ? outputs : summary.Lengths.Sequences;
        var held = 1 - (data.Split?.Validation ?? 0) - (data.Split?.Test ?? 0);
        var N = Math.Max(1, (int)(examples * held));
        var batch = Math.Clamp(PowerOf2(N / 24), 4, 64);
        var steps = Math.Max(1, (N + batch - 1) / batch);
        var model = Model(summary, task, T, reasons) with { Hidden = hidden };
        var chunk = Chunk(task, data, model, T);
        if (chunk is not null && summary.Lengths.Sequences == 1)
        {
            batch = Math.Clamp(PowerOf2((int)(T * held / chunk.Value / 16)), 1, 32);
            steps = Math.Max(1, (int)(T * held / (chunk.Value * batch)));
        }

        var cost = 12.0 * N * T * hidden * (hidden + summary.Inputs.Count + (summary.Options.Tokens is null ? 0 : 32));
        var epochs = Math.Max(2, (int)Math.Min(Math.Clamp(Steps / steps, 10, 200), Budget / cost));
        var patience = Math.Max(3, epochs / 5);
        reasons["model.cell"] = "`rnn cells` lists the others";
        reasons["model.hidden"] = string.Create(
            CultureInfo.InvariantCulture, $"by {outputs:N0} {(isText ? "symbols" : "targets")} to learn from");
        reasons["training.epochs"] = string.Create(CultureInfo.InvariantCulture, $"of {Words.Counted(steps, "step")}");
        reasons["training.batch"] = "";
        reasons["training.optimizer"] = "";
        reasons["training.learning_rate"] = "the first thing to try others of: 0.001, 0.01";
        reasons["training.clip"] = "";
        reasons["training.seed"] = "another one shows how much chance there is in a score";
        var isValidated = data.Validation is not null || data.Split is { Validation: > 0 };
        if (isValidated)
        {
            reasons["training.early_stopping.patience"] = "epochs without a better validation loss before it stops";
        }

        if (chunk is not null)
        {
            reasons["training.truncate"] = "steps of a chunk: hidden states continue into the next, gradients do not";
        }

        var training = new TrainingConfig
        {
            Epochs = epochs,
            Batch = batch,
            Truncate = chunk,
            Optimizer = OptimizerKind.Adamw,
            LearningRate = 0.003,
            Clip = 1,
            EarlyStopping = isValidated ? new EarlyStoppingConfig { Patience = patience } : null,
        };
        return (model, isClassify ? Classify(training, reasons) : training);
    }

    /// <summary>What the small classification sets of docs/init.md need: a rate that ends at 0, and weights that stay small.</summary>
    static TrainingConfig Classify(TrainingConfig training, Dictionary<string, string> reasons)
    {
        reasons["training.weight_decay"] = "";
        reasons["training.schedule.kind"] = "the rate falls to 0, so that the last epoch is a good one";
        return training with
        {
            LearningRate = 0.005,
            WeightDecay = 0.01,
            Schedule = new ScheduleConfig { Kind = ScheduleKind.Cosine },
        };
    }

    static int PowerOf2(int count) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, count));

    /// <summary>Long sequences with an output for each step are cut into chunks; what is read from both ends is needed whole.</summary>
    static int? Chunk(SequenceTask task, DataConfig data, ModelConfig model, int T) =>
        T > 400 && task.IsPerStep(data) && !model.Bidirectional ? 128 : null;

    static ModelConfig Model(DataSummary summary, SequenceTask task, int T, Dictionary<string, string> reasons)
    {
        if (summary.Options.Tokens is not null)
        {
            reasons["model.embedding"] = "size of the vector that stands for a word";
        }

        return task.Start(new ModelConfig { Cell = "gru" }, summary, T, reasons);
    }

    /// <summary>Steps of a typical example, and targets to learn from.</summary>
    static (int T, long Targets) Examples(DataSummary summary, SequenceTask task, DataConfig data)
    {
        var median = Math.Max(1, (int)summary.Lengths.Median);
        return (
            task.WindowsOf(data)?.Window ?? median,
            task.Level(data) == TargetLevel.Sequence ? summary.Lengths.Sequences
            : (long)(summary.Lengths.Median * summary.Lengths.Sequences));
    }
}
