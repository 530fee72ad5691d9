using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace RnnTrainer.Training;

/// <summary>The section <c>model</c> of a config.</summary>
public sealed record ModelConfig
{
    [Description("a built-in cell (see `rnn cells`) or the path of a .cell file")]
    public string Cell { get; init; } = "ugrnn";

    [Description("values for the constants and sizes of the cell, by name, such as forget_bias; null: its own")]
    public CellConstants? Constants { get; init; }

    [Description("size of the hidden state")]
    [Range(1, 65536)]
    public int Hidden { get; init; } = 64;

    [Description("size of the vector that stands for a symbol, where the input is symbols")]
    [Range(1, 65536)]
    public int Embedding { get; init; } = 32;

    [Description("cells stacked on one another")]
    [Range(1, 64)]
    public int Layers { get; init; } = 1;

    [Description("the state before the first step")]
    public InitialState InitialState { get; init; } = InitialState.Zero;

    [Description("path of a safetensors file with starting weights; null: drawn from the seed")]
    public string? Init { get; init; }
}

/// <summary>The state before the first step.</summary>
public enum InitialState
{
    /// <summary>All zeros.</summary>
    Zero,

    /// <summary>A parameter.</summary>
    Learned,
}
