using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Checking;

/// <summary>What is wrong with a hand-written backward statement, everything that it reads taken as right.</summary>
/// <param name="Statement">The statement; null: one is missing.</param>
/// <param name="Tensor">What it adds to.</param>
/// <param name="Index">The entry with the largest difference.</param>
/// <param name="Found">What the statement adds there.</param>
/// <param name="Expected">What it has to add there.</param>
/// <param name="Derived">The derived statements that add it; empty: there are none, or other statements cover them.</param>
/// <param name="Ordinal">Which of the tensor's hand-written statements it is, from 0.</param>
sealed record BackwardFault(Statement? Statement, Tensor Tensor, IReadOnlyList<int> Index, double Found, double Expected, IReadOnlyList<Statement> Derived, int Ordinal = 0)
{
    /// <summary>What was found and expected, in words.</summary>
    public string Message => FormattableString.Invariant(Statement is null
        ? (FormattableString)$"{Tensor.Name} lacks a statement: [{string.Join(',', Index)}] of what is missing is {Expected:g9}"
        : Expected == 0 && Derived.Count == 0
            ? $"the statement is one too many: {Tensor.Name}[{string.Join(',', Index)}] needs nothing from it, but it adds {Found:g9}"
            : (FormattableString)$"the statement is wrong: it adds {Found:g9} to {Tensor.Name}[{string.Join(',', Index)}], and {Expected:g9} is right");

    /// <summary>The statement, what is wrong with it, and the derived ones.</summary>
    public override string ToString() => $"{(Statement is null ? "" : $"in \"{Statement}\" ")}{Message}{(Hint is null ? "" : $"\n  hint: {Hint}")}";

    /// <summary>The derived statements; null: there are none to show.</summary>
    public string? Hint => Derived.Count == 0 ? null : $"derived: {string.Join("\n           ", Derived)}";
}
