using System.Globalization;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Writes statements as C# loops over flat row-major arrays: <c>for (var j = 0; j &lt; 4; j++) R[j] += Math.Tanh(RTilde[j]);</c>. Indexes
/// of size 1 need no loop. What <see cref="Math"/> does not have is a method of a class <c>Functions</c>, see <see cref="Functions"/>.
/// </summary>
sealed class CSharpPrinter : ExpressionPrinter
{
    static readonly HashSet<Function> OfMath = [Function.Exp, Function.Log, Function.Tanh, Function.Sqrt, Function.Abs];

    readonly Statement _statement;
    readonly Func<Tensor, string> _array;

    CSharpPrinter(Statement statement, Func<Tensor, string> array) => (_statement, _array) = (statement, array);

    /// <summary>The functions of the notation that C# lacks, as members of a class.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        "public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));",
        "public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));",
        "public static double Step(double x) => x >= 0 ? 1 : 0;",
        "public static double Relu(double x) => Math.Max(x, 0);",
    ];

    /// <summary>The loops of a statement, a line each, after a comment with the statement in index notation.</summary>
    /// <param name="array">The name of the array that holds a tensor.</param>
    /// <exception cref="NotationException">A subscript is a gather.</exception>
    public static IEnumerable<string> Lines(Statement statement, Func<Tensor, string> array)
    {
        yield return $"// {statement}";
        var depth = 0;
        foreach (var (index, size) in statement.Indexes.Zip(statement.Sizes).Where(loop => loop.Second > 1))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{Indent(depth++)}for (var {index} = 0; {index} < {size}; {index}++)");
        }

        yield return Indent(depth) + new CSharpPrinter(statement, array).Body();
    }

    static string Indent(int depth) => new(' ', 4 * depth);

    string Body()
    {
        var (target, value) = (Write(_statement.Target), Write(_statement.Value));
        return _statement.Accumulation switch
        {
            Accumulation.Add => $"{target} += {value};",
            Accumulation.Subtract => $"{target} -= {value};",
            _ => $"{target} = Math.Max({target}, {value});",
        };
    }

    /// <summary>A literal of type double: without its point a whole number would be an int, and 1 / 2 would be 0.</summary>
    protected override string WriteNumber(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }

    // An exported model runs one example at a time.
    protected override string WriteBatchSize() => "1.0";

    /// <summary>The entry of the flat array: <c>W[j * 4 + i]</c> for <c>W[j,i]</c> with 4 values of i.</summary>
    protected override string WriteEntry(Reference reference)
    {
        var indexes = reference.Subscripts.SelectMany(IndexesOf).ToList();
        var sizes = indexes.ConvertAll(_statement.SizeOf);
        var terms = Enumerable.Range(0, indexes.Count).Where(n => sizes[n] > 1).Select(n => Scaled(indexes[n], Shapes.Stride(sizes, n)))
            .ToList();
        return $"{_array(reference.Tensor)}[{(terms.Count == 0 ? "0" : string.Join(" + ", terms))}]";
    }

    protected override string WriteCall(Function function, string argument) =>
        $"{(OfMath.Contains(function) ? "Math" : "Functions")}.{char.ToUpperInvariant(function.Name[0])}{function.Name[1..]}({argument})";

    protected override string WritePower(string @base, int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"Math.Pow({@base}, {exponent})");

    protected override string WriteNegative(string operand) => $"-{operand}";

    protected override string WriteInfix(Binary binary, string left, string right) => binary.Operation switch
    {
        Operation.Add => $"{left} + {right}",
        Operation.Subtract => $"{left} - {right}",
        Operation.Multiply => $"{left} * {right}",
        _ => $"{left} / {right}",
    };

    protected override bool NegatedNeedsParentheses(Negate negate) => true;

    protected override bool LeftNeedsParentheses(Binary binary) => IsProduct(binary) && IsCompound(binary.Left);

    /// <summary>Floating-point operations are not associative: they are done in the order of the expression.</summary>
    protected override bool RightNeedsParentheses(Binary binary) => binary.Operation != Operation.Add && IsCompound(binary.Right);

    /// <summary>The base of a power is an argument of a method.</summary>
    protected override bool IsAtom(Expression expression) => true;

    protected override string Parenthesize(string text) => $"({text})";

    static bool IsCompound(Expression expression) => expression is Binary or Negate or Number { Value: < 0 };

    static string Scaled(LoopIndex index, int stride) =>
        stride == 1 ? index.Name : string.Create(CultureInfo.InvariantCulture, $"{index} * {stride}");

    IEnumerable<LoopIndex> IndexesOf(Subscript subscript) => subscript switch
    {
        SingleIndex single => [single.Index],
        GroupedIndex group => group.Indexes,
        _ => throw new NotationException($"No C# for the gather in \"{_statement}\"."),
    };
}
