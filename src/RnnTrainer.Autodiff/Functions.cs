using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff;

/// <summary>The functions under the names that equations use: <c>using static RnnTrainer.Autodiff.Functions;</c></summary>
public static class Functions
{
    public static Expression Exp(Expression x) => new Apply(Function.Exp, x);

    public static Expression Log(Expression x) => new Apply(Function.Log, x);

    public static Expression Tanh(Expression x) => new Apply(Function.Tanh, x);

    public static Expression Sigmoid(Expression x) => new Apply(Function.Sigmoid, x);

    public static Expression Sqrt(Expression x) => new Apply(Function.Sqrt, x);

    public static Expression Softplus(Expression x) => new Apply(Function.Softplus, x);

    public static Expression Relu(Expression x) => new Apply(Function.Relu, x);

    public static Expression Abs(Expression x) => new Apply(Function.Abs, x);

    /// <summary>1 where x ≥ 0, else 0.</summary>
    public static Expression Step(Expression x) => new Apply(Function.Step, x);

    /// <summary>x².</summary>
    public static Expression Square(Expression x) => new Power(x, 2);

    /// <summary>x to a whole power, which may be negative.</summary>
    public static Expression Pow(Expression x, int exponent) => new Power(x, exponent);
}
