using System.Globalization;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Writes statements as loops over flat row-major arrays, in a language with the syntax of C:
/// <c>for (int j = 0; j &lt; 4; j++) R[j] += tanh(R_[j]);</c>. Indexes of size 1 need no loop.
/// </summary>
abstract class LoopPrinter(Statement statement, Func<Tensor, string> array) : ExpressionPrinter
{
    /// <summary>How the type of an index is written.</summary>
    protected abstract string IndexType { get; }

    /// <summary>The loops of the statement, a line each, without its comment.</summary>
    /// <exception cref="NotationException">A subscript is a gather.</exception>
    public IEnumerable<string> Loops()
    {
        var depth = 0;
        foreach (var (index, size) in statement.Indexes.Zip(statement.Sizes).Where(loop => loop.Second > 1))
        {
            var j = NameOf(index);
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{Indent(depth++)}for ({IndexType} {j} = 0; {j} < {size}; {j}++)");
        }

        yield return Indent(depth) + Body();
    }

    /// <summary>The larger of two numbers.</summary>
    protected abstract string WriteMax(string a, string b);

    /// <summary>An index as an identifier.</summary>
    protected virtual string NameOf(LoopIndex index) => index.Name;

    // An exported model runs one example at a time.
    protected override string WriteBatchSize() => WriteNumber(1);

    /// <summary>The entry of the flat array: <c>W[j * 4 + i]</c> for <c>W[j,i]</c> with 4 values of i.</summary>
    protected override string WriteEntry(Reference reference)
    {
        var indexes = reference.Subscripts.SelectMany(IndexesOf).ToList();
        var sizes = indexes.ConvertAll(statement.SizeOf);
        var terms = Enumerable.Range(0, indexes.Count).Where(n => sizes[n] > 1).Select(n => Scaled(indexes[n], Shapes.Stride(sizes, n)))
            .ToList();
        var place = terms.Count == 0 ? "0" : string.Join(" + ", terms);
        return EntryOf(reference, array(reference.Tensor), place, indexes.Count > 0 && sizes[0] > 1 ? NameOf(indexes[0]) : "0");
    }

    /// <summary>An entry of an array.</summary>
    /// <param name="row">The first index of the tensor, as an expression.</param>
    protected virtual string EntryOf(Reference reference, string name, string place, string row) => $"{name}[{place}]";

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

    /// <summary>The base of a power is an argument of a function.</summary>
    protected override bool IsAtom(Expression expression) => true;

    protected override string Parenthesize(string text) => $"({text})";

    static bool IsCompound(Expression expression) => expression is Binary or Negate or Number { Value: < 0 };

    static string Indent(int depth) => new(' ', 4 * depth);

    string Body()
    {
        var (target, value) = (Write(statement.Target), Write(statement.Value));
        return statement.Accumulation switch
        {
            Accumulation.Add => $"{target} += {value};",
            Accumulation.Subtract => $"{target} -= {value};",
            _ => $"{target} = {WriteMax(target, value)};",
        };
    }

    string Scaled(LoopIndex index, int stride) =>
        stride == 1 ? NameOf(index) : string.Create(CultureInfo.InvariantCulture, $"{NameOf(index)} * {stride}");

    IEnumerable<LoopIndex> IndexesOf(Subscript subscript) => subscript switch
    {
        SingleIndex single => [single.Index],
        GroupedIndex group => group.Indexes,
        _ => throw new NotationException($"A gather cannot be exported: \"{statement}\"."),
    };
}
