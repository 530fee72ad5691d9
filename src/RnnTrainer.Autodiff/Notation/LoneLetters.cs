namespace RnnTrainer.Autodiff;

/// <summary>
/// Letters that are summed over one factor of a product alone, as i in <c>a[b,j] += W[j,i] h[b,j]</c>: that is h[b,j] times a sum of weights. It can be meant, and then its gradients hold;
/// more often a letter was mistyped, which no gradient check can see.
/// </summary>
public static class LoneLetters
{
    /// <summary>A sentence for each such letter of each product.</summary>
    public static IEnumerable<string> In(IEnumerable<Statement> statements) => statements
        .Where(s => s.Accumulation != Accumulation.Max)
        .SelectMany(s => Terms(s.Value).SelectMany(term => In(s, [.. term.Parts().OfType<Reference>()])).Distinct());

    static IEnumerable<string> In(Statement statement, Reference[] factors) => factors.Distinct().Count() < 2 ? [] :
        from letter in factors.SelectMany(f => f.Letters()).Distinct().Except(statement.Target.Letters())
        let having = Array.FindAll(factors, f => f.Letters().Contains(letter))
        where having.Length == 1
        select $"in «{statement}» the letter {letter} is summed in {having[0]} alone, no other factor has it: is it the letter that you mean?";

    static IEnumerable<Expression> Terms(Expression expression) => expression switch
    {
        Binary { Operation: Operation.Add or Operation.Subtract } sum => Terms(sum.Left).Concat(Terms(sum.Right)),
        Negate negate => Terms(negate.Operand),
        _ => [expression],
    };
}
