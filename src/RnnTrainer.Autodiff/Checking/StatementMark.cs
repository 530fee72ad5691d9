namespace RnnTrainer.Autodiff.Checking;

/// <summary>What is wrong with a hand-written backward statement.</summary>
enum FaultKind
{
    /// <summary>It adds where it should subtract, or the other way round.</summary>
    Sign,

    /// <summary>The gradient of a parameter lacks 1/B.</summary>
    MissingAverage,

    /// <summary>1/B is where it does not belong, or twice.</summary>
    ExtraAverage,

    /// <summary>A number, or a factor of the product, is missing, wrong or too much.</summary>
    Factor,

    /// <summary>Two subscripts of one tensor are exchanged.</summary>
    Transposed,

    /// <summary>A sum over an index is missing: the index has the name of another.</summary>
    MissingSum,

    /// <summary>The derivative of a function is taken at the wrong tensor.</summary>
    WrongArgument,

    /// <summary>Another tensor is read than is needed.</summary>
    WrongTensor,

    /// <summary>A subscript is wrong.</summary>
    WrongIndex,

    /// <summary>The statement is not there.</summary>
    MissingStatement,

    /// <summary>The statement is one too many.</summary>
    ExtraStatement,

    /// <summary>No single change makes it right.</summary>
    Other,
}

/// <summary>The mark of one hand-written backward statement.</summary>
/// <param name="Statement">The statement; null if it is missing.</param>
/// <param name="Tensor">What it adds to, or should add to.</param>
/// <param name="Ordinal">Its number among those that add to this tensor, from 0.</param>
sealed record StatementMark(Statement? Statement, Tensor Tensor, int Ordinal)
{
    /// <summary>What is wrong; null if it is right.</summary>
    public BackwardFault? Fault { get; init; }

    /// <summary>How it is wrong; null if it is right.</summary>
    public FaultKind? Kind { get; init; }

    /// <summary>The change that makes it right, in words; null if there is none or if it is right.</summary>
    public string? Change { get; init; }

    /// <summary>The derived statements that it should be; empty if they are not known, or if it is right.</summary>
    public IReadOnlyList<Statement> Meant { get; init; } = [];

    /// <summary>The words that stand for a kind in reports and documents.</summary>
    public static string NameOf(FaultKind kind) => kind switch
    {
        FaultKind.Sign => "sign",
        FaultKind.MissingAverage => "missing 1/B",
        FaultKind.ExtraAverage => "extra 1/B",
        FaultKind.Factor => "factor",
        FaultKind.Transposed => "transposed",
        FaultKind.MissingSum => "missing sum",
        FaultKind.WrongArgument => "wrong argument",
        FaultKind.WrongTensor => "wrong tensor",
        FaultKind.WrongIndex => "wrong index",
        FaultKind.MissingStatement => "missing statement",
        FaultKind.ExtraStatement => "extra statement",
        _ => "other",
    };
}
