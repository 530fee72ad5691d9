using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>From what is written to expressions.</summary>
static class Terms
{
    /// <param name="atom">What a name stands for: a tensor's entry, a constant, B.</param>
    public static Expression Expression(Term term, Func<Entry, Expression> atom) => term switch
    {
        Literal literal => literal.Value,
        Entry entry => atom(entry),
        Infix infix => new Binary(infix.Operation, Expression(infix.Left, atom), Expression(infix.Right, atom)),
        Minus minus => new Negate(Expression(minus.Operand, atom)),
        Raised raised => new Power(Expression(raised.Base, atom), raised.Exponent),
        Call call => new Apply(call.Function, Expression(call.Argument, atom)),
        _ => throw new InvalidOperationException($"No expression for {term.GetType().Name}."),
    };

    /// <param name="lookUp">The entry of an integer tensor.</param>
    public static Subscript Subscript(Entry place, Func<Entry, Reference> lookUp) => place.IsComposite ? new GroupedIndex([.. place.Letters.Select(l => new LoopIndex(l.Text))])
        : place.IsLookUp ? new Gather(lookUp(place)) : new SingleIndex(new LoopIndex(place.Name.Text));
}
