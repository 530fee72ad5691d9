using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Derivation;

/// <summary>
/// A quotient of two products with a sign and a coefficient: the form in which gradients are passed down an expression and printed.
/// </summary>
sealed record Monomial(bool IsNegative, double Coefficient, IReadOnlyList<Expression> Numerator, IReadOnlyList<Expression> Denominator)
{
    public static Monomial Of(Expression expression) => expression switch
    {
        Number number => new(number.Value < 0, Math.Abs(number.Value), [], []),
        Negate negate => Of(negate.Operand).Negated(),
        Binary { Operation: Operation.Multiply } product => Of(product.Left).Times(Of(product.Right)),
        Binary { Operation: Operation.Divide } quotient => Of(quotient.Left).Times(Of(quotient.Right).Inverted()),
        _ => new(false, 1, [expression], []),
    };

    public Monomial Negated() => this with { IsNegative = !IsNegative };

    public Monomial Times(Monomial other) => new(
        IsNegative != other.IsNegative,
        Coefficient * other.Coefficient,
        [.. Numerator, .. other.Numerator],
        [.. Denominator, .. other.Denominator]);

    public Monomial Inverted() => new(IsNegative, 1 / Coefficient, Denominator, Numerator);

    /// <summary>This product with its n-th factor replaced by another product.</summary>
    public Monomial WithFactor(int n, Monomial replacement) => new(
        IsNegative != replacement.IsNegative,
        Coefficient * replacement.Coefficient,
        [.. Numerator.Take(n), .. replacement.Numerator, .. Numerator.Skip(n + 1)],
        [.. replacement.Denominator, .. Denominator]);

    /// <summary>With powers as repeated factors: <c>Z^2</c> as Z Z.</summary>
    public Monomial Expanded() => this with { Numerator = Expanded(Numerator), Denominator = Expanded(Denominator) };

    /// <summary>This divided by another one, if all factors of the other are here; else null.</summary>
    public Monomial? Without(Monomial other) =>
        Without(Numerator, other.Numerator) is { } numerator && Without(Denominator, other.Denominator) is { } denominator
            ? new Monomial(IsNegative != other.IsNegative, Coefficient / other.Coefficient, numerator, denominator)
            : null;

    /// <summary>The factors that both have, without a sign or coefficient.</summary>
    public Monomial Shared(Monomial other) => new(false, 1, Shared(Numerator, other.Numerator), Shared(Denominator, other.Denominator));

    /// <summary>The factors that meet a condition, without a sign or coefficient.</summary>
    public Monomial Where(Func<Expression, bool> holds) => new(false, 1, [.. Numerator.Where(holds)], [.. Denominator.Where(holds)]);

    /// <summary>With one factor of the numerator replaced by a product.</summary>
    public Monomial Replaced(Expression factor, Monomial product) =>
        WithFactor(Numerator.Select((f, n) => (f, n)).First(f => f.f.Equals(factor)).n, product);

    /// <summary>The product without its sign: first <c>1/B</c>, then the coefficient, then the factors, equal ones as powers.</summary>
    public Expression Magnitude()
    {
        var numerator = Gathered(Numerator);
        var denominator = Gathered(Denominator);
        var overB = denominator.Remove(new BatchSize());
        List<Expression> factors = [.. numerator];
        if (Coefficient != 1)
        {
            factors.Insert(0, Coefficient);
        }

        if (overB)
        {
            factors.Insert(0, new Binary(Operation.Divide, 1, new BatchSize()));
        }

        var top = factors.Count == 0 ? 1 : factors.Aggregate((a, b) => a * b);
        return denominator.Count == 0 ? top : top / denominator.Aggregate((a, b) => a * b);
    }

    static List<Expression> Gathered(IReadOnlyList<Expression> factors) =>
        [.. factors.GroupBy(f => f is Power power ? power.Base : f).Select(group =>
        {
            var exponent = group.Sum(f => f is Power power ? power.Exponent : 1);
            return exponent == 1 ? group.Key : new Power(group.Key, exponent);
        })];

    static List<Expression> Expanded(IReadOnlyList<Expression> factors) =>
        [.. factors.SelectMany(f => f is Power { Exponent: > 0 } power ? Enumerable.Repeat(power.Base, power.Exponent) : [f])];

    static List<Expression>? Without(IReadOnlyList<Expression> factors, IReadOnlyList<Expression> others)
    {
        List<Expression> rest = [.. factors];
        return others.All(rest.Remove) ? rest : null;
    }

    static List<Expression> Shared(IReadOnlyList<Expression> factors, IReadOnlyList<Expression> others)
    {
        List<Expression> rest = [.. others];
        return [.. factors.Where(rest.Remove)];
    }
}
