using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using RnnTrainer.Autodiff.Kernels;

namespace RnnTrainer.Training.Configuration;

/// <summary>The section <c>training.schedule</c>; a single word stands for its kind.</summary>
sealed record ScheduleConfig
{
    [Description("constant; step: times factor after every so many epochs; cosine: half a wave down to final, over all steps; plateau: times factor after patience epochs in which the watched metric has not improved")]
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    [Description("optimiser steps at the beginning over which the rate rises evenly to its full size, whatever the kind")]
    [Range(0, int.MaxValue)]
    public int Warmup { get; init; }

    [Description("step: epochs between changes")]
    [Range(1, 1_000_000_000)]
    public int Every { get; init; } = 10;

    [Description("step and plateau: what the rate is multiplied with")]
    [Range(0d, 1d, MinimumIsExclusive = true)]
    public double Factor { get; init; } = 0.5;

    [Description("cosine: fraction of the rate that it ends at")]
    [Range(0d, 1d)]
    public double Final { get; init; }

    [Description("plateau: epochs without improvement before the rate falls")]
    [Range(1, 1_000_000_000)]
    public int Patience { get; init; } = 3;
}

/// <summary>How the learning rate changes.</summary>
enum ScheduleKind
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>Times a factor, every so many epochs.</summary>
    Step,

    /// <summary>Half a cosine wave over all steps.</summary>
    Cosine,

    /// <summary>Times a factor, whenever the watched metric stands still.</summary>
    Plateau,
}
