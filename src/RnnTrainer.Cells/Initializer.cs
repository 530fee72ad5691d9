using System.Globalization;

namespace RnnTrainer.Cells;

/// <summary>How a weight is set before training. Its text is that of the notation: <c>glorot</c>, <c>-1</c>, <c>uniform(0.1)</c>.</summary>
public abstract record Initializer
{
    private protected Initializer()
    {
    }

    /// <summary>Uniform within ±√(6 / (rows + columns)), by Glorot and Bengio 2010.</summary>
    public static Initializer Glorot { get; } = new GlorotInitializer();

    /// <summary>A random orthogonal matrix, by Saxe et al. 2014: for weights from state to state. Of a weight with more letters, one of the last two for all values of the others.</summary>
    public static Initializer Orthogonal { get; } = new OrthogonalInitializer();

    /// <summary>The identity, by Le, Jaitly and Hinton 2015: a state that stays.</summary>
    public static Initializer Identity { get; } = new IdentityInitializer();

    public static Initializer Zero { get; } = new ConstantInitializer(0);

    public static Initializer One { get; } = new ConstantInitializer(1);

    /// <summary>−1: with the sheet's minus sign a gate that starts open, G = σ(1 + …).</summary>
    public static Initializer MinusOne { get; } = new ConstantInitializer(-1);

    /// <summary>
    /// What the notation takes where nothing is said: orthogonal for a square matrix from state to state, Glorot for other weights of two and more letters,
    /// zero for biases and single numbers.
    /// </summary>
    /// <param name="letters">How many letters the weight has.</param>
    /// <param name="isStateToState">Whether it has two, both of the hidden size.</param>
    public static Initializer Default(int letters, bool isStateToState) => isStateToState ? Orthogonal : letters >= 2 ? Glorot : Zero;
}

/// <inheritdoc cref="Initializer.Glorot"/>
public sealed record GlorotInitializer : Initializer
{
    public override string ToString() => "glorot";
}

/// <inheritdoc cref="Initializer.Orthogonal"/>
public sealed record OrthogonalInitializer : Initializer
{
    public override string ToString() => "orthogonal";
}

/// <summary>The same number everywhere.</summary>
public sealed record ConstantInitializer(double Value) : Initializer
{
    public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
}

/// <inheritdoc cref="Initializer.Identity"/>
public sealed record IdentityInitializer : Initializer
{
    public override string ToString() => "identity";
}

/// <summary>Uniform within ±<see cref="Limit"/>.</summary>
public sealed record UniformInitializer(double Limit) : Initializer
{
    public override string ToString() => $"uniform({Limit.ToString("R", CultureInfo.InvariantCulture)})";
}

/// <summary>Normal with mean 0 and this standard deviation.</summary>
public sealed record NormalInitializer(double Deviation) : Initializer
{
    public override string ToString() => $"normal({Deviation.ToString("R", CultureInfo.InvariantCulture)})";
}

/// <summary>
/// log u with u uniform in [1, <see cref="Steps"/> − 1], by Tallec and Ollivier 2018: a forget gate with this bias remembers for u steps.
/// </summary>
/// <param name="Steps">At least 2: the longest time to remember.</param>
/// <param name="IsNegative">−log u, for a bias that is subtracted.</param>
public sealed record ChronoInitializer(double Steps, bool IsNegative) : Initializer
{
    public override string ToString() => $"{(IsNegative ? "-" : "")}chrono({Steps.ToString("R", CultureInfo.InvariantCulture)})";
}
