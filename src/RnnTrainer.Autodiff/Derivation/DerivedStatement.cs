using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Derivation;

/// <summary>A backward statement and the rules that it follows from.</summary>
/// <param name="Statement">The backward statement.</param>
/// <param name="Source">The forward statement that it differentiates; null if the backward statement was written by hand.</param>
/// <param name="Read">The entry on the right side of the source to whose gradient it adds; null if it was written by hand.</param>
/// <param name="Rules">From the target of the source down to the entry; empty for a copy, or if it was written by hand.</param>
sealed record DerivedStatement(Statement Statement, Statement? Source, Reference? Read, IReadOnlyList<Rule> Rules)
{
    /// <summary>The indexes that the gradient does not have: the statement sums over them.</summary>
    public IReadOnlyList<LoopIndex> Summed => [.. Statement.Indexes.Except(Statement.Target.Indexes())];

    /// <summary>A statement that was written by hand.</summary>
    public static DerivedStatement ByHand(Statement statement) => new(statement, null, null, []);
}

/// <summary>What a derived statement follows from.</summary>
enum RuleKind
{
    /// <summary>Every term of a sum gets the gradient of the sum.</summary>
    Sum,

    /// <summary>A minus sign above the entry.</summary>
    Sign,

    /// <summary>The gradient takes the place of the factor, and the other factors stay.</summary>
    Product,

    /// <summary>1/d for the dividend, −n/d² for the divisor.</summary>
    Quotient,

    /// <summary>n xⁿ⁻¹.</summary>
    Power,

    /// <summary>The derivative of a function.</summary>
    Chain,

    /// <summary>The derivative is written with a value that the forward pass has saved.</summary>
    SavedValue,

    /// <summary>1/B: the gradient of a parameter is that of the mean loss of the batch.</summary>
    ParameterAverage,
}

/// <summary>A rule as it is applied in one place.</summary>
/// <param name="Function">The function of the chain rule; null for other rules.</param>
/// <param name="Saved">The entry that has the saved value; null for other rules.</param>
sealed record Rule(RuleKind Kind, Function? Function = null, Reference? Saved = null)
{
    /// <summary>The words that stand for a kind.</summary>
    public static string NameOf(RuleKind kind) => kind switch
    {
        RuleKind.Sum => "sum",
        RuleKind.Sign => "sign",
        RuleKind.Product => "product",
        RuleKind.Quotient => "quotient",
        RuleKind.Power => "power",
        RuleKind.Chain => "chain",
        RuleKind.SavedValue => "saved value",
        _ => "parameter average",
    };
}
