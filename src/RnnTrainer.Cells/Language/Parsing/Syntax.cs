using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>A program as it is written: words and their places, nothing resolved.</summary>
/// <param name="IsCell">Whether its first word is <c>cell</c>; else it is <c>program</c>.</param>
/// <param name="BackwardAt">The line <c>backward</c>; null if there is none.</param>
sealed record ProgramSyntax(
    bool IsCell,
    Word Name,
    IReadOnlyList<Declaration> Declarations,
    IReadOnlyList<Setting> Constants,
    IReadOnlyList<Setting> Sizes,
    IReadOnlyList<StatementSyntax> Forward,
    IReadOnlyList<StatementSyntax> Backward,
    Word? BackwardAt);

enum Role
{
    Input,
    Index,
    State,
    Parameter,
}

/// <summary><c>WhR[j,i]</c> after <c>param</c>, with <c>= orthogonal</c> if that is said.</summary>
sealed record Declaration(Role Role, Entry Entry, StartSyntax? Start);

/// <summary>How a parameter starts: a number, a constant, or a word with or without a number in parentheses.</summary>
/// <param name="IsNegative">Whether a minus sign stands before it.</param>
sealed record StartSyntax(Token Token, bool IsNegative, Token? Argument);

/// <summary><c>const forget_bias = 1</c>, <c>size r = 8</c>, <c>size r = rank</c>.</summary>
/// <param name="Constant">The constant that has the value; null: the number stands there itself.</param>
sealed record Setting(Word Name, double Value, Word? Constant = null);

/// <param name="For">The letters between <c>for</c> and the colon; null: nothing was said.</param>
sealed record StatementSyntax(IReadOnlyList<Word>? For, Entry Target, Accumulation Accumulation, Term Value)
{
    /// <summary>What the right side names, from left to right.</summary>
    public IReadOnlyList<Entry> Entries { get; } = [.. Value.Parts().OfType<Entry>()];

    /// <summary>Whether <c>for</c> names a letter that does not occur: the statement adds the same as often as the letter's size says.</summary>
    public bool RepeatsItself => For is not null && For.Any(l => !Entries.Prepend(Target).SelectMany(e => e.Letters).Any(o => o.Text == l.Text));
}

/// <summary>An expression as it is written.</summary>
abstract record Term
{
    public IEnumerable<Term> Parts()
    {
        var open = new Stack<Term>([this]);
        while (open.TryPop(out var term))
        {
            yield return term;
            foreach (var below in term.Operands().Reverse())
            {
                open.Push(below);
            }
        }
    }

    Term[] Operands() => this switch
    {
        Infix infix => [infix.Left, infix.Right],
        Minus minus => [minus.Operand],
        Raised raised => [raised.Base],
        Call call => [call.Argument],
        _ => [],
    };
}

/// <summary>A tensor's entry, a constant, or B.</summary>
/// <param name="At">From the name to the closing bracket.</param>
/// <param name="Places">Between the brackets: letters (entries without brackets), composites and look-ups. Empty: no brackets.</param>
/// <param name="IsComposite">Whether it is <c>(g u)</c>, letters that count a place together: then these are its places.</param>
sealed record Entry(Word Name, Word At, IReadOnlyList<Entry> Places, bool IsComposite = false) : Term
{
    /// <summary>Whether, in the place of another, it stands for an entry of an integer tensor.</summary>
    public bool IsLookUp => Places.Count > 0 && !IsComposite;

    /// <summary>Its loop letters, those inside composites and look-ups included.</summary>
    public IEnumerable<Word> Letters => Places.SelectMany(p => p.Places.Count == 0 ? [p.Name] : p.Letters);

    public override string ToString() => Places.Count == 0 || IsComposite ? Name.Text : $"{Name}[{string.Join(",", Places)}]";
}

sealed record Literal(double Value) : Term;

sealed record Infix(Operation Operation, Term Left, Term Right) : Term;

sealed record Minus(Term Operand) : Term;

sealed record Raised(Term Base, int Exponent) : Term;

sealed record Call(Function Function, Term Argument) : Term;
