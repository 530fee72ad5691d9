using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using RnnTrainer.Autodiff;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Configuration;

/// <summary>The section <c>training</c> of a config.</summary>
sealed record TrainingConfig
{
    [Description("passes over the training split")]
    [Range(1, 1_000_000_000)]
    public int Epochs { get; init; } = 50;

    [Description("sequences per batch; with accumulate 1, sequences per update")]
    [Range(1, 1_000_000)]
    public int Batch { get; init; } = 32;

    [Description("batches per update: their gradients are added up as if they were one batch")]
    [Range(1, 1_000_000)]
    public int Accumulate { get; init; } = 1;

    [Description(
        "logical parts of a batch: part k of S has the sequences from k B / S up to (k + 1) B / S of a batch of B, and the gradients of " +
        "the parts are added in the order of a binary tree. The result depends on S and not on the number of processes (mpirun), a power " +
        "of two that divides S; null: 1, or with several processes one part for each")]
    [Range(1, 65536)]
    public int? Shards { get; init; }

    [Description("whether the sequences have a new order in each epoch, determined by (seed, epoch)")]
    public bool Shuffle { get; init; } = true;

    [Description(
        "whether batches have sequences of similar length, which saves time: sequences are sorted within windows of 32 shuffled" +
        " batches, then the batches are shuffled")]
    public bool Bucket { get; init; }

    [Description(
        "truncated BPTT: steps of a chunk. The hidden state is passed from chunk to chunk, gradients are not, and each chunk " +
        "has its own update. A single sequence is read at `batch` places at once. For tasks with a target at every step; null: " +
        "whole sequences, or chunks of 128 of a text that is one stream")]
    [Range(1, int.MaxValue)]
    public int? Truncate { get; init; }

    [Description("optimizer: sgd (momentum, nesterov), adamw (beta1, beta2, epsilon), rmsprop (decay, epsilon, momentum)")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    [Description("learning rate; if not set, adamw and rmsprop use 0.001")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    [Description("momentum. sgd: v = momentum v + gradient, w -= learning_rate v; rmsprop: momentum of the update after the division")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Momentum { get; init; }

    [Description("Nesterov momentum for sgd: w -= learning_rate (gradient + momentum v)")]
    public bool Nesterov { get; init; }

    [Description(
        "weight decay. adamw: decoupled, w -= learning_rate weight_decay w; sgd and rmsprop: classic L2, weight_decay w is " +
        "added to the clipped gradient. Biases (and all else with fewer than two dimensions) do not decay")]
    [Range(0d, double.MaxValue)]
    public double WeightDecay { get; init; }

    [Description("adamw: decay of the running mean of the gradient")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    [Description("adamw: decay of the running mean of the squared gradient")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    [Description("keeps the divisor away from zero; adamw: added to the root; rmsprop, as in Keras and TensorFlow: added under the root")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;

    [Description("rmsprop: decay of the running mean of the squared gradient (rho in Keras, alpha in PyTorch)")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Decay { get; init; } = 0.9;

    [Description("maximum global norm of the gradient, to which a longer one is scaled down; null: no limit")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double? Clip { get; init; } = 5.0;

    [Description("maximum absolute value of an entry of the gradient, to which larger ones are cut before clip is applied; null: no limit")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double? ClipValue { get; init; }

    [Description("learning-rate schedule: one of constant, step, cosine, plateau, or the keys below")]
    public ScheduleConfig Schedule { get; init; } = new();

    [Description("stop when the monitored metric no longer improves; null: train all epochs")]
    public EarlyStoppingConfig? EarlyStopping { get; init; }

    [Description(
        "random changes of the training sequences, new ones in each epoch, determined by (seed, epoch, sequence): a small training " +
        "split goes further. Only updates see them, never scores; null: none")]
    public AugmentConfig? Augment { get; init; }

    [Description(
        "loss of an error e of a number (task regress or forecast), in units of the scaled target: squared, e^2; absolute, |e|;" +
        " huber, e^2/2 up to 1 and |e| - 1/2 above, which reduces the influence of outliers; quantile, the mean over quantiles p of p e " +
        "where the target is larger and (1 - p) |e| where it is smaller: the model predicts the median and the other quantiles")]
    public NumberLoss Loss { get; init; } = NumberLoss.Squared;

    [Description(
        "the quantiles of loss: quantile, between 0 and 1: 0.5, and pairs such as 0.05 and 0.95, the ends of a range of 90 %; null: " +
        "[0.05, 0.5, 0.95]")]
    public double[]? Quantiles { get; init; }

    [Description(
        "weights of the classes in the loss (task classify, tag or multilabel), in training only: balanced, N/(C n) for a class " +
        "with n of the N training targets, for a label of multilabel (N - n)/n where it is there; or a factor for each label, 1 " +
        "for labels that are not named; null: 1 for all")]
    public ClassWeights? ClassWeights { get; init; }

    [Description(
        "how predictions follow from probabilities: {maximize: f1} (or macro_f1, accuracy, balanced_accuracy, mcc) chooses the " +
        "threshold of the second of two classes, or of each label of multilabel, on the validation split; {cost: {LABEL: " +
        "{PREDICTION: number}}} predicts the class with the lowest expected cost, 0 for the right and 1 for any other that is not " +
        "named; null: the likeliest")]
    public DecisionRule? Decision { get; init; }

    [Description(
        "divide the logits of the best model by a temperature for which its loss on the validation split is lowest: probabilities fit " +
        "better, and their order stays")]
    public bool Calibrate { get; init; }

    [Description(
        "what to do if a loss or gradient is not a finite number: stop, with exit code 5; skip-batch: continue without that " +
        "update; halve-rate: the same, with half the learning rate from there on. Ten such updates in a row, or a weight that " +
        "is not finite, always end training")]
    public NonFinite OnNonfinite { get; init; } = NonFinite.Stop;

    [Description("number format of weights and arithmetic")]
    public Precision Precision { get; init; } = Precision.Float32;

    [Description("maximum number of processor cores; 0: all. The result does not depend on it")]
    [Range(0, 4096)]
    public int Threads { get; init; }

    [Description(
        "memory for what is kept of the steps of a batch, a size such as 256MB or 4GB: longer batches run in segments, whose " +
        "forward pass is computed a second time before the backward pass. The result does not depend on it; null: half of the " +
        "memory that is available")]
    public MemorySize? Memory { get; init; }

    [Description("determines initial weights, shuffling and dropout")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    [Description("updates between checkpoints within an epoch, or a time such as '10 minutes'; null: only at the end of each epoch")]
    public CheckpointInterval? CheckpointEvery { get; init; }

    [Description(
        "earlier checkpoints to keep in addition to the last and the best, as step-N.safetensors, from which a run resumes if " +
        "the last is damaged")]
    [Range(0, 1_000_000)]
    public int Keep { get; init; } = 1;

    /// <summary>The quantiles that the model predicts, ascending; null: it predicts one number for each target.</summary>
    internal double[]? PredictedQuantiles() => Loss == NumberLoss.Quantile ? [.. (Quantiles ?? [0.05, 0.5, 0.95]).Order()] : null;

    /// <summary>The metric by which epochs are compared.</summary>
    public string Monitored() => EarlyStopping?.Metric ?? "loss";
}

/// <summary>The loss of tasks that predict numbers.</summary>
enum NumberLoss
{
    /// <summary>Predictions estimate the mean.</summary>
    Squared,

    /// <summary>Predictions estimate the median.</summary>
    Absolute,

    /// <summary>Squared for small errors, absolute for large ones.</summary>
    Huber,

    /// <summary>Predictions estimate the median and other quantiles.</summary>
    Quantile,
}

/// <summary>What to do with an update whose numbers are not finite.</summary>
enum NonFinite
{
    /// <summary>End the training.</summary>
    Stop,

    /// <summary>Skip it.</summary>
    SkipBatch,

    /// <summary>Skip it, and halve the learning rate of all later ones.</summary>
    HalveRate,
}

/// <summary>The algorithm that turns gradients into updates.</summary>
enum OptimizerKind
{
    /// <summary>Gradient descent, with momentum or without.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay.</summary>
    Adamw,

    /// <summary>Division by the root of the running mean square.</summary>
    Rmsprop,
}

/// <summary>The section <c>training.early_stopping</c>.</summary>
sealed record EarlyStoppingConfig
{
    [Description("epochs without improvement before training stops")]
    [Range(1, 1_000_000_000)]
    public int Patience { get; init; } = 5;

    [Description(
        "the monitored metric, of the validation split (or the training loss, if there is none): its best epoch is saved as the" +
        " best checkpoint, and schedule plateau uses it too")]
    public string Metric { get; init; } = "loss";

    [Description("minimum change that counts as an improvement for patience; the best epoch does not depend on it")]
    [Range(0d, double.MaxValue)]
    public double MinDelta { get; init; }
}
