using System.Globalization;
using System.Net;
using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Notation;

/// <summary>
/// Writes programs as equations in MathML Core, which a browser sets without script: <c>R̃_{b,j} = Σ_i W^{h,R}_{j,i} h_{b,i} + … − B^R_j</c>. What the notation adds up in several
/// statements is one sum, with Σ over the indexes that the left side does not have.
/// </summary>
static class MathMlPrinter
{
    /// <summary>An equation for each computed tensor; a statement alone, with its <c>+=</c>, where it cannot be taken together with others.</summary>
    public static IEnumerable<string> Equations(IReadOnlyCollection<Statement> statements)
    {
        var groups = statements.GroupBy(s => s.Target.Tensor).Select(g => g.ToList());
        return groups.SelectMany(g => IsOneSum(g) ? [Equation(g)] : g.Select(Alone)).Select(e => $"<math display=\"block\"><mrow>{e}</mrow></math>");
    }

    public static string Expression(Expression expression) => expression switch
    {
        Number { Value: < 0 } number => $"{Sign("−")}{Magnitude(-number.Value)}",
        Number number => Magnitude(number.Value),
        BatchSize => "<mi>B</mi>",
        Reference reference => Entry(reference),
        Apply apply => Call(apply.Function.Name, Expression(apply.Argument)),
        Power power => $"<msup><mrow>{Closed(power.Base, IsAtom(power.Base))}</mrow><mn>{power.Exponent}</mn></msup>",
        Negate negate => $"{Sign("−")}{Closed(negate.Operand, !IsSum(negate.Operand))}",
        Binary binary => Infix(binary),
        _ => throw new InvalidOperationException($"No MathML for {expression.GetType().Name}."),
    };

    static bool IsOneSum(List<Statement> statements) =>
        statements.TrueForAll(s => s.Target == statements[0].Target) && (statements.Count == 1 || statements.TrueForAll(s => s.Accumulation != Accumulation.Max));

    static string Equation(List<Statement> statements)
    {
        var right = string.Concat(statements.Select((s, n) => Term(s, isFirst: n == 0)));
        return $"{Entry(statements[0].Target)}{Sign("=")}{right}";
    }

    static string Alone(Statement statement)
    {
        var accumulate = statement.Accumulation switch
        {
            Accumulation.Add => "+=",
            Accumulation.Subtract => "−=",
            _ => "max=",
        };
        return $"{Entry(statement.Target)}{Sign(accumulate)}{Expression(statement.Value)}";
    }

    static string Term(Statement statement, bool isFirst)
    {
        var indexes = statement.Indexes.Except(statement.Target.Indexes()).ToList();
        var isMax = statement.Accumulation == Accumulation.Max;
        var over = indexes.Count == 0 ? isMax ? Sign("max") : ""
            : $"<munder>{(isMax ? Sign("max") : "<mo>∑</mo>")}<mrow>{string.Join("<mo>,</mo>", indexes.Select(l => MathMlNames.Index(l.Name)))}</mrow></munder>";
        var isSubtracted = statement.Accumulation == Accumulation.Subtract;
        var sign = isSubtracted ? Sign("−") : isFirst ? "" : Sign("+");
        var isPlain = !IsSum(statement.Value) || (over.Length == 0 && !isSubtracted && (isFirst || !IsNegative(statement.Value)));
        return $"{sign}{over}{Closed(statement.Value, isPlain)}";
    }

    static string Entry(Reference reference) => MathMlNames.Of(reference.Tensor.Name, string.Join("<mo>,</mo>", reference.Subscripts.Select(Subscript)));

    static string Subscript(Subscript subscript) => subscript switch
    {
        Gather gather => Entry(gather.Entry),
        GroupedIndex group => InParentheses(string.Concat(group.Indexes.Select(l => MathMlNames.Index(l.Name)))),
        _ => MathMlNames.Index(((SingleIndex)subscript).Index.Name),
    };

    static string Call(string function, string argument) => function switch
    {
        "sigmoid" => $"<mi>σ</mi>{InParentheses(argument)}",
        "sqrt" => $"<msqrt>{argument}</msqrt>",
        "abs" => $"<mrow><mo>|</mo>{argument}<mo>|</mo></mrow>",
        "step" => $"<mn>𝟏</mn><mrow><mo>[</mo>{argument}{Sign("≥")}<mn>0</mn><mo>]</mo></mrow>",
        _ => $"<mi>{function}</mi>{InParentheses(argument)}",
    };

    static string Infix(Binary binary)
    {
        if (binary.Operation == Operation.Divide)
        {
            return $"<mfrac><mrow>{Expression(binary.Left)}</mrow><mrow>{Expression(binary.Right)}</mrow></mfrac>";
        }

        var isProduct = binary.Operation == Operation.Multiply;
        var left = Closed(binary.Left, !isProduct || !IsSum(binary.Left));
        var right = Closed(binary.Right, binary.Operation == Operation.Add ? !IsNegative(binary.Right) : !IsSum(binary.Right));
        return binary.Operation switch
        {
            Operation.Add => $"{left}{Sign("+")}{right}",
            Operation.Subtract => $"{left}{Sign("−")}{right}",
            _ when binary.Right is Number => $"{left}{Sign("·")}{right}",
            _ => $"{left}<mspace width=\".17em\"/>{right}",
        };
    }

    static string Magnitude(double value)
    {
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        return parts.Length == 1 ? $"<mn>{parts[0]}</mn>"
            : $"<mn>{parts[0]}</mn>{Sign("·")}<msup><mn>10</mn><mn>{int.Parse(parts[1], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture).Replace('-', '−')}</mn></msup>";
    }

    static string Sign(string sign) => $"<mo>{WebUtility.HtmlEncode(sign)}</mo>";

    static bool IsAtom(Expression expression) => expression is Reference or Apply or BatchSize or Number { Value: >= 0 };

    static bool IsSum(Expression expression) => expression is Binary { Operation: Operation.Add or Operation.Subtract } || IsNegative(expression);

    static bool IsNegative(Expression expression) => expression is Negate or Number { Value: < 0 };

    static string Closed(Expression expression, bool isPlain) => isPlain ? Expression(expression) : InParentheses(Expression(expression));

    static string InParentheses(string text) => $"<mrow><mo>(</mo>{text}<mo>)</mo></mrow>";
}
