using System.Globalization;
using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Notation;

/// <summary>Writes programs as the sheet does: <c>for b,j,i: R~[b,j] += WhR[j,i] h[b,i]</c>.</summary>
static class TextPrinter
{
    public static string Statement(Statement statement) => Loop(statement) is { Length: > 0 } loop
        ? $"{loop} {Body(statement)}"
        : Body(statement);

    /// <summary>The statements, a line each, their bodies in one column.</summary>
    public static IEnumerable<string> Lines(IReadOnlyCollection<Statement> statements)
    {
        var width = statements.Select(s => Loop(s).Length).DefaultIfEmpty().Max();
        return statements.Select(s => width == 0 ? Body(s) : $"{Loop(s).PadRight(width)} {Body(s)}");
    }

    public static string Expression(Expression expression) => expression switch
    {
        Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        BatchSize => "B",
        Reference reference => reference.Subscripts.Length == 0
            ? reference.Tensor.Name
            : $"{reference.Tensor.Name}[{string.Join(",", (object[])reference.Subscripts)}]",
        Apply apply => $"{apply.Function.Name}({apply.Argument})",
        Power power => $"{InParentheses(power.Base, Precedence(power.Base) < Atom)}^{power.Exponent}",
        Negate negate => $"-{InParentheses(negate.Operand, Precedence(negate.Operand) < Product)}",
        Binary { Operation: Operation.Divide, Left: Number { Value: 1 }, Right: BatchSize } => "1/B",
        Binary binary => Infix(binary),
        _ => throw new InvalidOperationException($"No text for {expression.GetType().Name}."),
    };

    const int Sum = 1;
    const int Product = 2;
    const int Atom = 3;

    static string Loop(Statement statement) =>
        statement.Indexes.Count == 0 ? "" : $"for {string.Join(",", statement.Indexes)}:";

    static string Body(Statement statement)
    {
        var accumulate = statement.Accumulation switch
        {
            Accumulation.Add => "+=",
            Accumulation.Subtract => "-=",
            _ => "max=",
        };
        return $"{statement.Target} {accumulate} {statement.Value}";
    }

    static string Infix(Binary binary)
    {
        var own = Precedence(binary);
        var left = InParentheses(binary.Left, Precedence(binary.Left) < own);

        // a - (b + c), a / (b c) and a (b / c) group to the right, against the reading from the left.
        var right = InParentheses(binary.Right, Precedence(binary.Right) <= own || binary.Right is Negate || binary.Right is Number { Value: < 0 });
        return binary.Operation switch
        {
            Operation.Add => $"{left} + {right}",
            Operation.Subtract => $"{left} - {right}",
            Operation.Divide => $"{left} / {right}",
            _ when binary.Right is Number => $"{left} * {right}",
            _ => $"{left} {right}",
        };
    }

    static int Precedence(Expression expression) => expression switch
    {
        Binary { Operation: Operation.Add or Operation.Subtract } => Sum,
        Negate => Sum,
        Number { Value: < 0 } => Sum,
        Binary => Product,
        _ => Atom,
    };

    static string InParentheses(Expression expression, bool needed) => needed ? $"({expression})" : expression.ToString();
}
