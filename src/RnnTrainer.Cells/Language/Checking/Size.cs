namespace RnnTrainer.Cells.Language.Checking;

/// <summary>
/// The size of an index: a product of the batch B, the hidden size J, the number of inputs K and the sizes of other indexes, over such a
/// product: <c>J</c>, <c>J/g</c>, <c>g*u</c>. Two sizes are equal if their factors and divisors are, in any order.
/// </summary>
sealed class Size : IEquatable<Size>
{
    readonly IReadOnlyList<Factor> _factors;
    readonly IReadOnlyList<Factor> _divisors;

    Size(IReadOnlyList<Factor> factors, IReadOnlyList<Factor> divisors) => (_factors, _divisors) = (factors, divisors);

    /// <summary>B, the number of examples.</summary>
    public static Size Batch { get; } = new([new Factor("B", IsIndex: false)], []);

    /// <summary>J, the hidden size.</summary>
    public static Size Hidden { get; } = new([new Factor("J", IsIndex: false)], []);

    /// <summary>K, the number of inputs.</summary>
    public static Size Inputs { get; } = new([new Factor("K", IsIndex: false)], []);

    /// <summary>1, the product of no sizes.</summary>
    public static Size One { get; } = new([], []);

    /// <summary>Whether it is a part of something: whole only for some sizes of this.</summary>
    public bool IsPart => _divisors.Count > 0;

    /// <summary>What it is a part of is a multiple of this.</summary>
    public Size Divisor => new(_divisors, []);

    /// <summary>The size that an index has of its own.</summary>
    public static Size Of(string index) => new([new Factor(index, IsIndex: true)], []);

    public static Size operator *(Size a, Size b) => Reduced([.. a._factors, .. b._factors], [.. a._divisors, .. b._divisors]);

    public static Size operator /(Size a, Size b) => Reduced([.. a._factors, .. b._divisors], [.. a._divisors, .. b._factors]);

    /// <summary>Whether B, J or K is one of the factors.</summary>
    public bool Has(Size named) => _factors.Contains(named._factors[0]);

    /// <summary>The number, rounded down.</summary>
    /// <param name="sizeOf">The size that an index has of its own.</param>
    public int Evaluate(int B, int J, int K, Func<string, int> sizeOf)
    {
        return Product(_factors) / Product(_divisors);

        int Product(IReadOnlyList<Factor> factors) => factors.Aggregate(1, (product, f) => product * f switch
        {
            { IsIndex: true } => sizeOf(f.Name),
            { Name: "B" } => B,
            { Name: "J" } => J,
            _ => K,
        });
    }

    public bool Equals(Size? other) => other is not null && (this / other) is { _factors.Count: 0, _divisors.Count: 0 };

    public override bool Equals(object? obj) => Equals(obj as Size);

    public override int GetHashCode() => HashCode.Combine(_factors.Count, _divisors.Count);

    public override string ToString() =>
        (_factors.Count == 0 ? "1" : string.Join('*', _factors.Select(f => f.Name))) + string.Concat(_divisors.Select(d => $"/{d.Name}"));

    /// <summary>Cancels what is on both sides.</summary>
    static Size Reduced(List<Factor> factors, List<Factor> divisors)
    {
        foreach (var factor in factors.ToList())
        {
            if (divisors.Remove(factor))
            {
                factors.Remove(factor);
            }
        }

        return new Size(factors, divisors);
    }

    readonly record struct Factor(string Name, bool IsIndex);
}
