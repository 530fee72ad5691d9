using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace RnnTrainer.Training.Configuration;

/// <summary>The section <c>training.augment</c>.</summary>
sealed record AugmentConfig
{
    [Description(
        "standard deviation of the normal noise that is added to every number, in standard deviations of its column in the training " +
        "split; 0: no noise")]
    [Range(0d, 100d)]
    public double Noise { get; init; }

    [Description(
        "standard deviation of the factor, normal with mean 1, by which each column of numbers of a sequence is multiplied after " +
        "normalization; 0: no factor")]
    [Range(0d, 100d)]
    public double Scale { get; init; }

    [Description(
        "standard deviation of the speed, with mean 1, at which a sequence is run through: it changes smoothly, and first and last " +
        "step stay. Numbers are interpolated linearly, categories and words are those of the nearest step; 0: no warp")]
    [Range(0d, 10d)]
    public double Warp { get; init; }

    [Description("share of the steps of a sequence that an update sees, consecutive ones from a random place; 1: all")]
    [Range(0d, 1d, MinimumIsExclusive = true)]
    public double Slice { get; init; } = 1;

    /// <summary>Whether it changes nothing.</summary>
    internal bool IsIdle => this is { Noise: 0, Scale: 0, Warp: 0, Slice: 1 };
}
