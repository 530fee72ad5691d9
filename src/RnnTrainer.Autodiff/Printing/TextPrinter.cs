using System.Globalization;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Writes statements in index notation: <c>for b,j,i: R~[b,j] += WhR[j,i] h[b,i]</c>. Reading the text gives the same expressions again.
/// </summary>
sealed class TextPrinter : ExpressionPrinter
{
    static readonly TextPrinter Printer = new();

    TextPrinter()
    {
    }

    public static string Statement(Statement statement) => Loop(statement) is { Length: > 0 } loop
        ? $"{loop} {Body(statement)}"
        : Body(statement);

    /// <summary>The statements, one on each line, with their bodies in one column.</summary>
    public static IEnumerable<string> Lines(IReadOnlyCollection<Statement> statements)
    {
        var width = statements.Select(s => Loop(s).Length).DefaultIfEmpty().Max();
        return statements.Select(s => width == 0 ? Body(s) : $"{Loop(s).PadRight(width)} {Body(s)}");
    }

    public static string Expression(Expression expression) => Printer.Write(expression);

    /// <summary><c>target += value</c>, without the loop.</summary>
    public static string Body(Reference target, Accumulation accumulation, Expression value) =>
        $"{target} {accumulation switch { Accumulation.Add => "+=", Accumulation.Subtract => "-=", _ => "max=" }} {value}";

    protected override string WriteNumber(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    protected override string WriteBatchSize() => "B";

    protected override string WriteEntry(Reference reference) => reference.Subscripts.Length == 0
        ? reference.Tensor.Name
        : $"{reference.Tensor.Name}[{string.Join(",", (object[])reference.Subscripts)}]";

    protected override string WriteCall(Function function, string argument) => $"{function.Name}({argument})";

    protected override string WritePower(string @base, int exponent) => string.Create(CultureInfo.InvariantCulture, $"{@base}^{exponent}");

    protected override string WriteNegative(string operand) => $"-{operand}";

    protected override string WriteBinary(Binary binary) =>
        binary is { Operation: Operation.Divide, Left: Number { Value: 1 }, Right: BatchSize } ? "1/B" : base.WriteBinary(binary);

    protected override string WriteInfix(Binary binary, string left, string right) => binary.Operation switch
    {
        Operation.Add => $"{left} + {right}",
        Operation.Subtract => $"{left} - {right}",
        Operation.Divide => $"{left} / {right}",
        _ when binary.Right is Number => $"{left} * {right}",
        _ => $"{left} {right}",
    };

    /// <summary>
    /// Operators associate to the left, so <c>a - (b + c)</c>, <c>a / (b c)</c> and <c>a (b / c)</c> keep their parentheses.
    /// </summary>
    protected override bool RightNeedsParentheses(Binary binary) => IsSum(binary.Right) || (IsProduct(binary) && IsProduct(binary.Right));

    protected override string Parenthesize(string text) => $"({text})";

    protected override bool IsAtom(Expression expression) => base.IsAtom(expression) || expression is Power;

    static string Loop(Statement statement) => statement.Indexes.Count == 0 ? "" : $"for {string.Join(",", statement.Indexes)}:";

    static string Body(Statement statement) => Body(statement.Target, statement.Accumulation, statement.Value);
}
