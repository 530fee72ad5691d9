using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Language.Parsing;

namespace RnnTrainer.Cells.Language.Checking;

enum Kind
{
    Input,
    Index,
    State,
    Parameter,

    /// <summary>The forward part computes it.</summary>
    Computed,

    /// <summary>The gradient of one of these.</summary>
    Gradient,

    /// <summary>The backward part computes it for its own use.</summary>
    Own,
}

/// <summary>A tensor of a program.</summary>
/// <param name="Signature">The tensor with the letters of its declaration or first statement.</param>
sealed record Known(Kind Kind, Entry Signature)
{
    /// <summary>The line where it was first read; 0: not yet.</summary>
    public int ReadAt { get; set; }

    /// <summary>Whether the part that made it reads it: what the backward part reads of the forward one does not count.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Whether a statement has written it.</summary>
    public bool IsWritten { get; set; }

    /// <summary>Whether the first statement that wrote it takes the largest value.</summary>
    public bool IsMaximum { get; set; }

    /// <summary>For a gradient: the tensor it belongs to.</summary>
    public Known? Of { get; init; }
}
