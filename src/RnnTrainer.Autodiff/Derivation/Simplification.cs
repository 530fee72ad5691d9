using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Derivation;

/// <summary>
/// Cheaper statements for derived ones, with the same results up to rounding. Three rules apply in this order:
/// (1) A product or quotient that the forward pass has saved in a node is read from it: <c>exp(s)/Z</c> is <c>p</c>.
/// (2) A factor without the summed index leaves the sum if that makes the statements that read the sum cheaper:
/// <c>Z.grad −= p p.grad / Z</c> becomes <c>e −= p p.grad</c>, and e/Z replaces Z.grad.
/// (3) Statements without a sum that have one target and share a factor are joined: <c>p p.grad + p e = p (p.grad + e)</c>.
/// </summary>
sealed class Simplification
{
    readonly List<Line> _lines;
    readonly IReadOnlyList<(Monomial Product, Reference Node)> _saved;

    Simplification(IReadOnlyList<Statement> forward, IReadOnlyList<Statement> backward)
    {
        _saved = Saved(forward);
        _lines = [.. backward.Select(LineOf)];
    }

    Line LineOf(Statement statement) => new(
        statement.Target, statement.Accumulation, WithSaved(Monomial.Of(statement.Value).Expanded()), statement.Indexes, statement.Sizes);

    /// <param name="results">Nodes whose gradients are also set from outside, so that they stay.</param>
    /// <param name="node">Makes a node of the backward pass with a tensor's shape.</param>
    public static IReadOnlyList<Statement> Of(
        IReadOnlyList<Statement> forward, IReadOnlyList<Statement> backward, IReadOnlyCollection<Node> results, Func<Tensor, Computed> node)
    {
        var work = new Simplification(forward, backward);
        foreach (var target in backward.Select(s => s.Target).DistinctBy(t => t.Tensor).Where(t => !results.Contains(t.Tensor.Node)))
        {
            work.MoveOut(target, node);
        }

        work.Join();
        return [.. work._lines.Select(l => l.ToStatement())];
    }

    /// <summary>
    /// The products that nodes save: of each node that one statement without a sum computes, if computing it again takes a function or a
    /// division.
    /// </summary>
    static List<(Monomial Product, Reference Node)> Saved(IReadOnlyList<Statement> statements) =>
    [
        .. from target in statements.GroupBy(s => s.Target.Tensor)
           where target.Count() == 1
           let only = target.First()
           let product = Monomial.Of(only.Value).Expanded()
           where IsEntryByEntry(only) && IsPlain(product) && Cost(product) > 0
           select (product, only.Target),
    ];

    /// <summary>Whether the statement sets each entry of its target to its right side, without a sum.</summary>
    static bool IsEntryByEntry(Statement statement) => statement.Accumulation == Accumulation.Add
        && HasSingleIndexes(statement.Target) && statement.Indexes.SequenceEqual(statement.Target.Indexes());

    static bool HasSingleIndexes(Reference reference) => reference.Subscripts.All(s => s is SingleIndex);

    /// <summary>Whether it is a product of several factors without a sign or coefficient.</summary>
    static bool IsPlain(Monomial product) =>
        product is { IsNegative: false, Coefficient: 1 } && product.Numerator.Count + product.Denominator.Count > 1;

    Monomial WithSaved(Monomial product)
    {
        foreach (var (saved, node) in _saved)
        {
            if (product.Without(saved) is { } rest)
            {
                product = rest with { Numerator = [node, .. rest.Numerator] };
            }
        }

        return product;
    }

    /// <summary>Rule 2 for one gradient.</summary>
    void MoveOut(Reference target, Func<Tensor, Computed> node)
    {
        if (SumOf(target) is not { } writer)
        {
            return;
        }

        var readers = _lines.Where(l => l.Reads(target.Tensor)).ToList();
        var outside = writer.Product.Where(f => IndexesOf(f).All(writer.Target.Indexes().Contains));
        var inside = writer.Product.Without(outside)!;
        if (readers.Sum(r => Cost(Reading(r, outside))) + Cost(inside) >= readers.Sum(r => Cost(r.Product)) + Cost(writer.Product))
        {
            return;
        }

        var sum = new Reference(node(target.Tensor).Value, writer.Target.Subscripts);
        Replace(writer, writer with { Target = sum, Product = inside });
        foreach (var reader in readers)
        {
            Replace(reader, reader with { Product = Reading(reader, outside with { Numerator = [sum, .. outside.Numerator] }) });
        }

        Monomial Reading(Line reader, Monomial product) => WithSaved(reader.Product.Replaced(writer.Target, product));
    }

    /// <summary>
    /// The sum that computes a gradient, if rule 2 applies to it: the gradient belongs to a computed node, one statement computes it, and
    /// it
    /// is a factor in every statement that reads it. Else null.
    /// </summary>
    Line? SumOf(Reference target)
    {
        var readers = _lines.Where(l => l.Reads(target.Tensor)).ToList();
        return target.Tensor.Node is Computed && HasSingleIndexes(target)
            && _lines.FindAll(l => ReferenceEquals(l.Target.Tensor, target.Tensor)) is [{ HasSum: true } writer]
            && readers.Count > 0 && readers.TrueForAll(r => r.HasAsOneFactor(writer.Target))
                ? writer
                : null;
    }

    static IEnumerable<LoopIndex> IndexesOf(Expression factor) => factor.Parts().OfType<Reference>().SelectMany(r => r.Indexes());

    /// <summary>Rule 3: an earlier statement joins a later one if no statement between them reads the target.</summary>
    void Join()
    {
        for (var later = 1; later < _lines.Count; later++)
        {
            var line = _lines[later];
            var earlier = _lines.FindLastIndex(later - 1, l => l.Target.Equals(line.Target) && l.Indexes.SequenceEqual(line.Indexes));
            if (earlier >= 0 && _lines[earlier].CanJoin(line) && !_lines[earlier..later].Any(l => l.Reads(line.Target.Tensor)))
            {
                _lines[later] = _lines[earlier].Joined(line);
                _lines.RemoveAt(earlier);
                later--;
            }
        }
    }

    void Replace(Line old, Line line) => _lines[_lines.IndexOf(old)] = line;

    /// <summary>The number of functions and divisions, next to which products are cheap.</summary>
    static int Cost(Monomial product) =>
        (product.Denominator.Any(d => d is not BatchSize) ? 1 : 0)
        + product.Numerator.Concat(product.Denominator).SelectMany(f => f.Parts()).Count(p => p is Apply);

    /// <summary>A statement that is being rewritten.</summary>
    sealed record Line(
        Reference Target, Accumulation Accumulation, Monomial Product, IReadOnlyList<LoopIndex> Indexes, IReadOnlyList<int> Sizes)
    {
        public bool HasSum => Indexes.Except(Target.Indexes()).Any();

        public bool Reads(Tensor tensor, Reference? except = null) => Product.Numerator.Concat(Product.Denominator)
            .Where(f => !f.Equals(except)).SelectMany(f => f.Parts()).Any(p => p is Reference r && ReferenceEquals(r.Tensor, tensor));

        /// <summary>Whether it reads the tensor of this reference in one factor of the numerator only, with the same subscripts.</summary>
        public bool HasAsOneFactor(Reference reference) =>
            Product.Numerator.Count(f => f.Equals(reference)) == 1 && !Reads(reference.Tensor, except: reference);

        /// <summary>Whether this and another statement of the same target and loops have a common factor and no sum.</summary>
        public bool CanJoin(Line other) => !other.HasSum && Accumulation != Accumulation.Max && other.Accumulation != Accumulation.Max
            && Product.Shared(other.Product).Numerator.Count > 0;

        public Line Joined(Line other)
        {
            var shared = Product.Shared(other.Product);
            var (mine, others) = (Signed(shared), other.Signed(shared));
            var (first, second) = mine.IsNegative && !others.IsNegative ? (others, mine) : (mine, others);
            Expression sum = new Binary(
                first.IsNegative == second.IsNegative ? Operation.Add : Operation.Subtract, first.Magnitude(), second.Magnitude());
            return this with
            {
                Accumulation = first.IsNegative ? Accumulation.Subtract : Accumulation.Add,
                Product = shared with { Numerator = [.. shared.Numerator, sum] },
            };
        }

        public Statement ToStatement()
        {
            var accumulation = (Accumulation, Product.IsNegative) switch
            {
                (Accumulation.Add, true) => Accumulation.Subtract,
                (Accumulation.Subtract, true) => Accumulation.Add,
                _ => Accumulation,
            };
            return new Statement(Target, accumulation, Product.Magnitude(), Indexes, Sizes);
        }

        /// <summary>The product without the shared factors, negative if it is subtracted.</summary>
        Monomial Signed(Monomial shared)
        {
            var rest = Product.Without(shared)!;
            return Accumulation == Accumulation.Subtract ? rest.Negated() : rest;
        }
    }
}
