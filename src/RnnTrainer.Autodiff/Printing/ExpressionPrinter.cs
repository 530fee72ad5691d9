using System.Globalization;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>Writes expressions: the walk over their parts and the rules for parentheses, which every printer shares.</summary>
abstract class ExpressionPrinter
{
    public string Write(Expression expression) => expression switch
    {
        Number number => WriteNumber(number.Value),
        BatchSize => WriteBatchSize(),
        Reference reference => WriteEntry(reference),
        Apply apply => WriteCall(apply.Function, Write(apply.Argument)),
        Power power => WritePower(Operand(power.Base, !IsAtom(power.Base)), power.Exponent),
        Negate negate => WriteNegative(Operand(negate.Operand, NegatedNeedsParentheses(negate))),
        Binary binary => WriteBinary(binary),
        _ => throw new InvalidOperationException($"No text for {expression.GetType().Name}."),
    };

    protected abstract string WriteNumber(double value);

    protected abstract string WriteBatchSize();

    protected abstract string WriteEntry(Reference reference);

    protected abstract string WriteCall(Function function, string argument);

    /// <param name="base">In parentheses where it needs them.</param>
    protected abstract string WritePower(string @base, int exponent);

    protected abstract string WriteNegative(string operand);

    /// <param name="left">In parentheses where it needs them.</param>
    /// <param name="right">In parentheses where it needs them.</param>
    protected abstract string WriteInfix(Binary binary, string left, string right);

    protected abstract string Parenthesize(string text);

    protected virtual string WriteBinary(Binary binary) => WriteInfix(
        binary,
        Operand(binary.Left, LeftNeedsParentheses(binary)),
        Operand(binary.Right, RightNeedsParentheses(binary)));

    protected virtual bool NegatedNeedsParentheses(Negate negate) => IsSum(negate.Operand);

    protected virtual bool LeftNeedsParentheses(Binary binary) => IsProduct(binary) && IsSum(binary.Left);

    protected abstract bool RightNeedsParentheses(Binary binary);

    /// <summary>Whether an expression can be raised to a power as it is.</summary>
    protected virtual bool IsAtom(Expression expression) => expression is Reference or Apply or BatchSize or Number { Value: >= 0 };

    protected static bool IsProduct(Expression expression) => expression is Binary { Operation: Operation.Multiply or Operation.Divide };

    /// <summary>A sum, a difference or what begins with a minus sign.</summary>
    protected static bool IsSum(Expression expression) =>
        expression is Binary { Operation: Operation.Add or Operation.Subtract } || IsNegative(expression);

    protected static bool IsNegative(Expression expression) => expression is Negate or Number { Value: < 0 };

    protected string Operand(Expression expression, bool needsParentheses) =>
        needsParentheses ? Parenthesize(Write(expression)) : Write(expression);
}

/// <summary>A printer that sets formulas in two dimensions: a quotient is a fraction and a factor follows another without a sign.</summary>
abstract class TypesetPrinter : ExpressionPrinter
{
    protected abstract string WriteFraction(string numerator, string denominator);

    protected override string WriteBatchSize() => "B";

    protected override string WriteBinary(Binary binary) => binary.Operation == Operation.Divide
        ? WriteFraction(Write(binary.Left), Write(binary.Right))
        : base.WriteBinary(binary);

    protected override bool RightNeedsParentheses(Binary binary) =>
        binary.Operation == Operation.Add ? IsNegative(binary.Right) : IsSum(binary.Right);

    /// <summary>The mantissa, and the decimal exponent where the number is written with one.</summary>
    protected static (string Mantissa, int? Exponent) Parts(double value)
    {
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        return (parts[0], parts.Length == 1 ? null : int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
