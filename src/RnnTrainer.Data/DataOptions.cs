namespace RnnTrainer.Data;

/// <summary>What the columns of a file mean.</summary>
public sealed record DataOptions
{
    /// <summary>The column that names the sequence; null: <c>seq</c>, <c>sequence</c> or <c>id</c>, whichever the file has first in this order.</summary>
    public string? Sequence { get; init; }

    /// <summary>The column that numbers the rows of a sequence; null: <c>step</c> if the file has it and it is not an input, else the rows are taken as they come.</summary>
    public string? Step { get; init; }

    /// <summary>The input columns in the model's order; null: every numeric column that has no other part.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>The target columns: one for <see cref="TargetKind.Label"/>, one or more for <see cref="TargetKind.Number"/>. Never inputs by default.</summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    public TargetKind TargetKind { get; init; } = TargetKind.Label;

    public MissingPolicy Missing { get; init; } = MissingPolicy.Error;
}

/// <summary>What is to be predicted for a sequence.</summary>
public enum TargetKind
{
    /// <summary>Nothing is read: the target columns may be absent.</summary>
    None,

    /// <summary>A class, as text.</summary>
    Label,

    /// <summary>A number for each target column.</summary>
    Number,
}

/// <summary>What an empty cell of an input column becomes.</summary>
public enum MissingPolicy
{
    /// <summary>An error that names the cell.</summary>
    Error,

    /// <summary>The column's mean over the training split. Not available yet.</summary>
    Mean,

    /// <summary>The value of the step before. Not available yet.</summary>
    ForwardFill,

    /// <summary>Zero, with a second column that marks it. Not available yet.</summary>
    Indicator,
}
