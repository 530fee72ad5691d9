using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Notation;

/// <summary>
/// Writes programs as C# loops over flat row-major arrays: <c>for (var j = 0; j &lt; 4; j++) R[j] += Math.Tanh(RTilde[j]);</c>. Indexes of size 1 have no loop.
/// Functions that <see cref="Math"/> does not have are methods of a class <c>Functions</c>, see <see cref="Functions"/>.
/// </summary>
static class CSharpPrinter
{
    /// <summary>The functions of the notation that C# lacks, as members of a class.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        "public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));",
        "public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));",
        "public static double Step(double x) => x >= 0 ? 1 : 0;",
        "public static double Relu(double x) => Math.Max(x, 0);",
    ];

    static readonly HashSet<Function> OfMath = [Function.Exp, Function.Log, Function.Tanh, Function.Sqrt, Function.Abs];

    /// <summary>The loops of a statement, a line each, the notation's own text as a comment before them.</summary>
    /// <param name="array">The identifier of a tensor's array.</param>
    /// <exception cref="NotationException">A subscript is a gather.</exception>
    public static IEnumerable<string> Lines(Statement statement, Func<Tensor, string> array)
    {
        yield return $"// {statement}";
        var sizes = statement.Indexes.Zip(statement.Sizes).ToDictionary(l => l.First, l => l.Second);
        var depth = 0;
        foreach (var (index, size) in sizes.Where(l => l.Value > 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Indent(depth++)}for (var {index} = 0; {index} < {size}; {index}++)");
        }

        yield return Indent(depth) + new Writer(statement, sizes, array).Body();
    }

    static string Indent(int depth) => new(' ', 4 * depth);

    sealed class Writer(Statement statement, Dictionary<LoopIndex, int> sizes, Func<Tensor, string> array)
    {
        public string Body()
        {
            var (target, value) = (Entry(statement.Target), Text(statement.Value));
            return statement.Accumulation switch
            {
                Accumulation.Add => $"{target} += {value};",
                Accumulation.Subtract => $"{target} -= {value};",
                _ => $"{target} = Math.Max({target}, {value});",
            };
        }

        string Text(Expression expression) => expression switch
        {
            Number number => Literal(number.Value),
            BatchSize => "1.0",
            Reference reference => Entry(reference),
            Negate negate => $"-({Text(negate.Operand)})",
            Power power => $"Math.Pow({Text(power.Base)}, {power.Exponent})",
            Apply apply => $"{Name(apply.Function)}({Text(apply.Argument)})",
            Binary { Operation: Operation.Add } sum => $"{Text(sum.Left)} + {Text(sum.Right)}",
            Binary { Operation: Operation.Subtract } difference => $"{Text(difference.Left)} - {Operand(difference.Right)}",
            Binary { Operation: Operation.Multiply } product => $"{Operand(product.Left)} * {Operand(product.Right)}",
            Binary { Operation: Operation.Divide } quotient => $"{Operand(quotient.Left)} / {Operand(quotient.Right)}",
            _ => throw new NotationException($"No C# for {expression.GetType().Name}."),
        };

        string Operand(Expression expression) => expression is Binary or Negate or Number { Value: < 0 } ? $"({Text(expression)})" : Text(expression);

        string Entry(Reference reference)
        {
            var indexes = reference.Subscripts.SelectMany(IndexesOf).ToList();
            var (stride, terms) = (1, new Stack<string>());
            foreach (var index in Enumerable.Reverse(indexes))
            {
                if (sizes[index] > 1)
                {
                    terms.Push(stride == 1 ? index.Name : string.Create(CultureInfo.InvariantCulture, $"{index} * {stride}"));
                }

                stride *= sizes[index];
            }

            return $"{array(reference.Tensor)}[{(terms.Count == 0 ? "0" : string.Join(" + ", terms))}]";
        }

        IEnumerable<LoopIndex> IndexesOf(Subscript subscript) => subscript switch
        {
            SingleIndex index => [index.Index],
            GroupedIndex group => group.Indexes,
            _ => throw new NotationException($"No C# for the gather in \"{statement}\"."),
        };
    }

    static string Name(Function function) => $"{(OfMath.Contains(function) ? "Math" : "Functions")}.{char.ToUpperInvariant(function.Name[0])}{function.Name[1..]}";

    // A whole number would be an int, and 1 / 2 nothing.
    static string Literal(double value) => value.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
}
