using System.Globalization;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Writes statements in index notation: <c>for b,j,i: R~[b,j] += WhR[j,i] h[b,i]</c>. Reading the text gives the same expressions again.
/// </summary>
sealed class TextPrinter : ExpressionPrinter
{
    static readonly TextPrinter Printer = new(TensorNames.Plain);

    readonly TensorNames _names;

    TextPrinter(TensorNames names) => _names = names;

    public static string Statement(Statement statement) => Statement(statement, TensorNames.Plain);

    public static string Statement(Statement statement, TensorNames names) => Loop(statement) is { Length: > 0 } loop
        ? $"{loop} {Body(statement, names)}"
        : Body(statement, names);

    /// <summary>The statements, one on each line, with their bodies in one column.</summary>
    public static IEnumerable<string> Lines(IReadOnlyCollection<Statement> statements) => Lines(statements, TensorNames.Plain);

    /// <inheritdoc cref="Lines(IReadOnlyCollection{Statement})"/>
    public static IEnumerable<string> Lines(IReadOnlyCollection<Statement> statements, TensorNames names)
    {
        var width = statements.Select(s => Loop(s).Length).DefaultIfEmpty().Max();
        return statements.Select(s => width == 0 ? Body(s, names) : $"{Loop(s).PadRight(width)} {Body(s, names)}");
    }

    public static string Expression(Expression expression) => Printer.Write(expression);

    public static string Expression(Expression expression, TensorNames names) => new TextPrinter(names).Write(expression);

    /// <summary><c>target += value</c>, without the loop.</summary>
    public static string Body(Reference target, Accumulation accumulation, Expression value) =>
        Body(target, accumulation, value, TensorNames.Plain);

    /// <summary>The statement without its loop.</summary>
    public static string Body(Statement statement, TensorNames names) =>
        Body(statement.Target, statement.Accumulation, statement.Value, names);

    protected override string WriteNumber(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    protected override string WriteBatchSize() => "B";

    protected override string WriteEntry(Reference reference) => reference.Subscripts.Length == 0
        ? _names.Text(reference.Tensor)
        : $"{_names.Text(reference.Tensor)}[{string.Join(",", reference.Subscripts.Select(WriteSubscript))}]";

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

    static string Body(Reference target, Accumulation accumulation, Expression value, TensorNames names)
    {
        var printer = new TextPrinter(names);
        var accumulate = accumulation switch { Accumulation.Add => "+=", Accumulation.Subtract => "-=", _ => "max=" };
        return $"{printer.Write(target)} {accumulate} {printer.Write(value)}";
    }

    string WriteSubscript(Subscript subscript) => subscript is Gather gather ? WriteEntry(gather.Entry) : subscript.ToString();
}
