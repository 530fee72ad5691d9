using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.C;

/// <summary>The weights of a model as static arrays of C.</summary>
/// <param name="Prefix">Of their names.</param>
/// <param name="Type"><c>float</c> or <c>double</c>.</param>
/// <param name="IsInt8">Whether matrices are whole numbers of 8 bits with a scale for each row.</param>
sealed record CWeights(Model Model, string Prefix, string Type, bool IsInt8)
{
    const int PerLine = 12;

    string Suffix => Type == "float" ? "f" : "";

    /// <summary>The bytes of all arrays.</summary>
    public long Bytes => Model.Parameters.Sum(BytesOf);

    /// <summary>The name of the array of a parameter.</summary>
    public string NameOf(Parameter parameter) => new CNames().Of($"{Prefix}_{parameter.Name.Replace('.', '_')}");

    /// <summary>Whether its array has whole numbers.</summary>
    public bool IsQuantized(Parameter parameter) => IsInt8 && QuantizedWeights.Takes(parameter);

    /// <summary>The declarations.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var parameter in Model.Parameters)
        {
            var name = NameOf(parameter);
            yield return $"/* {parameter.Name} [{string.Join(",", parameter.Value.Shape)}] */";
            if (IsQuantized(parameter))
            {
                var (numbers, scales) = QuantizedWeights.Of(parameter);
                yield return Array("int8_t", name, [.. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))]);
                yield return Array(Type, $"{name}_scale", Literals(scales.Select(s => (double)s)));
            }
            else
            {
                yield return Array(Type, name, Literals(QuantizedWeights.Values(parameter)));
            }
        }
    }

    /// <summary>An array of numbers.</summary>
    public static string Array(string type, string name, IReadOnlyList<string> numbers) =>
        $"static const {type} {name}[{numbers.Count}] = {{\n"
        + string.Concat(numbers.Chunk(PerLine).Select(line => $"    {string.Join(", ", line)},\n")) + "};";

    string[] Literals(IEnumerable<double> numbers) => [.. numbers.Select(n => CPrinter.Number(n, Suffix))];

    long BytesOf(Parameter parameter)
    {
        var size = Type == "float" ? sizeof(float) : sizeof(double);
        return IsQuantized(parameter) ? parameter.Value.Length + ((long)parameter.Value.Shape[0] * size)
            : (long)parameter.Value.Length * size;
    }
}
