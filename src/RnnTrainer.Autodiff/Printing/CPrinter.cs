using System.Globalization;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Writes statements as C99 loops: <c>for (int j = 0; j &lt; 4; j++) R[j] += tanhf(R_[j]);</c>. What <c>math.h</c> does not have is a
/// function with a prefix, see <see cref="Functions"/>.
/// </summary>
sealed class CPrinter : LoopPrinter
{
    static readonly HashSet<Function> OfMath = [Function.Exp, Function.Log, Function.Tanh, Function.Sqrt];

    readonly CNotation _notation;

    CPrinter(Statement statement, CNotation notation) : base(statement, notation.Array) => _notation = notation;

    protected override string IndexType => "int";

    /// <summary>The loops of a statement, a line each, after a comment with the statement in index notation.</summary>
    /// <exception cref="NotationException">A subscript is a gather.</exception>
    public static IEnumerable<string> Lines(Statement statement, CNotation notation) =>
        [$"/* {statement} */", .. new CPrinter(statement, notation).Loops()];

    /// <summary>The functions of the notation that C lacks.</summary>
    public static IReadOnlyList<string> Functions(CNotation notation)
    {
        var (f, one, zero) = (notation.Suffix, Number(1, notation.Suffix), Number(0, notation.Suffix));
        return
        [
            Of("sigmoid", $"{one} / ({one} + exp{f}(-x))"),
            Of("softplus", $"fmax{f}(x, {zero}) + log{f}({one} + exp{f}(-fabs{f}(x)))"),
            Of("step", $"x >= {zero} ? {one} : {zero}"),
            Of("relu", $"fmax{f}(x, {zero})"),
            Of("abs", $"fabs{f}(x)"),
        ];

        string Of(string name, string value) =>
            $"static inline {notation.Type} {notation.Prefix}_{name}_of({notation.Type} x) {{ return {value}; }}";
    }

    /// <summary>A literal of the type of the model.</summary>
    public static string Number(double value, string suffix)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NAN" : value > 0 ? "INFINITY" : "(-INFINITY)";
        }

        var text = suffix.Length > 0 ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
        return (text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text) + suffix;
    }

    protected override string NameOf(LoopIndex index) => _notation.Index(index);

    protected override string EntryOf(Reference reference, string name, string place, string row) =>
        _notation.IsQuantized(reference.Tensor) ? $"(({_notation.Type}){name}[{place}] * {name}_scale[{row}])" : $"{name}[{place}]";

    protected override string WriteNumber(double value) => Number(value, _notation.Suffix);

    protected override string WriteCall(Function function, string argument) => OfMath.Contains(function)
        ? $"{function.Name}{_notation.Suffix}({argument})" : $"{_notation.Prefix}_{function.Name}_of({argument})";

    protected override string WritePower(string @base, int exponent) =>
        $"pow{_notation.Suffix}({@base}, {Number(exponent, _notation.Suffix)})";

    protected override string WriteMax(string a, string b) => $"fmax{_notation.Suffix}({a}, {b})";
}

/// <summary>How the names and numbers of statements are written in C.</summary>
/// <param name="Prefix">Of functions.</param>
/// <param name="Type"><c>float</c> or <c>double</c>.</param>
/// <param name="Array">The name of the array that holds a tensor.</param>
/// <param name="Index">The name of an index.</param>
/// <param name="IsQuantized">Whether an array holds whole numbers that are multiplied by the <c>_scale</c> of their row.</param>
sealed record CNotation(
    string Prefix, string Type, Func<Tensor, string> Array, Func<LoopIndex, string> Index, Func<Tensor, bool> IsQuantized)
{
    /// <summary>That of functions and literals of the type.</summary>
    public string Suffix => Type == "float" ? "f" : "";
}
