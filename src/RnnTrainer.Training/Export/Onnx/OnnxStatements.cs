using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>
/// Statements of the notation as ONNX nodes. A product of two matrices is a Gemm and one of other tensors an Einsum; anything else is
/// computed for all indexes at once and then
/// summed (for <c>max=</c>, maximized) over those that the target has not. The statements are traced for a batch of one; the nodes take
/// any.
/// </summary>
/// <param name="names">The values of tensors that are given; those that statements compute are added.</param>
/// <param name="prefix">Goes before the names of what is computed.</param>
/// <param name="x">The input of the step, whose products <paramref name="inputs"/> has.</param>
sealed class OnnxStatements(OnnxGraph graph, Dictionary<Tensor, string> names, string prefix, Tensor x, OnnxStepInputs inputs)
{
    /// <exception cref="RunException">The statement has a form that is not translated.</exception>
    public void Add(Statement statement)
    {
        var (target, wish) = (statement.Target.Tensor, prefix + statement.Target.Tensor.Name);
        var letters = new OnnxLetters(statement);
        var expression = new OnnxExpression(graph, names, letters, wish);
        var value = Product(statement, letters, expression, wish) ?? Reduced(statement, letters, expression, wish);
        var before = names.GetValueOrDefault(target);
        if (before is null || letters.TargetShape is not null)
        {
            value = Complete(value, letters, wish);
        }

        var name = letters.TargetShape is { } shape ? graph.Add("Reshape", wish, [value.Name, graph.Integers(shape)]) : value.Name;
        names[target] = (before, statement.Accumulation) switch
        {
            (null, Autodiff.Accumulation.Subtract) => graph.Add("Neg", wish, [name]),
            (null, _) => name,
            (_, Autodiff.Accumulation.Add) => graph.Add("Add", wish, [before, name]),
            (_, Autodiff.Accumulation.Subtract) => graph.Add("Sub", wish, [before, name]),
            _ => graph.Add("Max", wish, [before, name]),
        };
    }

    /// <summary>A sum over letters of a product of tensors, all letters of the target among theirs; null: it is no such sum.</summary>
    OnnxTerm? Product(Statement statement, OnnxLetters letters, OnnxExpression expression, string wish)
    {
        if (letters.Summed.Count == 0 || statement.Accumulation == Autodiff.Accumulation.Max || Factors(statement.Value) is not { } factors
            || letters.All.Any(l => !factors.Any(f => f.Indexes().Contains(l))))
        {
            return null;
        }

        if (Matrices(factors, letters) is var (a, b, isTransposed))
        {
            return new OnnxTerm(
                a.Tensor == x ? inputs.Product(names[b.Tensor], isTransposed, letters.SizeOf(letters.Kept[1]), wish)
                    : graph.Add("Gemm", wish, [names[a.Tensor], names[b.Tensor]], ("transB", isTransposed ? 1L : 0L)),
                letters.Kept);
        }

        var equation =
            $"{string.Join(',', factors.Select(f => OnnxExpression.Code(f.Indexes(), letters.All)))}->{OnnxExpression.Code(letters.Kept, letters.All)}";
        return new OnnxTerm(graph.Add("Einsum", wish, [.. factors.Select(expression.Unfolded)], ("equation", equation)), letters.Kept);
    }

    /// <summary>The operands of a product [b,i] [i,j] or, turned, [b,i] [j,i]; null: it is neither.</summary>
    static (Reference A, Reference B, bool IsTransposed)? Matrices(List<Reference> factors, OnnxLetters letters)
    {
        if (factors.Count != 2 || letters.Kept.Count != 2 || letters.Summed.Count != 1 || factors.Any(OnnxLetters.IsFolded))
        {
            return null;
        }

        var (b, j, i) = (letters.Kept[0], letters.Kept[1], letters.Summed[0]);
        var left = factors.Find(f => f.Indexes().SequenceEqual([b, i]));
        var right = factors.Find(f => f.Indexes().SequenceEqual([i, j]) || f.Indexes().SequenceEqual([j, i]));
        return left is null || right is null ? null : (left, right, right.Indexes().First() == j);
    }

    /// <summary>The tensors of a product; null: it is none.</summary>
    static List<Reference>? Factors(Expression expression) => expression switch
    {
        Reference reference => [reference],
        Binary { Operation: Operation.Multiply } product when Factors(product.Left) is { } left && Factors(product.Right) is { } right =>
            [.. left, .. right],
        _ => null,
    };

    OnnxTerm Reduced(Statement statement, OnnxLetters letters, OnnxExpression expression, string wish)
    {
        var value = expression.Of(statement.Value);
        var name = value.Name;
        var isSum = statement.Accumulation != Autodiff.Accumulation.Max;
        long[] axes = [.. Enumerable.Range(1, Math.Min(value.Rank(letters.All), letters.Summed.Count)).Select(n => (long)-n)];
        if (axes.Length > 0)
        {
            name = graph.Add(isSum ? "ReduceSum" : "ReduceMax", wish, [name, graph.Integers(axes)], ("keepdims", 0L));
        }

        // The whole right side is inside the sum: what has not the letter counts once for each of its values.
        var times = letters.Summed.Where(l => !value.Letters.Contains(l)).Aggregate(1.0, (product, l) => product * letters.SizeOf(l));
        name = isSum && times > 1 ? graph.Add("Mul", wish, [name, graph.Number(times)]) : name;
        return new OnnxTerm(name, [.. letters.Kept.Where(value.Letters.Contains)]);
    }

    /// <summary>The value for all letters of the target: it is repeated along those that it has not.</summary>
    OnnxTerm Complete(OnnxTerm value, OnnxLetters letters, string wish) => value.Letters.Count == letters.Kept.Count ? value
        : new OnnxTerm(
            graph.Add(
                "Expand", wish,
                [value.Name, graph.Integers([.. letters.Kept.Select(l => value.Letters.Contains(l) ? 1L : letters.SizeOf(l))])]),
                letters.Kept);
}
