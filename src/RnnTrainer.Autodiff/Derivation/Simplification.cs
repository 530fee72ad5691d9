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
        _lines = [
            .. backward.Select(s => new Line(s.Target, s.Accumulation, WithSaved(Monomial.Of(s.Value).Expanded()), s.Indexes, s.Sizes))];
    }

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
        .. from g in statements.GroupBy(s => s.Target.Tensor)
           where g.Count() == 1
           let only = g.First()
           let product = Monomial.Of(only.Value).Expanded()
           where only.Accumulation == Accumulation.Add && only.Target.Subscripts.All(s => s is SingleIndex)
               && only.Indexes.SequenceEqual(only.Target.Indexes())
              && product is { IsNegative: false, Coefficient: 1 } && product.Numerator.Count + product.Denominator.Count > 1
                  && Cost(product) > 0
           select (product, only.Target),
    ];

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

    /// <summary>
    /// Rule 2 for one gradient: it belongs to a computed node, one statement computes it, and it is a factor in every statement that reads
    /// it.
    /// </summary>
    void MoveOut(Reference target, Func<Tensor, Computed> node)
    {
        var writers = _lines.Where(l => ReferenceEquals(l.Target.Tensor, target.Tensor)).ToList();
        var readers = _lines.Where(l => l.Reads(target.Tensor)).ToList();
        if (target.Tensor.Node is not Computed || writers is not [var writer] || readers.Count == 0
            || target.Subscripts.Any(s => s is not SingleIndex) || !writer.HasSum
            || readers.Any(
                r => r.Product.Numerator.Count(f => f.Equals(writer.Target)) != 1 || r.Reads(target.Tensor, except: writer.Target)))
        {
            return;
        }

        var outside = writer.Product.Where(
            f => f.Parts().OfType<Reference>().SelectMany(r => r.Indexes()).All(writer.Target.Indexes().Contains));
        var inside = writer.Product.Without(outside)!;
        Monomial Reading(Line reader, Monomial product) => WithSaved(reader.Product.Replaced(writer.Target, product));
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
    }

    /// <summary>Rule 3: an earlier statement joins a later one if no statement between them reads the target.</summary>
    void Join()
    {
        for (var later = 1; later < _lines.Count; later++)
        {
            var line = _lines[later];
            var earlier = _lines.FindLastIndex(later - 1, l => l.Target.Equals(line.Target) && l.Indexes.SequenceEqual(line.Indexes));
            if (earlier >= 0 && !line.HasSum && _lines[earlier].CanJoin(line)
                && !_lines[earlier..later].Any(l => l.Reads(line.Target.Tensor)))
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
        (product.Denominator.Any(d => d is not BatchSize) ? 1 : 0) + product.Numerator.Concat(product.Denominator)
            .SelectMany(f => f.Parts()).Count(p => p is Apply);

    /// <summary>A statement that is being rewritten.</summary>
    sealed record Line(
        Reference Target, Accumulation Accumulation, Monomial Product, IReadOnlyList<LoopIndex> Indexes, IReadOnlyList<int> Sizes)
    {
        public bool HasSum => Indexes.Any(l => !Target.Indexes().Contains(l));

        public bool Reads(Tensor tensor, Reference? except = null) => Product.Numerator.Concat(Product.Denominator)
            .Where(f => !f.Equals(except)).SelectMany(f => f.Parts()).Any(p => p is Reference r && ReferenceEquals(r.Tensor, tensor));

        public bool CanJoin(Line other) =>
            Accumulation != Accumulation.Max && other.Accumulation != Accumulation.Max && Product.Shared(other.Product).Numerator.Count > 0;

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
            var accumulation = Accumulation == Accumulation.Max || !Product.IsNegative ? Accumulation
                : Accumulation == Accumulation.Add ? Accumulation.Subtract : Accumulation.Add;
            return new Statement(Target, accumulation, Product.Magnitude(), Indexes, Sizes);
        }

        Monomial Signed(Monomial shared) =>
            Product.Without(shared)! is var rest && Accumulation == Accumulation.Subtract ? rest.Negated() : rest;
    }
}
