using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace RnnTrainer.Training.Configuration;

/// <summary>The section <c>model</c> of a config.</summary>
sealed record ModelConfig
{
    [Description("a built-in cell (see `rnn cells`) or the path of a .cell file")]
    public string Cell { get; init; } = "ugrnn";

    [Description("values for the constants and sizes of the cell, by name, such as forget_bias; null: those of the cell")]
    public CellConstants? Constants { get; init; }

    [Description("size of the hidden state")]
    [Range(1, 65536)]
    public int Hidden { get; init; } = 64;

    [Description("size of the vector of a symbol, if the input is symbols")]
    [Range(1, 65536)]
    public int Embedding { get; init; } = 32;

    [Description(
        "a learned linear map of windows of steps in front of the lowest layer, whose steps are such patches: size inputs from every " +
        "stride-th step on; null: each step by itself")]
    public PatchConfig? Patch { get; init; }

    [Description("number of layers")]
    [Range(1, 64)]
    public int Layers { get; init; } = 1;

    [Description(
        "whether each layer also reads every sequence from its end, with weights of its own; the outputs of both directions are" +
        " concatenated")]
    public bool Bidirectional { get; init; }

    [Description("whether each layer except the lowest adds its input to its output")]
    public bool Residual { get; init; }

    [Description("fraction of each layer's outputs that is dropped on the way to the next layer or the head, in training only")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    [Description("fraction of the lowest layer's inputs that is dropped, in training only")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double InputDropout { get; init; }

    [Description("whether each step has its own dropout mask, or all steps of a sequence share one")]
    public DropoutMask DropoutMask { get; init; } = DropoutMask.Step;

    [Description(
        "what the head reads if a sequence has one target: the last state, or the mean or the maximum over all steps, for each " +
        "unit")]
    public ReadoutKind Readout { get; init; } = ReadoutKind.Last;

    [Description("the state before the first step: zero, or learned")]
    public InitialState InitialState { get; init; } = InitialState.Zero;

    [Description("path of a safetensors file with initial weights; null: drawn from the seed")]
    public string? Init { get; init; }
}

/// <summary>The state before the first step.</summary>
enum InitialState
{
    /// <summary>All zeros.</summary>
    Zero,

    /// <summary>A parameter.</summary>
    Learned,
}

/// <summary>How long what dropout drops stays the same.</summary>
enum DropoutMask
{
    /// <summary>A step.</summary>
    Step,

    /// <summary>A sequence.</summary>
    Sequence,
}

/// <summary>What the head reads of a sequence.</summary>
enum ReadoutKind
{
    /// <summary>The last state; of a layer that reads in both directions, the last of each.</summary>
    Last,

    /// <summary>The mean of the outputs of all steps.</summary>
    Mean,

    /// <summary>The largest of the outputs of all steps.</summary>
    Max,
}
