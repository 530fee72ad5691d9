using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Checking;

/// <summary>
/// Splits a statement into those that the same line in a textbook means: terms that sum over different indexes get a statement each, and a
/// sum inside a function, a power,
/// a divisor or a factor gets a tensor of its own. A statement that needs no splitting means what it looks like. Two cases are right as
/// they are:
/// <list type="bullet">
/// <item>an index that other factors have too is summed with them, as u in <c>v[u] tanh(q[b,u] + k[b,t,u])</c>;</item>
/// <item>
/// inside a function, what has fewer indexes than the term that is summed shifts it, as in <c>(z[b,j] - m[b])^2</c>,
/// <c>exp(s[b,c] - m[b])</c> and <c>relu(1 - s[b,c])</c>.
/// </item>
/// </list>
/// </summary>
sealed class SumSplit(Reference target, Func<string, bool> isTaken) : IDisposable
{
    readonly Arena _memory = new();
    readonly HashSet<string> _names = [];
    readonly List<string> _statements = [];
    readonly List<(bool IsCertain, IReadOnlyList<LoopIndex> Indexes, Expression Term, string Message)> _faults = [];

    public void Dispose() => _memory.Dispose();

    public SumFinding? Find(Accumulation accumulation, Expression value)
    {
        if (accumulation == Accumulation.Max)
        {
            FindMaximum(value);
        }
        else
        {
            Write(target, accumulation, value, Map(value, t => Product(t, target.Indexes())), target.Indexes());
        }

        var fault = _faults.OrderBy(f => !f.IsCertain)
            .ThenBy(f => !f.Message.Contains(" has no ", StringComparison.Ordinal)).FirstOrDefault();
        return _faults.Count == 0 ? null : new SumFinding(fault.IsCertain, fault.Indexes, fault.Term, fault.Message, _statements);
    }

    /// <summary>
    /// A maximum of a sum: of its terms' sums where one of them is a product over the index, else of a tensor with all indexes.
    /// </summary>
    void FindMaximum(Expression value)
    {
        var indexes = Summed(value, target.Indexes());
        if (!HasDifferentSums(value, indexes))
        {
            return;
        }

        _faults.Add((
            false,
            indexes,
            Lacking(value, indexes),
            $"the statement takes the maximum over {List(indexes)}, but {Missing(value, indexes)}"));
        var isProduct = SummedIndexes.Terms(value).Any(t => indexes.Any(i => Factors(t, i).Length > 1));
        var bound = isProduct ? target.Indexes() : SummedIndexes.IndexesOf(value);
        var whole = Fresh(SummedIndexes.IndexesOf(value).Intersect(bound));
        Write(whole, Accumulation.Add, value, value, bound);
        _statements.Add(TextPrinter.Body(target, Accumulation.Max, whole));
    }

    /// <summary>Adds a statement for each set of indexes that terms sum over.</summary>
    /// <param name="original">The right side as it is written, for the message.</param>
    /// <param name="value">The right side without the sums inside its terms.</param>
    void Write(Reference to, Accumulation accumulation, Expression original, Expression value, IEnumerable<LoopIndex> bound)
    {
        var indexes = Summed(value, bound);
        if (HasDifferentSums(value, indexes) && to == target)
        {
            _faults.Add((
                true,
                indexes,
                Lacking(original, indexes),
                $"the statement sums over {List(indexes)}, but {Missing(original, indexes)}: "
                    + "what lacks an index is added once for each of its values"));
        }

        foreach (var group in Signed(value, false).GroupBy(
            t => string.Join(' ', Summed(t.Term, bound).Select(a => a.Name).Order(StringComparer.Ordinal))))
        {
            var terms = group.ToList();
            var flips = accumulation != Accumulation.Max && terms.TrueForAll(t => t.IsNegative);
            var sum = terms.Select(t => t.IsNegative && !flips ? (Negative: true, t.Term) : (Negative: false, t.Term))
                .Aggregate(
                    (Expression?)null,
                    (sum, t) => sum is null ? (t.Negative ? -t.Term : t.Term) : t.Negative ? sum - t.Term : sum + t.Term)!;
            var sign = !flips ? accumulation : accumulation == Accumulation.Add ? Accumulation.Subtract : Accumulation.Add;
            _statements.Add(TextPrinter.Body(to, sign, sum));
        }
    }

    /// <summary>A product without the sums inside its factors; indexes that other factors have too are summed with them.</summary>
    Expression Product(Expression term, IEnumerable<LoopIndex> bound) => term switch
    {
        Binary { Operation: Operation.Multiply or Operation.Divide } product => product with
        {
            Left = Product(product.Left, bound.Union(SummedIndexes.IndexesOf(product.Right))),
            Right = product is { Operation: Operation.Divide, Right: not Reference }
                ? Inner(product.Right, bound.Union(SummedIndexes.IndexesOf(product.Left)), "the quotient")
                : Product(product.Right, bound.Union(SummedIndexes.IndexesOf(product.Left))),
        },
        Binary or Negate => Inner(term, bound, null),
        Power power => power with { Base = Inner(power.Base, bound, "the power") },
        Apply apply => apply with { Argument = Inner(apply.Argument, bound, $"{apply.Function.Name}(…)") },
        _ => term,
    };

    /// <summary>A sum inside a term, or the tensor that holds it if it has sums of its own.</summary>
    /// <param name="function">The function that it is the argument of; null if it is a factor.</param>
    Expression Inner(Expression original, IEnumerable<LoopIndex> bound, string? function)
    {
        var sum = Map(original, t => Product(t, bound));
        var indexes = Summed(sum, bound);
        if (Judge(sum, indexes, function is not null) is not { } isCertain)
        {
            return sum;
        }

        var missing = Missing(original, indexes);
        _faults.Add((isCertain, indexes, Lacking(original, indexes), function is null
            ? $"the statement sums over {List(indexes)}, but {missing}: what lacks an index is added once for each of its values"
            : $"the statement sums {function} over {List(indexes)}, not what is inside{(missing == "" ? "" : $", where {missing}")}"));
        var inner = Fresh(SummedIndexes.IndexesOf(sum).Intersect(bound));
        Write(inner, Accumulation.Add, original, sum, bound);
        return inner;
    }

    /// <summary>Whether a sum inside a term has sums of its own: true for certainly, false for perhaps, null for no.</summary>
    static bool? Judge(Expression sum, IReadOnlyList<LoopIndex> indexes, bool isArgument)
    {
        if (!isArgument)
        {
            return HasDifferentSums(sum, indexes) ? true : null;
        }

        bool? found = null;
        foreach (var index in indexes)
        {
            var terms = SummedIndexes.Terms(sum).ToLookup(t => SummedIndexes.IndexesOf(t).Contains(index));
            var (having, lacking) = (terms[true].ToList(), terms[false].ToList());
            var isProduct = having.Exists(t => Factors(t, index).Length > 1);
            var isMatrixProduct = having.Exists(t => Factors(t, index) is var f && f.Any(a => f.Any(c => Exceeds(a, c) && Exceeds(c, a))));
            var isNoShift = lacking.Exists(l => having.Exists(h => Exceeds(l, h)));
            if (isMatrixProduct || (lacking.Count > 0 && (isProduct || isNoShift)))
            {
                return true;
            }

            found = isProduct ? false : found;
        }

        return found;
    }

    /// <summary>Whether one has an index that the other does not have.</summary>
    static bool Exceeds(Expression one, Expression other) => SummedIndexes.IndexesOf(one).Except(SummedIndexes.IndexesOf(other)).Any();

    /// <summary>The factors of a term that have an index, each once.</summary>
    static Expression[] Factors(Expression term, LoopIndex index) =>
        [.. SummedIndexes.Factors(term).Where(f => SummedIndexes.IndexesOf(f).Contains(index))];

    static bool HasDifferentSums(Expression sum, IReadOnlyList<LoopIndex> indexes) =>
        SummedIndexes.Terms(sum).Any(t => indexes.Except(SummedIndexes.IndexesOf(t)).Any());

    static IReadOnlyList<LoopIndex> Summed(Expression expression, IEnumerable<LoopIndex> bound) =>
        [.. SummedIndexes.IndexesOf(expression).Except(bound)];

    /// <summary>The last term that lacks one of the indexes, usually a bias; else the first term.</summary>
    static Expression Lacking(Expression sum, IReadOnlyList<LoopIndex> indexes) =>
        SummedIndexes.Terms(sum).LastOrDefault(t => indexes.Except(SummedIndexes.IndexesOf(t)).Any()) ?? SummedIndexes.Terms(sum).First();

    /// <summary><c>W[j,i] h[b,i] has no k and c[j] has no i and no k</c>.</summary>
    static string Missing(Expression sum, IReadOnlyList<LoopIndex> indexes) => List(
        from term in SummedIndexes.Terms(sum)
        let missing = indexes.Except(SummedIndexes.IndexesOf(term)).Select(i => $"no {i}").ToList()
        where missing.Count > 0
        select $"{term} has {List(missing)}");

    static string List(IEnumerable<object> things) => things.Select(t => t.ToString()!).ToList() switch
    {
        [] => "",
        [var one] => one,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
    };

    static IEnumerable<(bool IsNegative, Expression Term)> Signed(Expression sum, bool isNegative) => sum switch
    {
        Binary { Operation: Operation.Add } add => Signed(add.Left, isNegative).Concat(Signed(add.Right, isNegative)),
        Binary { Operation: Operation.Subtract } subtract => Signed(subtract.Left, isNegative).Concat(Signed(subtract.Right, !isNegative)),
        Negate negate => Signed(negate.Operand, !isNegative),
        _ => [(isNegative, sum)],
    };

    static Expression Map(Expression sum, Func<Expression, Expression> term) => sum switch
    {
        Binary { Operation: Operation.Add or Operation.Subtract } binary =>
            binary with { Left = Map(binary.Left, term), Right = Map(binary.Right, term) },
        Negate negate => new Negate(Map(negate.Operand, term)),
        _ => term(sum),
    };

    /// <summary>A tensor with these indexes and a new name: h~ for h' if that is free, else a, a2, …</summary>
    Reference Fresh(IEnumerable<LoopIndex> indexes)
    {
        var ordered = target.Indexes().Intersect(indexes).Concat(indexes.Except(target.Indexes())).ToList();
        var name = Enumerable.Range(0, int.MaxValue)
            .Select(n => n == 0 ? $"{target.Tensor.Name.TrimEnd('\'', '~')}~" : n == 1 ? "a" : $"a{n}")
            .First(n => !isTaken(n) && _names.Add(n));
        var isWhole = ordered.SequenceEqual(target.Indexes()) && !target.Subscripts.Any(s => s is Gather);
        return new Reference(
            new Tensor(name, null, Precision.Float64, isInteger: false, [], _memory, record: null),
            isWhole ? target.Subscripts : [.. ordered.Select(l => new SingleIndex(l))]);
    }
}
