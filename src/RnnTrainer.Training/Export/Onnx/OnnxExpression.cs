using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>The right side of a statement as nodes. Each index is an axis: operands with different indexes are broadcast.</summary>
/// <param name="names">The values of tensors.</param>
/// <param name="wish">The name of what is computed.</param>
sealed class OnnxExpression(OnnxGraph graph, Dictionary<Tensor, string> names, OnnxLetters letters, string wish)
{
    public OnnxTerm Of(Expression expression) => expression switch
    {
        Number number => new OnnxTerm(graph.Number(number.Value), []),
        BatchSize => new OnnxTerm(graph.Number(1), []),
        Reference reference => new OnnxTerm(Aligned(reference), [.. letters.All.Where(reference.Indexes().Contains)]),
        Negate negate => Node("Neg", negate.Operand),
        Power power => Node("Pow", power.Base, power.Exponent),
        Apply { Function: var f } apply when f == Function.Step => IsAtLeastZero(Of(apply.Argument)),
        Apply apply => Node(char.ToUpperInvariant(apply.Function.Name[0]) + apply.Function.Name[1..], apply.Argument),
        Binary { Operation: Operation.Add } sum => Node("Add", sum.Left, sum.Right),
        Binary { Operation: Operation.Subtract } difference => Node("Sub", difference.Left, difference.Right),
        Binary { Operation: Operation.Multiply } product => Node("Mul", product.Left, product.Right),
        Binary { Operation: Operation.Divide } quotient => Node("Div", quotient.Left, quotient.Right),
        _ => throw new ArgumentException($"There is no ONNX for {expression.GetType().Name}.", nameof(expression)),
    };

    /// <summary>A tensor with an axis for each of its indexes, in its order.</summary>
    public string Unfolded(Reference reference) => OnnxLetters.IsFolded(reference)
        ? graph.Add(
            "Reshape", $"{names[reference.Tensor]} by letters", [names[reference.Tensor], graph.Integers(letters.Unfolded(reference))])
        : names[reference.Tensor];

    OnnxTerm Node(string operation, params Expression[] operands)
    {
        var terms = Array.ConvertAll(operands, Of);
        return new OnnxTerm(
            graph.Add(operation, wish, [.. terms.Select(t => t.Name)]), [.. letters.All.Where(l => terms.Any(t => t.Letters.Contains(l)))]);
    }

    OnnxTerm IsAtLeastZero(OnnxTerm x) =>
        x with
        {
            Name = graph.Add(
            "Cast", wish, [graph.Add("GreaterOrEqual", wish, [x.Name, graph.Number(0)])], ("to", (long)OnnxType.Float))
        };

    /// <summary>A tensor with its axes in the order of its indexes in the statement.</summary>
    string Aligned(Reference reference)
    {
        var name = Unfolded(reference);
        List<LoopIndex> own = [.. reference.Indexes()];
        if (own.Distinct().Count() < own.Count)
        {
            var codes = own.Distinct().ToList();
            name = graph.Add("Einsum", $"{name} on the diagonal", [name], ("equation", $"{Code(own, codes)}->{Code(codes, codes)}"));
            own = codes;
        }

        List<LoopIndex> ordered = [.. letters.All.Where(own.Contains)];
        if (!ordered.SequenceEqual(own))
        {
            name = graph.Add("Transpose", $"{name} turned", [name], ("perm", ordered.Select(l => (long)own.IndexOf(l)).ToList()));
        }

        var places = letters.All.SkipWhile(l => !own.Contains(l)).ToList();
        long[] missing = [.. Enumerable.Range(0, places.Count).Where(n => !own.Contains(places[n]))];
        return missing.Length == 0 ? name : graph.Add("Unsqueeze", $"{name} spread", [name, graph.Integers(missing)]);
    }

    /// <summary>Indexes as letters in an equation of Einsum.</summary>
    public static string Code(IEnumerable<LoopIndex> of, IReadOnlyList<LoopIndex> all) =>
        string.Concat(of.Select(l => (char)('a' + all.ToList().IndexOf(l))));
}

/// <summary>A value of a graph with an axis for each of these letters, in the order of its statement. Letters between them that it has not
/// are axes of size 1; those before the first are left out.</summary>
readonly record struct OnnxTerm(string Name, IReadOnlyCollection<LoopIndex> Letters)
{
    /// <summary>The number of axes, in a statement with these letters.</summary>
    public int Rank(IReadOnlyList<LoopIndex> all)
    {
        var letters = Letters;
        return all.SkipWhile(l => !letters.Contains(l)).Count();
    }
}
