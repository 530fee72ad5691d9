namespace RnnTrainer.Autodiff.Checking;

/// <summary>A fault of a hand-written backward statement, given that everything it reads is right.</summary>
/// <param name="Statement">The wrong statement; null if one is missing.</param>
/// <param name="Tensor">The tensor that it adds to.</param>
/// <param name="Index">The entry with the largest difference.</param>
/// <param name="Found">What the statement adds to that entry.</param>
/// <param name="Expected">What it should add to that entry.</param>
/// <param name="Derived">The derived statements that add it; empty if there are none or if other statements cover them.</param>
/// <param name="Ordinal">The number of the statement among those that are written by hand for this tensor, from 0.</param>
sealed record BackwardFault(
    Statement? Statement, Tensor Tensor, IReadOnlyList<int> Index, double Found, double Expected, IReadOnlyList<Statement> Derived,
    int Ordinal = 0)
{
    /// <summary>All that the statement adds, in row-major order.</summary>
    public double[] Added { get; init; } = [];

    /// <summary>All that it should add.</summary>
    public double[] Needed { get; init; } = [];

    /// <summary>What was found and what was expected.</summary>
    public string Message => FormattableString.Invariant(Statement is null
        ? (FormattableString)$"{Tensor.Name} lacks a statement: [{string.Join(',', Index)}] of what is missing is {Expected:g9}"
        : Expected == 0 && Derived.Count == 0
            ? $"the statement is one too many: {Tensor.Name}[{string.Join(',', Index)}] needs nothing from it, but it adds {Found:g9}"
            : (FormattableString)$"the statement is wrong: it adds {Found:g9} to {Tensor.Name}[{string.Join(',', Index)}], and {Expected:g9} is right");

    /// <summary>What the statement adds to the entry with the largest difference, and what is right.</summary>
    public string Difference => FormattableString.Invariant(
        $"it adds {Found:g6} to {Tensor.Name}[{string.Join(',', Index)}], and {Expected:g6} is right");

    /// <summary>The statement, what is wrong with it, and the derived ones.</summary>
    public override string ToString() =>
        $"{(Statement is null ? "" : $"in \"{Statement}\" ")}{Message}{(Hint is null ? "" : $"\n  hint: {Hint}")}";

    /// <summary>The derived statements; null if there are none to show.</summary>
    public string? Hint => Derived.Count == 0 ? null : $"derived: {string.Join("\n           ", Derived)}";
}
