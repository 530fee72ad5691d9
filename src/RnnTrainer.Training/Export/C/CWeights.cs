using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.C;

/// <summary>The weights of a model as static arrays of C.</summary>
/// <param name="model">Float32 becomes <c>float</c>, float64 <c>double</c>.</param>
/// <param name="prefix">Of their names.</param>
/// <param name="isInt8">Whether matrices are whole numbers of 8 bits with a scale for each row.</param>
sealed class CWeights(Model model, string prefix, bool isInt8)
{
    const int PerLine = 12;

    readonly Dictionary<Parameter, string> _names = NamesOf(model, prefix);

    public Model Model => model;

    public string Prefix => prefix;

    /// <summary>The type of numbers.</summary>
    public string Type => IsFloat ? "float" : "double";

    /// <summary>That of functions and literals of the type.</summary>
    public string Suffix => IsFloat ? "f" : "";

    /// <summary>The literal 0.</summary>
    public string Zero => CPrinter.Number(0, Suffix);

    /// <summary>The bytes of a number.</summary>
    public int NumberBytes => IsFloat ? sizeof(float) : sizeof(double);

    bool IsFloat => model.Precision == Precision.Float32;

    /// <summary>The bytes of all arrays.</summary>
    public long Bytes => model.Parameters.Sum(BytesOf);

    /// <summary>The name of the array of a parameter.</summary>
    public string NameOf(Parameter parameter) => _names[parameter];

    /// <summary>An entry of a matrix.</summary>
    /// <param name="row">Its row, as an expression.</param>
    /// <param name="place">Its place in the array, as an expression.</param>
    public string Entry(Parameter parameter, string row, string place)
    {
        var name = NameOf(parameter);
        return IsQuantized(parameter) ? $"(({Type}){name}[{place}] * {name}_scale[{row}])" : $"{name}[{place}]";
    }

    /// <summary>Whether its array has whole numbers.</summary>
    public bool IsQuantized(Parameter parameter) => isInt8 && QuantizedWeights.Takes(parameter);

    /// <summary>The declarations.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var parameter in model.Parameters)
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
                yield return Array(Type, name, Literals(parameter.Value.ToArray()));
            }
        }
    }

    /// <summary>An array of numbers.</summary>
    public static string Array(string type, string name, IReadOnlyList<string> numbers) =>
        $"static const {type} {name}[{numbers.Count}] = {{\n"
        + string.Concat(numbers.Chunk(PerLine).Select(line => $"    {string.Join(", ", line)},\n")) + "};";

    string[] Literals(IEnumerable<double> numbers) => [.. numbers.Select(n => CPrinter.Number(n, Suffix))];

    static Dictionary<Parameter, string> NamesOf(Model model, string prefix)
    {
        var names = new CNames();
        return model.Parameters.ToDictionary(p => p, p => names.Of($"{prefix}_{p.Name.Replace('.', '_')}"));
    }

    long BytesOf(Parameter parameter)
    {
        var length = (long)parameter.Value.Length;
        return IsQuantized(parameter) ? length + ((long)parameter.Value.Shape[0] * NumberBytes) : length * NumberBytes;
    }
}
