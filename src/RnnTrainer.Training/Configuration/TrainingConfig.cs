using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Training.Configuration;

/// <summary>The section <c>training</c> of a config.</summary>
sealed record TrainingConfig
{
    [Description("passes over the training split")]
    [Range(1, 1_000_000_000)]
    public int Epochs { get; init; } = 50;

    [Description("sequences that are computed together; with accumulate 1, sequences per optimiser step")]
    [Range(1, 1_000_000)]
    public int Batch { get; init; } = 32;

    [Description("batches per optimiser step: their gradients are added up as if they were one batch")]
    [Range(1, 1_000_000)]
    public int Accumulate { get; init; } = 1;

    [Description("a new order of the sequences in each epoch, drawn from (seed, epoch)")]
    public bool Shuffle { get; init; } = true;

    [Description("batches of sequences of similar length, so that little time is spent on few long ones: sorted within windows of 32 shuffled batches, then the batches are shuffled")]
    public bool Bucket { get; init; }

    [Description("steps of a piece where sequences are cut into pieces: the states are carried on from piece to piece, gradients stay within one, and each piece is a batch of its own. A single sequence is read at `batch` places at once. For tasks that answer every step; null: whole sequences, of a text that is one stream pieces of 128")]
    [Range(1, int.MaxValue)]
    public int? Truncate { get; init; }

    [Description("what makes a step of a gradient: sgd (momentum, nesterov), adamw (beta1, beta2, epsilon), rmsprop (decay, epsilon, momentum)")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    [Description("step size; where it is not written, adamw and rmsprop take 0.001")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    [Description("fraction of the last step that is kept; sgd: v = momentum v + gradient, w -= learning_rate v; rmsprop: of the step after the division")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Momentum { get; init; }

    [Description("sgd with momentum looks ahead: w -= learning_rate (gradient + momentum v)")]
    public bool Nesterov { get; init; }

    [Description("pull of the weights to zero; adamw: decoupled, w -= learning_rate weight_decay w; sgd and rmsprop: classic L2, weight_decay w is added to the clipped gradient. Biases (whatever has fewer than two dimensions) are exempt")]
    [Range(0d, double.MaxValue)]
    public double WeightDecay { get; init; }

    [Description("adamw: what the running mean of the gradient keeps at each step")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    [Description("adamw: what the running mean of the squared gradient keeps at each step")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    [Description("keeps the divisor from zero; adamw: added to the root; rmsprop, as in Keras and TensorFlow: added under the root")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;

    [Description("rmsprop: what the running mean of the squared gradient keeps at each step (rho in Keras, alpha in PyTorch)")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Decay { get; init; } = 0.9;

    [Description("largest global norm of the gradient, a longer one is scaled down to it; null: no limit")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double? Clip { get; init; } = 5.0;

    [Description("largest entry of the gradient, larger ones are cut to it, before clip is applied; null: no limit")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double? ClipValue { get; init; }

    [Description("how the learning rate changes: one of constant, step, cosine, plateau, or the keys below")]
    public ScheduleConfig Schedule { get; init; } = new();

    [Description("stop when the watched metric no longer improves; null: train all epochs")]
    public EarlyStoppingConfig? EarlyStopping { get; init; }

    [Description("how an error e of a number counts (task regress or forecast), in units of the scaled target: squared, e^2; absolute, |e|; huber, e^2/2 up to 1 and |e| - 1/2 above: one wild value pulls less")]
    public NumberLoss Loss { get; init; } = NumberLoss.Squared;

    [Description("how much the loss of an example counts by its class (task classify or tag), in training only: balanced, N/(C n) for a class with n of the N training answers; or a factor for each label, 1 where none is named; null: all count alike")]
    public ClassWeights? ClassWeights { get; init; }

    [Description("what to do when a loss or gradient is not a finite number: stop, with exit code 5; skip-batch: go on without that step; halve-rate: so too, at half the learning rate from there. Ten such steps in a row, or a weight that is not finite, stop training all the same")]
    public NonFinite OnNonfinite { get; init; } = NonFinite.Stop;

    [Description("number format of weights and arithmetic")]
    public Precision Precision { get; init; } = Precision.Float32;

    [Description("processor cores to use; 0: all. The result does not depend on it")]
    [Range(0, 4096)]
    public int Threads { get; init; }

    [Description("starting weights, shuffling and dropout are drawn from it")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    [Description("optimiser steps between checkpoints within an epoch, or a time such as '10 minutes'; null: at each epoch's end only")]
    public CheckpointInterval? CheckpointEvery { get; init; }

    [Description("checkpoints that are kept beside the last and the best: the ones before the last, as step-N.safetensors, to go on from if the last is damaged")]
    [Range(0, 1_000_000)]
    public int Keep { get; init; } = 1;

    /// <summary>The metric by which epochs are compared.</summary>
    public string Watched() => EarlyStopping?.Metric ?? "loss";
}

/// <summary>The loss of tasks whose answers are numbers.</summary>
enum NumberLoss
{
    /// <summary>The answers aim at the mean.</summary>
    Squared,

    /// <summary>The answers aim at the median.</summary>
    Absolute,

    /// <summary>Squared for small errors, absolute for large ones.</summary>
    Huber,
}

/// <summary>What to do with a step whose numbers are not finite.</summary>
enum NonFinite
{
    /// <summary>End the training.</summary>
    Stop,

    /// <summary>Do not take it.</summary>
    SkipBatch,

    /// <summary>Do not take it, and halve the learning rate of all that follow.</summary>
    HalveRate,
}

/// <summary>What makes a step of a gradient.</summary>
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

    [Description("the watched metric, of the validation split (the loss of training if there is none): its best epoch is the one that is kept, schedule plateau follows it too")]
    public string Metric { get; init; } = "loss";

    [Description("a smaller change does not count as an improvement for patience; the best epoch is the best all the same")]
    [Range(0d, double.MaxValue)]
    public double MinDelta { get; init; }
}
