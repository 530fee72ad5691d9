using System.Globalization;
using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Notation;

/// <summary>Writes programs for a blackboard or a paper: <c>\tilde{R}[b,j] \mathrel{+}= W^{h,R}[j,i]\, h[b,i]</c>. It needs amsmath only.</summary>
static class LatexPrinter
{
    public static string Statement(Statement statement)
    {
        var accumulate = statement.Accumulation switch
        {
            Accumulation.Add => @"\mathrel{+}=",
            Accumulation.Subtract => @"\mathrel{-}=",
            _ => @"\mathrel{\max}=",
        };
        return $"{Expression(statement.Target)} {accumulate} {Expression(statement.Value)}";
    }

    const int RowsOfHalfAPage = 16;

    /// <summary>The statements as an <c>align*</c>, a row each, their loops on the left. A long one may be broken over pages.</summary>
    public static IEnumerable<string> Lines(IReadOnlyCollection<Statement> statements)
    {
        var rows = statements.Select(s => $"{Loop(s)}& {Statement(s)}").ToList();
        string[] align = [@"\begin{align*}", .. rows.Select((row, n) => n < rows.Count - 1 ? row + @" \\" : row), @"\end{align*}"];
        return rows.Count <= RowsOfHalfAPage ? align : [@"\begingroup\allowdisplaybreaks", .. align, @"\endgroup"];
    }

    public static string Expression(Expression expression) => expression switch
    {
        Number number => Number(number.Value),
        BatchSize => "B",
        Reference reference => Entry(reference),
        Apply apply => Call(apply),
        Power power => $"{Closed(power.Base, IsAtom(power.Base))}^{{{power.Exponent}}}",
        Negate negate => $"-{Closed(negate.Operand, !IsSum(negate.Operand))}",
        Binary binary => Infix(binary),
        _ => throw new InvalidOperationException($"No LaTeX for {expression.GetType().Name}."),
    };

    static string Loop(Statement statement) =>
        statement.Indexes.Count == 0 ? "" : $@"\text{{for }} {string.Join(",", statement.Indexes)}\colon\quad ";

    static string Entry(Reference reference) => reference.Subscripts.Length == 0
        ? LatexNames.Of(reference.Tensor.Name)
        : $"{LatexNames.Of(reference.Tensor.Name)}[{string.Join(",", reference.Subscripts.Select(Subscript))}]";

    static string Subscript(Subscript subscript) => subscript switch
    {
        Gather gather => Entry(gather.Entry),
        GroupedIndex group => $"({string.Join(@"\,", group.Indexes.Select(l => LatexNames.Of(l.Name)))})",
        _ => LatexNames.Of(((SingleIndex)subscript).Index.Name),
    };

    static string Call(Apply apply)
    {
        var argument = Expression(apply.Argument);
        return apply.Function.Name switch
        {
            "exp" or "log" or "tanh" => $@"\{apply.Function.Name}{InParentheses(argument)}",
            "sigmoid" => $@"\sigma{InParentheses(argument)}",
            "sqrt" => $@"\sqrt{{{argument}}}",
            "abs" => $@"\left|{argument}\right|",
            "step" => $@"\mathbf{{1}}[{argument} \ge 0]",
            _ => $@"\operatorname{{{apply.Function.Name}}}{InParentheses(argument)}",
        };
    }

    static string Infix(Binary binary)
    {
        if (binary.Operation == Operation.Divide)
        {
            return $@"\frac{{{Expression(binary.Left)}}}{{{Expression(binary.Right)}}}";
        }

        var isProduct = binary.Operation == Operation.Multiply;
        var left = Closed(binary.Left, !isProduct || !IsSum(binary.Left));
        var isPlain = binary.Operation == Operation.Add ? !IsNegative(binary.Right) : !IsSum(binary.Right);
        var right = Closed(binary.Right, isPlain);
        return binary.Operation switch
        {
            Operation.Add => $"{left} + {right}",
            Operation.Subtract => $"{left} - {right}",
            _ when binary.Right is Number => $@"{left} \cdot {right}",
            _ => $@"{left}\, {right}",
        };
    }

    static string Number(double value)
    {
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        return parts.Length == 1 ? parts[0] : $@"{parts[0]} \cdot 10^{{{int.Parse(parts[1], CultureInfo.InvariantCulture)}}}";
    }

    static bool IsAtom(Expression expression) =>
        expression is Reference or Apply or BatchSize || (expression is Number { Value: >= 0 } number && !Number(number.Value).Contains('^', StringComparison.Ordinal));

    static bool IsSum(Expression expression) => expression is Binary { Operation: Operation.Add or Operation.Subtract } || IsNegative(expression);

    static bool IsNegative(Expression expression) => expression is Negate or Number { Value: < 0 };

    static string Closed(Expression expression, bool isPlain) => isPlain ? Expression(expression) : InParentheses(Expression(expression));

    static string InParentheses(string text) =>
        text.Contains(@"\frac", StringComparison.Ordinal) ? $@"\left({text}\right)" : $"({text})";
}
