using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Training.Tracing;

namespace RnnTrainer.Cli.Tracing;

/// <summary>How the numbers of a trace are written: with five digits.</summary>
static class TracedNumbers
{
    public static string Text(double value) => double.IsFinite(value) ? Rounded(value).ToString("R", CultureInfo.InvariantCulture)
        : double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    /// <summary>An entry by its name and place: <c>R~_0[0,1]</c>.</summary>
    public static string Entry(string name, IReadOnlyList<int> index) =>
        index.Count == 0 ? name : $"{name}[{string.Join(',', index)}]";

    /// <summary>An array in brackets, row by row: <c>[[1, 2], [3, 4]]</c>.</summary>
    public static string Nested(IReadOnlyList<int> shape, IReadOnlyList<double> values)
    {
        if (shape.Count == 0)
        {
            return Text(values[0]);
        }

        var width = values.Count / shape[0];
        return $"[{string.Join(", ", Enumerable.Range(0, shape[0])
            .Select(n => Nested([.. shape.Skip(1)], [.. values.Skip(n * width).Take(width)])))}]";
    }

    /// <summary>
    /// The value before a statement and what the statement adds, in this order and with signs: <c>0</c>, <c>+ 0.3 * 0.1</c>,
    /// <c>+ (-0.2) * 0.5</c>.
    /// </summary>
    /// <param name="write">Writes an expression without names.</param>
    public static IReadOnlyList<string> Terms(Accumulation accumulation, TracedEntry entry, Func<Expression, string> write)
    {
        var terms = entry.Terms.Select(t => Short(t.Numbers)).ToList();
        if (accumulation == Accumulation.Max)
        {
            return [$"max({string.Join(", ", terms.Select(write).Prepend(Text(entry.Before)))})"];
        }

        var sign = accumulation == Accumulation.Add ? "+ " : "- ";
        return [double.IsFinite(entry.Before) ? write(new Number(Rounded(entry.Before))) : Text(entry.Before), .. terms.Select(t => sign + (IsSum(t) ? $"({write(t)})" : write(t)))];
    }

    /// <summary>The expression with all numbers rounded.</summary>
    public static Expression Short(Expression numbers) => numbers switch
    {
        Number number => new Number(Rounded(number.Value)),
        Negate negate => new Negate(Short(negate.Operand)),
        Power power => power with { Base = Short(power.Base) },
        Apply apply => apply with { Argument = Short(apply.Argument) },
        Binary binary => binary with { Left = Short(binary.Left), Right = Short(binary.Right) },
        _ => numbers,
    };

    static bool IsSum(Expression expression) =>
        expression is Binary { Operation: Operation.Add or Operation.Subtract } or Negate or Number { Value: < 0 };

    static double Rounded(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
}
