using System.Globalization;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Writes statements as C# loops: <c>for (var j = 0; j &lt; 4; j++) R[j] += Math.Tanh(RTilde[j]);</c>. What <see cref="Math"/> does not
/// have is a method of a class <c>Functions</c>, see <see cref="Functions"/>.
/// </summary>
sealed class CSharpPrinter : LoopPrinter
{
    static readonly HashSet<Function> OfMath = [Function.Exp, Function.Log, Function.Tanh, Function.Sqrt, Function.Abs];

    CSharpPrinter(Statement statement, Func<Tensor, string> array) : base(statement, array)
    {
    }

    /// <summary>The functions of the notation that C# lacks, as members of a class.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        "public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));",
        "public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));",
        "public static double Step(double x) => x >= 0 ? 1 : 0;",
        "public static double Relu(double x) => Math.Max(x, 0);",
    ];

    protected override string IndexType => "var";

    /// <summary>The loops of a statement, a line each, after a comment with the statement in index notation.</summary>
    /// <param name="array">The name of the array that holds a tensor.</param>
    /// <exception cref="NotationException">A subscript is a gather.</exception>
    public static IEnumerable<string> Lines(Statement statement, Func<Tensor, string> array) =>
        [$"// {statement}", .. new CSharpPrinter(statement, array).Loops()];

    /// <summary>A literal of type double: without its point a whole number would be an int, and 1 / 2 would be 0.</summary>
    protected override string WriteNumber(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }

    protected override string WriteCall(Function function, string argument) =>
        $"{(OfMath.Contains(function) ? "Math" : "Functions")}.{char.ToUpperInvariant(function.Name[0])}{function.Name[1..]}({argument})";

    protected override string WritePower(string @base, int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"Math.Pow({@base}, {exponent})");

    protected override string WriteMax(string a, string b) => $"Math.Max({a}, {b})";
}
