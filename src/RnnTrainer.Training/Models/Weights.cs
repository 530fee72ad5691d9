using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Training.Models;

/// <summary>Parameters as they are in files.</summary>
static class Weights
{
    /// <summary>Copies of the values, by name.</summary>
    public static IReadOnlyList<SafeTensor> ToTensors(IEnumerable<Parameter> parameters) =>
        [.. parameters.Select(p => ToTensor(p.Name, p.Value))];

    /// <summary>The weights in a file that <c>model.init</c> names: all but the state of a training.</summary>
    public static IReadOnlyList<SafeTensor> Starting(SafeTensors content) =>
        [.. content.Tensors.Where(t => Checkpoint.IsWeight(t.Name))];

    /// <summary>Sets the weights that <c>model.init</c> names, if it does.</summary>
    /// <exception cref="CheckpointException">They cannot be read, or are not those of the model.</exception>
    public static void AssignInit(Model model)
    {
        if (model.Config.Model.Init is { } init)
        {
            Assign(model.Parameters, Starting(SafeTensorsReader.Read(init)), init);
        }
    }

    /// <summary>A copy of a tensor under a name.</summary>
    internal static SafeTensor ToTensor(string name, Tensor tensor) => new(
        name,
        [.. tensor.Shape.Select(size => (long)size)],
        tensor.Precision == Precision.Float32 ? tensor.Singles.ToArray() : tensor.Doubles.ToArray());

    /// <summary>Sets every parameter from the tensor of its name.</summary>
    /// <param name="file">Where the tensors come from, for messages.</param>
    /// <exception cref="CheckpointException">A name is missing or too many, or a shape is not the parameter's; then nothing is
    /// set.</exception>
    public static void Assign(IReadOnlyList<Parameter> parameters, IReadOnlyList<SafeTensor> tensors, string file)
    {
        var byName = tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        var problems = parameters.Select(p => Problem(p, byName)).OfType<string>()
            .Concat(
                tensors.Select(t => t.Name).Except(parameters.Select(p => p.Name))
                .Select(name => $"'{name}' is not a weight of this model"))
            .ToList();
        if (problems.Count > 0)
        {
            throw new CheckpointException(
                file,
                $"it does not fit the model: " +
                $"{string.Join("; ", problems.Take(5))}{(problems.Count > 5 ? $"; and {problems.Count - 5} more" : "")}",
                "`rnn inspect` shows its names and shapes; cell, hidden, layers, inputs and classes must be those of the config");
        }

        foreach (var parameter in parameters)
        {
            parameter.Value.Assign(byName[parameter.Name].ToDoubles());
        }

        if (NotFinite(parameters) is { } name)
        {
            throw new CheckpointException(
                file, $"a number in '{name}' is too large for this precision", "set training.precision to float64");
        }
    }

    /// <summary>The name of a parameter that holds a number that is not finite; null if all are.</summary>
    internal static string? NotFinite(IEnumerable<Parameter> parameters) => parameters.FirstOrDefault(p => !p.Value.IsFinite())?.Name;

    /// <summary>Whether every entry is a finite number.</summary>
    internal static bool IsFinite(this Tensor tensor)
    {
        if (tensor.IsInteger)
        {
            return true;
        }

        if (tensor.Precision == Precision.Float32)
        {
            foreach (var x in tensor.Singles)
            {
                if (!float.IsFinite(x))
                {
                    return false;
                }
            }

            return true;
        }

        foreach (var x in tensor.Doubles)
        {
            if (!double.IsFinite(x))
            {
                return false;
            }
        }

        return true;
    }

    static string? Problem(Parameter parameter, Dictionary<string, SafeTensor> byName)
    {
        var expected = $"[{string.Join(',', parameter.Shape)}]";
        return !byName.TryGetValue(parameter.Name, out var tensor) ? $"'{parameter.Name}' {expected} is missing"
            : tensor.ShapeText != expected ? $"'{parameter.Name}' is {tensor.ShapeText}, expected {expected}"
            : null;
    }
}
