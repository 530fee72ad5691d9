using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace RnnTrainer.Training.Configuration;

/// <summary>The section <c>model.patch</c>.</summary>
sealed record PatchConfig
{
    [Description("steps of a patch; the last one, and that of a sequence that is shorter, is filled up with zeros")]
    [Range(1, 1_000_000)]
    public int Size { get; init; } = 8;

    [Description("steps from one patch to the next, at most size; null: half of size")]
    [Range(1, 1_000_000)]
    public int? Stride { get; init; }

    [Description("numbers that the map makes of a patch, the inputs of the lowest layer; null: model.hidden")]
    [Range(1, 65536)]
    public int? Width { get; init; }

    /// <summary>The stride, also where the config does not say.</summary>
    internal int Step => Stride ?? Math.Max(1, Size / 2);
}
