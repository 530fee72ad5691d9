using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff;

/// <summary>
/// The functions of the notation, entry by entry. Equations name them after <c>using static RnnTrainer.Autodiff.Functions;</c>.
/// </summary>
public static class Functions
{
    /// <summary>eˣ.</summary>
    public static Expression Exp(Expression x) => new Apply(Function.Exp, x);

    /// <summary>The natural logarithm.</summary>
    public static Expression Log(Expression x) => new Apply(Function.Log, x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Expression Tanh(Expression x) => new Apply(Function.Tanh, x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Expression Sigmoid(Expression x) => new Apply(Function.Sigmoid, x);

    /// <summary>The square root.</summary>
    public static Expression Sqrt(Expression x) => new Apply(Function.Sqrt, x);

    /// <summary>log(1 + eˣ), without overflow.</summary>
    public static Expression Softplus(Expression x) => new Apply(Function.Softplus, x);

    /// <summary>max(x, 0), with the derivative 1 at 0.</summary>
    public static Expression Relu(Expression x) => new Apply(Function.Relu, x);

    /// <summary>|x|, with the derivative 1 at 0.</summary>
    public static Expression Abs(Expression x) => new Apply(Function.Abs, x);

    /// <summary>1 where x ≥ 0, else 0. Its derivative is 0 everywhere.</summary>
    public static Expression Step(Expression x) => new Apply(Function.Step, x);

    /// <summary>x².</summary>
    public static Expression Square(Expression x) => Pow(x, 2);

    /// <summary>x to an integer power, which may be negative.</summary>
    public static Expression Pow(Expression x, int exponent) => new Power(x, exponent);
}
