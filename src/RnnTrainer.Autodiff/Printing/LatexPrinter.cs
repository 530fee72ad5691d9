using System.Globalization;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Writes statements as LaTeX: <c>\tilde{R}[b,j] \mathrel{+}= W^{h,R}[j,i]\, h[b,i]</c>. The document needs amsmath only.
/// </summary>
sealed class LatexPrinter : TypesetPrinter
{
    const int RowsOfHalfAPage = 16;

    static readonly LatexPrinter Printer = new(TensorNames.Plain);

    readonly TensorNames _names;

    LatexPrinter(TensorNames names) => _names = names;

    public static string Statement(Statement statement) => Statement(statement, TensorNames.Plain);

    public static string Statement(Statement statement, TensorNames names)
    {
        var printer = new LatexPrinter(names);
        var accumulate = statement.Accumulation switch
        {
            Accumulation.Add => @"\mathrel{+}=",
            Accumulation.Subtract => @"\mathrel{-}=",
            _ => @"\mathrel{\max}=",
        };
        return $"{printer.Write(statement.Target)} {accumulate} {printer.Write(statement.Value)}";
    }

    /// <summary>
    /// The statements as an <c>align*</c> with a row for each and their loops on the left. A long one may break across pages.
    /// </summary>
    public static IEnumerable<string> Lines(IReadOnlyCollection<Statement> statements) => Lines(statements, TensorNames.Plain);

    /// <inheritdoc cref="Lines(IReadOnlyCollection{Statement})"/>
    public static IEnumerable<string> Lines(IReadOnlyCollection<Statement> statements, TensorNames names) =>
        Rows([.. statements.Select(s => $"{Loop(s)}& {Statement(s, names)}")]);

    /// <summary>The same, with a note in small print below each statement.</summary>
    /// <param name="noteOf">Plain text without characters that LaTeX reads as commands.</param>
    public static IEnumerable<string> Lines(
        IReadOnlyCollection<Statement> statements, TensorNames names, Func<Statement, string> noteOf) =>
        Rows([.. statements.SelectMany<Statement, string>(s =>
            [$"{Loop(s)}& {Statement(s, names)}", $@"& \qquad\text{{\footnotesize {noteOf(s)}}}"])]);

    static IEnumerable<string> Rows(IReadOnlyList<string> rows)
    {
        string[] align = [@"\begin{align*}", .. rows.Select((row, n) => n < rows.Count - 1 ? row + @" \\" : row), @"\end{align*}"];
        return rows.Count <= RowsOfHalfAPage ? align : [@"\begingroup\allowdisplaybreaks", .. align, @"\endgroup"];
    }

    public static string Expression(Expression expression) => Printer.Write(expression);

    public static string Expression(Expression expression, TensorNames names) => new LatexPrinter(names).Write(expression);

    protected override string WriteNumber(double value) => Parts(value) is (var mantissa, { } exponent)
        ? string.Create(CultureInfo.InvariantCulture, $@"{mantissa} \cdot 10^{{{exponent}}}")
        : Parts(value).Mantissa;

    protected override string WriteEntry(Reference reference) => reference.Subscripts.Length == 0
        ? _names.Latex(reference.Tensor)
        : $"{_names.Latex(reference.Tensor)}[{string.Join(",", reference.Subscripts.Select(WriteSubscript))}]";

    protected override string WriteCall(Function function, string argument) => function.Name switch
    {
        "exp" or "log" or "tanh" => $@"\{function.Name}{Parenthesize(argument)}",
        "sigmoid" => $@"\sigma{Parenthesize(argument)}",
        "sqrt" => $@"\sqrt{{{argument}}}",
        "abs" => $@"\left|{argument}\right|",
        "step" => $@"\mathbf{{1}}[{argument} \ge 0]",
        _ => $@"\operatorname{{{function.Name}}}{Parenthesize(argument)}",
    };

    protected override string WritePower(string @base, int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"{@base}^{{{exponent}}}");

    protected override string WriteNegative(string operand) => $"-{operand}";

    protected override string WriteFraction(string numerator, string denominator) => $@"\frac{{{numerator}}}{{{denominator}}}";

    protected override string WriteInfix(Binary binary, string left, string right) => binary.Operation switch
    {
        Operation.Add => $"{left} + {right}",
        Operation.Subtract => $"{left} - {right}",
        _ when binary.Right is Number => $@"{left} \cdot {right}",
        _ => $@"{left}\, {right}",
    };

    protected override string Parenthesize(string text) =>
        text.Contains(@"\frac", StringComparison.Ordinal) ? $@"\left({text}\right)" : $"({text})";

    /// <summary>A number with a power of ten would read as if the power were raised.</summary>
    protected override bool IsAtom(Expression expression) =>
        base.IsAtom(expression) && !(expression is Number number && Parts(number.Value).Exponent is not null);

    static string Loop(Statement statement) =>
        statement.Indexes.Count == 0 ? "" : $@"\text{{for }} {string.Join(",", statement.Indexes)}\colon\quad ";

    string WriteSubscript(Subscript subscript) => subscript switch
    {
        Gather gather => WriteEntry(gather.Entry),
        GroupedIndex group => $"({string.Join(@"\,", group.Indexes.Select(i => LatexNames.Of(i.Name)))})",
        _ => LatexNames.Of(((SingleIndex)subscript).Index.Name),
    };
}
