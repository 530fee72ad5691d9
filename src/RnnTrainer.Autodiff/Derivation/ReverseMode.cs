using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Derivation;

/// <summary>
/// Reverse-mode differentiation: the forward statements in reverse, with one statement <c>r.grad[…] += target.grad[…] · ∂rhs/∂r</c> over
/// the same indexes for each tensor reference r on the right side, and a factor 1/B if r is a parameter (the sheet's problems 2 and 4).
/// </summary>
static class ReverseMode
{
    /// <param name="statements">The statements of the forward pass.</param>
    /// <param name="isDifferentiable">Whether a node's gradient is needed; null for all nodes that have one.</param>
    public static IReadOnlyList<Statement> Backward(IReadOnlyList<Statement> statements, Func<Node, bool>? isDifferentiable = null)
    {
        isDifferentiable ??= node => node.IsDifferentiable;
        var saved = SavedValues(statements);
        var backward = new List<Statement>();
        foreach (var statement in statements.Reverse())
        {
            if (statement.Accumulation != Accumulation.Max && isDifferentiable(statement.Target.Tensor.Node!))
            {
                new Pass(statement, saved, isDifferentiable, backward).Run();
            }
        }

        return backward;
    }

    /// <summary>
    /// Function values that the forward pass saves in a node of their own: <c>R[b,j] += tanh(R~[b,j])</c> saves tanh(R~[b,j]).
    /// </summary>
    static Dictionary<Apply, Reference> SavedValues(IReadOnlyList<Statement> statements)
    {
        var saved = new Dictionary<Apply, Reference>();
        foreach (var group in statements.GroupBy(s => s.Target.Tensor))
        {
            var only = group.First();
            var isWhole = only.Target.Subscripts.All(s => s is SingleIndex) && only.Indexes.SequenceEqual(only.Target.Indexes());
            if (group.Count() == 1 && only is { Accumulation: Accumulation.Add, Value: Apply apply } && isWhole)
            {
                saved.TryAdd(apply, only.Target);
            }
        }

        return saved;
    }

    /// <summary>The derivatives of one statement, for its references from left to right.</summary>
    sealed class Pass(Statement statement, Dictionary<Apply, Reference> saved, Func<Node, bool> isDifferentiable, List<Statement> backward)
    {
        public void Run()
        {
            var gradient = new Reference(statement.Target.Tensor.Node!.Grad, statement.Target.Subscripts);
            var adjoint = Monomial.Of(gradient);
            Visit(statement.Value, statement.Accumulation == Accumulation.Subtract ? adjoint.Negated() : adjoint);
        }

        /// <summary>Passes the adjoint of an expression down to the references in it.</summary>
        void Visit(Expression expression, Monomial adjoint)
        {
            switch (expression)
            {
                case Reference reference:
                    Accumulate(reference, adjoint);
                    break;
                case Negate negate:
                    Visit(negate.Operand, adjoint.Negated());
                    break;
                case Binary { Operation: Operation.Add } sum:
                    Visit(sum.Left, adjoint);
                    Visit(sum.Right, adjoint);
                    break;
                case Binary { Operation: Operation.Subtract } difference:
                    Visit(difference.Left, adjoint);
                    Visit(difference.Right, adjoint.Negated());
                    break;
                case Binary:
                    VisitFactors(Monomial.Of(expression), adjoint);
                    break;
                case Power power:
                    Visit(power.Base, adjoint.Times(Monomial.Of(power.Exponent * Lowered(power))));
                    break;
                case Apply apply:
                    Expression value = saved.TryGetValue(apply, out var node) ? node : apply;
                    Visit(apply.Argument, adjoint.Times(Monomial.Of(apply.Function.Derivative(apply.Argument, value))));
                    break;
            }
        }

        static Expression Lowered(Power power) => power.Exponent switch
        {
            1 => 1,
            2 => power.Base,
            _ => new Power(power.Base, power.Exponent - 1),
        };

        /// <summary>
        /// ∂(n₁ n₂ … / d₁ d₂ …): the adjoint replaces each factor of the numerator in turn; each factor d of the denominator contributes
        /// −1/d more.
        /// </summary>
        void VisitFactors(Monomial product, Monomial adjoint)
        {
            for (var n = 0; n < product.Numerator.Count; n++)
            {
                Visit(product.Numerator[n], product.WithFactor(n, adjoint));
            }

            foreach (var factor in product.Denominator)
            {
                Visit(
                    factor,
                    adjoint.Negated().Times(product) with { Denominator = [.. adjoint.Denominator, .. product.Denominator, factor] });
            }
        }

        void Accumulate(Reference reference, Monomial adjoint)
        {
            var node = reference.Tensor.Node;
            if (node is null || !isDifferentiable(node) || !ReferenceEquals(node.Value, reference.Tensor) || adjoint.Coefficient == 0)
            {
                return;
            }

            if (node is Parameter)
            {
                adjoint = adjoint with { Denominator = [.. adjoint.Denominator, new BatchSize()] };
            }

            backward.Add(new Statement(
                new Reference(node.Grad, reference.Subscripts),
                adjoint.IsNegative ? Accumulation.Subtract : Accumulation.Add,
                adjoint.Magnitude(),
                statement.Indexes,
                statement.Sizes));
        }
    }
}
