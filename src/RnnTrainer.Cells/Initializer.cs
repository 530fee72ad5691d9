using System.Globalization;

namespace RnnTrainer.Cells;

/// <summary>
/// How a parameter is initialized before training. <see cref="object.ToString"/> is its text in the notation: <c>glorot</c>, <c>-1</c>,
/// <c>uniform(0.1)</c>.
/// </summary>
public abstract record Initializer
{
    private protected Initializer()
    {
    }

    /// <summary>Uniform within ±√(6 / (rows + columns)). Glorot and Bengio 2010.</summary>
    public static Initializer Glorot { get; } = new GlorotInitializer();

    /// <summary>
    /// A random orthogonal matrix, for weights from state to state. A parameter with more than two indexes has such a matrix of the last
    /// two for all values of the others. Saxe et al. 2014.
    /// </summary>
    public static Initializer Orthogonal { get; } = new OrthogonalInitializer();

    /// <summary>The identity matrix, with which a state keeps its value. Le, Jaitly and Hinton 2015.</summary>
    public static Initializer Identity { get; } = new IdentityInitializer();

    /// <summary>0 everywhere.</summary>
    public static Initializer Zero { get; } = new ConstantInitializer(0);

    /// <summary>1 everywhere.</summary>
    public static Initializer One { get; } = new ConstantInitializer(1);

    /// <summary>−1 everywhere: as a bias that is subtracted it opens a gate, G = σ(1 + …).</summary>
    public static Initializer MinusOne { get; } = new ConstantInitializer(-1);

    /// <summary>The same number everywhere.</summary>
    public static Initializer Constant(double value) => new ConstantInitializer(value);

    /// <summary>Uniform within ±<paramref name="limit"/>.</summary>
    public static Initializer Uniform(double limit) => new UniformInitializer(limit);

    /// <summary>Normal with mean 0.</summary>
    /// <param name="deviation">The standard deviation.</param>
    public static Initializer Normal(double deviation) => new NormalInitializer(deviation);

    /// <summary>
    /// log u with u uniform in [1, <paramref name="steps"/> − 1]: a forget gate with this bias remembers for about u time steps. Tallec and
    /// Ollivier 2018.
    /// </summary>
    /// <param name="steps">The longest time to remember, in time steps: at least 2.</param>
    /// <param name="isNegative">−log u, for a bias that is subtracted.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 2.</exception>
    public static Initializer Chrono(double steps, bool isNegative = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        return new ChronoInitializer(steps, isNegative);
    }

    /// <summary>
    /// What the notation takes where a parameter names no initializer: orthogonal for a square matrix from state to state, Glorot for other
    /// parameters with two indexes and more, zero for biases and single numbers.
    /// </summary>
    /// <param name="indexes">How many indexes the parameter has.</param>
    /// <param name="isStateToState">Whether it has two, both of the hidden size.</param>
    public static Initializer Default(int indexes, bool isStateToState) => isStateToState ? Orthogonal : indexes >= 2 ? Glorot : Zero;
}

/// <inheritdoc cref="Initializer.Glorot"/>
sealed record GlorotInitializer : Initializer
{
    public override string ToString() => "glorot";
}

/// <inheritdoc cref="Initializer.Orthogonal"/>
sealed record OrthogonalInitializer : Initializer
{
    public override string ToString() => "orthogonal";
}

/// <inheritdoc cref="Initializer.Constant"/>
sealed record ConstantInitializer(double Value) : Initializer
{
    public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
}

/// <inheritdoc cref="Initializer.Identity"/>
sealed record IdentityInitializer : Initializer
{
    public override string ToString() => "identity";
}

/// <inheritdoc cref="Initializer.Uniform"/>
sealed record UniformInitializer(double Limit) : Initializer
{
    public override string ToString() => $"uniform({Limit.ToString("R", CultureInfo.InvariantCulture)})";
}

/// <inheritdoc cref="Initializer.Normal"/>
sealed record NormalInitializer(double Deviation) : Initializer
{
    public override string ToString() => $"normal({Deviation.ToString("R", CultureInfo.InvariantCulture)})";
}

/// <inheritdoc cref="Initializer.Chrono"/>
sealed record ChronoInitializer(double Steps, bool IsNegative) : Initializer
{
    public override string ToString() => $"{(IsNegative ? "-" : "")}chrono({Steps.ToString("R", CultureInfo.InvariantCulture)})";
}
