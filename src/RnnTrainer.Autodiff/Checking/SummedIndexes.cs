using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Printing;

namespace RnnTrainer.Autodiff.Checking;

/// <summary>
/// Compares the meaning of a statement with that of the same line in a textbook, where each term of a sum has its own sums and functions
/// apply to them. A statement sums its whole right side, so <c>a[b,j] += W[j,i] h[b,i] + c[j]</c> adds c once for every i, and
/// <c>tanh(W[j,i] h[b,i])</c> is summed after the tanh. A gradient check finds neither.
/// </summary>
static class SummedIndexes
{
    /// <summary>The finding about a statement; null if it means what it looks like.</summary>
    /// <param name="isTaken">Whether a name is already taken by a tensor; null if none is.</param>
    public static SumFinding? In(Reference target, Accumulation accumulation, Expression value, Func<string, bool>? isTaken = null)
    {
        using var split = new SumSplit(target, isTaken ?? (_ => false));
        return split.Find(accumulation, value) ?? (accumulation == Accumulation.Max ? null : Lone(target, accumulation, value));
    }

    /// <summary>A warning for each statement with a finding, for statements that are written in C#.</summary>
    public static IEnumerable<string> In(IReadOnlyList<Statement> statements)
    {
        var names = statements.SelectMany(s => s.References.Prepend(s.Target)).Select(r => r.Tensor.Name).ToHashSet();
        return statements
            .Select(s => (Statement: s, Finding: In(s.Target, s.Accumulation, s.Value, names.Contains)))
            .Where(f => f.Finding is not null)
            .Select(f => $"in \"{f.Statement}\" {f.Finding!.Message}{Usual(f.Finding.Instead)}");

        static string Usual(IReadOnlyList<string> statements) =>
            statements.Count == 0 ? "" : $"; the usual meaning is written \"{string.Join("\", \"", statements)}\"";
    }

    /// <summary>
    /// An index that is summed in one factor of a product alone, as i in <c>W[j,i] h[b,j]</c>: that is h times a sum of weights, and
    /// usually a mistyped index.
    /// </summary>
    static SumFinding? Lone(Reference target, Accumulation accumulation, Expression value) => (
        from term in Terms(value)
        from product in Products(term)
        let factors = Factors(product).Where(f => IndexesOf(f).Any()).ToArray()
        where factors.Length > 1
        from index in IndexesOf(product).Except(target.Indexes())
        let having = Array.FindAll(factors, f => IndexesOf(f).Contains(index))
        where having.Length == 1 && References(term).Where(r => r.Indexes().Contains(index)).All(References(having[0]).Contains)
        let lone = References(having[0]).First(r => r.Indexes().Contains(index))
        select new SumFinding(
            IsCertain: false,
            [index],
            lone,
            $"index {index} is summed in {lone} alone: no other factor has it",
            Meant(target, product, lone, index) is { } meant
                ? [TextPrinter.Body(target, accumulation, Replace(value, product, meant))] : [])).FirstOrDefault();

    /// <summary>The terms of a sum, and of the sums inside them.</summary>
    static IEnumerable<Expression> Products(Expression sum) => Terms(sum).SelectMany(t => Factors(t).SelectMany(f => f switch
    {
        Power power => Products(power.Base),
        Apply apply => Products(apply.Argument),
        Binary or Negate => Products(f),
        _ => [],
    }).Prepend(t));

    /// <summary>
    /// The product with one index replaced so that it contracts: <c>W[j,i] h[b,i]</c> for <c>W[j,i] h[b,j]</c>, and <c>W[j,k] x[b,k]</c>
    /// for <c>W[j,i] x[b,k]</c>; null if none is likely.
    /// </summary>
    static Expression? Meant(Reference target, Expression product, Reference lone, LoopIndex index)
    {
        var kept = target.Indexes().Skip(1).ToList();
        foreach (var other in References(product).Where(f => f != lone))
        {
            if (other.Indexes().Except(target.Indexes()).FirstOrDefault() is { } summed && !lone.Indexes().Contains(summed))
            {
                return Replace(product, lone, Replaced(lone, index, summed));
            }

            if (other.Indexes().LastOrDefault(l => kept.Contains(l) && lone.Indexes().Contains(l)) is { } shared)
            {
                return Replace(product, other, Replaced(other, shared, index));
            }
        }

        return null;
    }

    static Reference Replaced(Reference reference, LoopIndex old, LoopIndex @new) =>
        reference with
        {
            Subscripts = [.. reference.Subscripts.Select(s => s is SingleIndex index && index.Index == old ? new SingleIndex(@new) : s)],
        };

    static Expression Replace(Expression expression, Expression old, Expression @new) => expression == old ? @new : expression switch
    {
        Binary binary => binary with { Left = Replace(binary.Left, old, @new), Right = Replace(binary.Right, old, @new) },
        Negate negate => new Negate(Replace(negate.Operand, old, @new)),
        Power power => power with { Base = Replace(power.Base, old, @new) },
        Apply apply => apply with { Argument = Replace(apply.Argument, old, @new) },
        _ => expression,
    };

    internal static IEnumerable<LoopIndex> IndexesOf(Expression expression) =>
        References(expression).SelectMany(r => r.Indexes()).Distinct();

    static IEnumerable<Reference> References(Expression expression) => expression.Parts().OfType<Reference>();

    /// <summary>The factors and divisors of a product, each once.</summary>
    internal static IEnumerable<Expression> Factors(Expression product) => product switch
    {
        Binary { Operation: Operation.Multiply or Operation.Divide } binary => Factors(binary.Left).Union(Factors(binary.Right)),
        _ => [product],
    };

    /// <summary>The terms of a sum, without their signs.</summary>
    internal static IEnumerable<Expression> Terms(Expression expression) => expression switch
    {
        Binary { Operation: Operation.Add or Operation.Subtract } sum => Terms(sum.Left).Concat(Terms(sum.Right)),
        Negate negate => Terms(negate.Operand),
        _ => [expression],
    };
}

/// <summary>A statement that sums something else than it seems to sum.</summary>
/// <param name="IsCertain">Whether it is an error as far as the statement shows; otherwise it may be one.</param>
/// <param name="Indexes">The summed indexes in question.</param>
/// <param name="Term">The term that shows it.</param>
/// <param name="Message">A sentence with the indexes, the terms and what is summed.</param>
/// <param name="Instead">Statements with the meaning that the line has in a textbook; empty if none are likely.</param>
sealed record SumFinding(
    bool IsCertain, IReadOnlyList<LoopIndex> Indexes, Expression Term, string Message, IReadOnlyList<string> Instead);
