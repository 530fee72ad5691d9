using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace RnnTrainer.Training.Configuration;

/// <summary>The section <c>training.schedule</c>; a single word stands for its kind.</summary>
sealed record ScheduleConfig
{
    [Description(
        "constant; step: times factor after every N epochs; cosine: half a cosine wave down to final, over all updates; " +
        "plateau: times factor after patience epochs without an improvement of the monitored metric")]
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    [Description("updates at the beginning over which the rate rises linearly to its full value, with any kind")]
    [Range(0, int.MaxValue)]
    public int Warmup { get; init; }

    [Description("step: epochs between changes")]
    [Range(1, 1_000_000_000)]
    public int Every { get; init; } = 10;

    [Description("step and plateau: factor of the rate")]
    [Range(0d, 1d, MinimumIsExclusive = true)]
    public double Factor { get; init; } = 0.5;

    [Description("cosine: final rate as a fraction of the learning rate")]
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

    /// <summary>Multiplied by a factor every N epochs.</summary>
    Step,

    /// <summary>Half a cosine wave over all updates.</summary>
    Cosine,

    /// <summary>Multiplied by a factor whenever the monitored metric stops improving.</summary>
    Plateau,
}
