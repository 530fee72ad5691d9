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
    public static IReadOnlyList<Statement> Backward(IReadOnlyList<Statement> statements, Func<Node, bool>? isDifferentiable = null) =>
        [.. Explained(statements, isDifferentiable).Select(d => d.Statement)];

    /// <summary>The derived statements, each with the rules that it follows from.</summary>
    /// <inheritdoc cref="Backward"/>
    public static IReadOnlyList<DerivedStatement> Explained(
        IReadOnlyList<Statement> statements, Func<Node, bool>? isDifferentiable = null)
    {
        isDifferentiable ??= node => node.IsDifferentiable;
        var saved = SavedValues(statements);
        var sums = statements.GroupBy(s => s.Target.Tensor).Where(g => g.Skip(1).Any()).Select(g => g.Key).ToHashSet();
        var backward = new List<DerivedStatement>();
        foreach (var statement in statements.Reverse())
        {
            if (statement.Accumulation != Accumulation.Max && isDifferentiable(statement.Target.Tensor.Node!))
            {
                new Pass(statement, saved, isDifferentiable, backward).Run(sums.Contains(statement.Target.Tensor));
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
    sealed class Pass(
        Statement statement, Dictionary<Apply, Reference> saved, Func<Node, bool> isDifferentiable, List<DerivedStatement> backward)
    {
        static readonly Rule Sum = new(RuleKind.Sum);
        static readonly Rule Sign = new(RuleKind.Sign);
        static readonly Rule Product = new(RuleKind.Product);
        static readonly Rule Quotient = new(RuleKind.Quotient);

        /// <param name="isTerm">Whether other statements add to the same target.</param>
        public void Run(bool isTerm)
        {
            var gradient = new Reference(statement.Target.Tensor.Node!.Grad, statement.Target.Subscripts);
            var adjoint = Monomial.Of(gradient);
            List<Rule> rules = isTerm || statement.Indexes.Except(statement.Target.Indexes()).Any() ? [Sum] : [];
            if (statement.Accumulation == Accumulation.Subtract)
            {
                Visit(statement.Value, adjoint.Negated(), With(rules, Sign));
            }
            else
            {
                Visit(statement.Value, adjoint, rules);
            }
        }

        /// <summary>Passes the adjoint of an expression down to the references in it.</summary>
        /// <param name="rules">The rules that gave the adjoint.</param>
        void Visit(Expression expression, Monomial adjoint, IReadOnlyList<Rule> rules)
        {
            switch (expression)
            {
                case Reference reference:
                    Accumulate(reference, adjoint, rules);
                    break;
                case Negate negate:
                    Visit(negate.Operand, adjoint.Negated(), With(rules, Sign));
                    break;
                case Binary { Operation: Operation.Add } sum:
                    Visit(sum.Left, adjoint, With(rules, Sum));
                    Visit(sum.Right, adjoint, With(rules, Sum));
                    break;
                case Binary { Operation: Operation.Subtract } difference:
                    Visit(difference.Left, adjoint, With(rules, Sum));
                    Visit(difference.Right, adjoint.Negated(), With(With(rules, Sum), Sign));
                    break;
                case Binary:
                    VisitFactors(Monomial.Of(expression), adjoint, rules);
                    break;
                case Power power:
                    Visit(
                        power.Base, adjoint.Times(Monomial.Of(power.Exponent * Lowered(power))), With(rules, new Rule(RuleKind.Power)));
                    break;
                case Apply apply:
                    VisitArgument(apply, adjoint, With(rules, new Rule(RuleKind.Chain, apply.Function)));
                    break;
            }
        }

        void VisitArgument(Apply apply, Monomial adjoint, IReadOnlyList<Rule> rules)
        {
            var node = saved.GetValueOrDefault(apply);
            var derivative = apply.Function.Derivative(apply.Argument, node is null ? apply : node);
            var isRead = node is not null && derivative.Parts().Contains(node);
            Visit(
                apply.Argument,
                adjoint.Times(Monomial.Of(derivative)),
                isRead ? With(rules, new Rule(RuleKind.SavedValue, Saved: node)) : rules);
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
        void VisitFactors(Monomial product, Monomial adjoint, IReadOnlyList<Rule> rules)
        {
            rules = product.IsNegative ? With(rules, Sign) : rules;
            var ofDividend = product.Denominator.Count > 0 ? With(rules, Quotient) : rules;
            ofDividend = product.Numerator.Count > 1 || product.Coefficient != 1 ? With(ofDividend, Product) : ofDividend;
            for (var n = 0; n < product.Numerator.Count; n++)
            {
                Visit(product.Numerator[n], product.WithFactor(n, adjoint), ofDividend);
            }

            foreach (var factor in product.Denominator)
            {
                Visit(
                    factor,
                    adjoint.Negated().Times(product) with { Denominator = [.. adjoint.Denominator, .. product.Denominator, factor] },
                    With(rules, Quotient));
            }
        }

        void Accumulate(Reference reference, Monomial adjoint, IReadOnlyList<Rule> rules)
        {
            var node = reference.Tensor.Node;
            if (node is null || !isDifferentiable(node) || !ReferenceEquals(node.Value, reference.Tensor) || adjoint.Coefficient == 0)
            {
                return;
            }

            if (node is Parameter)
            {
                adjoint = adjoint with { Denominator = [.. adjoint.Denominator, new BatchSize()] };
                rules = With(rules, new Rule(RuleKind.ParameterAverage));
            }

            var derived = new Statement(
                new Reference(node.Grad, reference.Subscripts),
                adjoint.IsNegative ? Accumulation.Subtract : Accumulation.Add,
                adjoint.Magnitude(),
                statement.Indexes,
                statement.Sizes);
            backward.Add(new DerivedStatement(derived, statement, reference, rules));
        }

        static IReadOnlyList<Rule> With(IReadOnlyList<Rule> rules, Rule rule) => rules.Contains(rule) ? rules : [.. rules, rule];
    }
}
