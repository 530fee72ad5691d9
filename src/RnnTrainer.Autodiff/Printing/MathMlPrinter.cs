using System.Globalization;
using System.Net;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Writes statements as equations in MathML Core, which browsers render without scripts:
/// <c>R̃_{b,j} = Σ_i W^{h,R}_{j,i} h_{b,i} + … − B^R_j</c>. The statements of one target become one sum, with Σ over the indexes that the
/// left side does not have.
/// </summary>
sealed class MathMlPrinter : TypesetPrinter
{
    readonly TensorNames _names;

    MathMlPrinter(TensorNames names) => _names = names;

    /// <summary>
    /// An equation for each computed tensor, or a statement by itself with its <c>+=</c> where the statements of a tensor don't make one
    /// sum.
    /// </summary>
    public static IEnumerable<string> Equations(IReadOnlyCollection<Statement> statements) => Equations(statements, TensorNames.Plain);

    /// <inheritdoc cref="Equations(IReadOnlyCollection{Statement})"/>
    public static IEnumerable<string> Equations(IReadOnlyCollection<Statement> statements, TensorNames names)
    {
        var printer = new MathMlPrinter(names);
        var groups = statements.GroupBy(s => s.Target.Tensor).Select(g => g.ToList());
        return groups.SelectMany(g => IsOneSum(g) ? [printer.Equation(g)] : g.Select(printer.Alone))
            .Select(e => $"<math display=\"block\"><mrow>{e}</mrow></math>");
    }

    protected override string WriteNumber(double value) => value < 0 ? WriteNegative(Magnitude(-value)) : Magnitude(value);

    protected override string WriteBatchSize() => "<mi>B</mi>";

    protected override string WriteEntry(Reference reference)
    {
        var time = _names.MathMlTime(reference.Tensor);
        var name = time is null ? reference.Tensor.Name
            : _names.Stem(reference.Tensor) + (TensorNames.IsGradient(reference.Tensor) ? ".grad" : "");
        return MathMlNames.Of(
            name, string.Join("<mo>,</mo>", [.. time is null ? [] : new[] { time }, .. reference.Subscripts.Select(WriteSubscript)]));
    }

    protected override string WriteCall(Function function, string argument) => function.Name switch
    {
        "sigmoid" => $"<mi>σ</mi>{Parenthesize(argument)}",
        "sqrt" => $"<msqrt>{argument}</msqrt>",
        "abs" => $"<mrow><mo>|</mo>{argument}<mo>|</mo></mrow>",
        "step" => $"<mn>𝟏</mn><mrow><mo>[</mo>{argument}{Sign("≥")}<mn>0</mn><mo>]</mo></mrow>",
        _ => $"<mi>{function.Name}</mi>{Parenthesize(argument)}",
    };

    protected override string WritePower(string @base, int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"<msup><mrow>{@base}</mrow><mn>{exponent}</mn></msup>");

    protected override string WriteNegative(string operand) => $"{Sign("−")}{operand}";

    protected override string WriteFraction(string numerator, string denominator) =>
        $"<mfrac><mrow>{numerator}</mrow><mrow>{denominator}</mrow></mfrac>";

    protected override string WriteInfix(Binary binary, string left, string right) => binary.Operation switch
    {
        Operation.Add => $"{left}{Sign("+")}{right}",
        Operation.Subtract => $"{left}{Sign("−")}{right}",
        _ when binary.Right is Number => $"{left}{Sign("·")}{right}",
        _ => $"{left}<mspace width=\".17em\"/>{right}",
    };

    protected override string Parenthesize(string text) => $"<mrow><mo>(</mo>{text}<mo>)</mo></mrow>";

    static bool IsOneSum(List<Statement> statements) =>
        statements.TrueForAll(s => s.Target == statements[0].Target)
            && (statements.Count == 1 || statements.TrueForAll(s => s.Accumulation != Accumulation.Max));

    string Equation(List<Statement> statements)
    {
        var right = string.Concat(statements.Select((s, n) => Term(s, isFirst: n == 0)));
        return $"{WriteEntry(statements[0].Target)}{Sign("=")}{right}";
    }

    string Alone(Statement statement)
    {
        var accumulate = statement.Accumulation switch
        {
            Accumulation.Add => "+=",
            Accumulation.Subtract => "−=",
            _ => "max=",
        };
        return $"{WriteEntry(statement.Target)}{Sign(accumulate)}{Write(statement.Value)}";
    }

    string Term(Statement statement, bool isFirst)
    {
        var over = Over(statement);
        var isSubtracted = statement.Accumulation == Accumulation.Subtract;
        var sign = isSubtracted ? Sign("−") : isFirst ? "" : Sign("+");
        var isPlain = !IsSum(statement.Value) || (over.Length == 0 && !isSubtracted && (isFirst || !IsNegative(statement.Value)));
        return $"{sign}{over}{Operand(statement.Value, !isPlain)}";
    }

    /// <summary>Σ or max over the indexes that the target does not have.</summary>
    static string Over(Statement statement)
    {
        var indexes = statement.Indexes.Except(statement.Target.Indexes()).ToList();
        var isMax = statement.Accumulation == Accumulation.Max;
        if (indexes.Count == 0)
        {
            return isMax ? Sign("max") : "";
        }

        var below = string.Join("<mo>,</mo>", indexes.Select(i => MathMlNames.Index(i.Name)));
        return $"<munder>{(isMax ? Sign("max") : "<mo>∑</mo>")}<mrow>{below}</mrow></munder>";
    }

    static string Magnitude(double value)
    {
        if (Parts(value) is not (var mantissa, { } exponent))
        {
            return $"<mn>{Parts(value).Mantissa}</mn>";
        }

        var power = exponent.ToString(CultureInfo.InvariantCulture).Replace('-', '−');
        return $"<mn>{mantissa}</mn>{Sign("·")}<msup><mn>10</mn><mn>{power}</mn></msup>";
    }

    static string Sign(string sign) => $"<mo>{WebUtility.HtmlEncode(sign)}</mo>";

    string WriteSubscript(Subscript subscript) => subscript switch
    {
        Gather gather => WriteEntry(gather.Entry),
        GroupedIndex group => Parenthesize(string.Concat(group.Indexes.Select(i => MathMlNames.Index(i.Name)))),
        _ => MathMlNames.Index(((SingleIndex)subscript).Index.Name),
    };
}
