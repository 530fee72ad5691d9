using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Derivation;

/// <summary>
/// Removes statements that only add zero. A gradient that no statement writes is zero, for example that of <c>n</c> if it is read in
/// <c>step(n)</c> only. Statements that become zero go with it, and so on.
/// </summary>
static class ZeroGradients
{
    /// <param name="given">Gradients that are set from outside.</param>
    public static IReadOnlyList<Statement> Without(IReadOnlyList<Statement> backward, IReadOnlyCollection<Tensor> given) =>
        [.. Without([.. backward.Select(DerivedStatement.ByHand)], given).Select(d => d.Statement)];

    /// <inheritdoc cref="Without(IReadOnlyList{Statement}, IReadOnlyCollection{Tensor})"/>
    public static IReadOnlyList<DerivedStatement> Without(IReadOnlyList<DerivedStatement> backward, IReadOnlyCollection<Tensor> given)
    {
        while (true)
        {
            var written = backward.Select(d => d.Statement.Target.Tensor).Concat(given).ToHashSet();
            List<DerivedStatement> kept = [.. backward.Select(d => Folded(d, written)).OfType<DerivedStatement>()];
            if (kept.Count == backward.Count)
            {
                return kept;
            }

            backward = kept;
        }
    }

    static DerivedStatement? Folded(DerivedStatement derived, HashSet<Tensor> written) =>
        Folded(derived.Statement, written) is { } statement ? derived with { Statement = statement } : null;

    static Statement? Folded(Statement statement, HashSet<Tensor> written)
    {
        if (!statement.References.Any(r => IsZero(r, written)))
        {
            return statement;
        }

        var value = Folded(statement.Value, written);
        return value is Number { Value: 0 }
            ? null
            : new Statement(statement.Target, statement.Accumulation, value, statement.Indexes, statement.Sizes);
    }

    static bool IsZero(Reference reference, HashSet<Tensor> written) =>
        reference.Tensor.Node is Computed { IsDifferentiable: true } node && ReferenceEquals(node.Grad, reference.Tensor)
            && !written.Contains(reference.Tensor);

    static Expression Folded(Expression expression, HashSet<Tensor> written) => expression switch
    {
        Reference reference when IsZero(reference, written) => 0,
        Binary binary => Folded(binary.Operation, Folded(binary.Left, written), Folded(binary.Right, written)),
        Negate negate => Folded(negate.Operand, written) is var operand && operand is Number { Value: 0 } ? 0 : -operand,
        Power power => power with { Base = Folded(power.Base, written) },
        Apply apply => apply with { Argument = Folded(apply.Argument, written) },
        _ => expression,
    };

    static Expression Folded(Operation operation, Expression left, Expression right) => (operation, left, right) switch
    {
        (Operation.Multiply or Operation.Divide, Number { Value: 0 }, _) or (Operation.Multiply, _, Number { Value: 0 }) => 0,
        (Operation.Add, Number { Value: 0 }, _) => right,
        (Operation.Add or Operation.Subtract, _, Number { Value: 0 }) => left,
        (Operation.Subtract, Number { Value: 0 }, _) => -right,
        _ => new Binary(operation, left, right),
    };
}
