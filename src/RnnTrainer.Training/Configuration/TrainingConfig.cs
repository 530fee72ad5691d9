using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using RnnTrainer.Autodiff;

namespace RnnTrainer.Training;

/// <summary>The section <c>training</c> of a config.</summary>
public sealed record TrainingConfig
{
    [Description("passes over the training split")]
    [Range(1, 1_000_000_000)]
    public int Epochs { get; init; } = 50;

    [Description("sequences per optimiser step")]
    [Range(1, 1_000_000)]
    public int Batch { get; init; } = 32;

    [Description("a new order of the sequences in each epoch, drawn from (seed, epoch)")]
    public bool Shuffle { get; init; } = true;

    [Description("step size of gradient descent")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    [Description("fraction of the last step that is kept: v = momentum v + gradient, w -= learning_rate v")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Momentum { get; init; }

    [Description("largest global norm of the gradient, a longer one is scaled down to it; null: no limit")]
    [Range(0d, double.MaxValue, MinimumIsExclusive = true)]
    public double? Clip { get; init; } = 5.0;

    [Description("how the learning rate changes over the epochs")]
    public Schedule Schedule { get; init; } = Schedule.Constant;

    [Description("stop when the loss no longer falls; null: train all epochs")]
    public EarlyStoppingConfig? EarlyStopping { get; init; }

    [Description("number format of weights and arithmetic")]
    public Precision Precision { get; init; } = Precision.Float32;

    [Description("processor cores to use; 0: all. The result does not depend on it")]
    [Range(0, 4096)]
    public int Threads { get; init; }

    [Description("every random stream is derived from it: starting weights, splits, shuffling")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    [Description("optimiser steps between checkpoints within an epoch; null: at each epoch's end only")]
    [Range(1, int.MaxValue)]
    public int? CheckpointEvery { get; init; }
}

/// <summary>The section <c>training.early_stopping</c>. It watches the validation loss if there is a validation split, else the training loss.</summary>
public sealed record EarlyStoppingConfig
{
    [Description("epochs without improvement before training stops")]
    [Range(1, 1_000_000_000)]
    public int Patience { get; init; } = 5;
}

/// <summary>How the learning rate changes over the epochs.</summary>
public enum Schedule
{
    /// <summary>It does not.</summary>
    Constant,
}
