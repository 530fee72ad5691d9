using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Training.Import;

/// <summary>The tensors of a file of another library. Each is taken once; what is left over in the end was not understood.</summary>
sealed class ForeignTensors(string file, SafeTensors content)
{
    // TensorFlow 2 writes `kernel:0`.
    readonly Dictionary<string,
        SafeTensor> _left = content.Tensors.ToDictionary(
            t => t.Name.EndsWith(":0", StringComparison.Ordinal) ? t.Name[..^2] : t.Name, StringComparer.Ordinal);

    /// <summary>The names of those that were not taken, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. _left.Keys.Order(StringComparer.Ordinal)];

    public bool Has(string name) => _left.ContainsKey(name);

    /// <summary>How many axes a tensor has.</summary>
    public int AxesOf(string name) => _left[name].Shape.Count;

    /// <summary>The shape of a tensor with a given number of axes.</summary>
    /// <exception cref="CheckpointException">It is not there, or has not.</exception>
    public int[] Shape(string name, int axes)
    {
        var tensor = Find(name);
        return tensor.Shape.Count == axes ? [.. tensor.Shape.Select(s => checked((int)s))]
            : throw Error($"'{name}' is {tensor.ShapeText}, expected {axes} axes", null);
    }

    /// <summary>Takes a tensor.</summary>
    /// <exception cref="CheckpointException">It is not there, or its shape is another.</exception>
    public double[] Take(string name, params int[] shape)
    {
        var tensor = Find(name);
        var expected = $"[{string.Join(',', shape)}]";
        _left.Remove(name);
        return tensor.ShapeText == expected ? tensor.ToDoubles()
            : throw Error($"'{name}' is {tensor.ShapeText}, expected {expected}", null);
    }

    /// <summary>Takes a bias; zero where there is none.</summary>
    public double[] TakeBias(string name, int size) => Has(name) ? Take(name, size) : new double[size];

    /// <summary>The name before <paramref name="weights"/> of the one layer that computes the outputs.</summary>
    /// <param name="name">The one that is meant; null: there is only one.</param>
    /// <param name="weights">What the name of its weights ends in.</param>
    /// <param name="kind">What such a layer is called.</param>
    /// <param name="expected">What it should have.</param>
    /// <exception cref="CheckpointException">There is none, or there are several.</exception>
    public string HeadOf(string? name, string weights, string kind, string expected)
    {
        var found = Names.Where(n => n.EndsWith(weights, StringComparison.Ordinal)).Select(n => n[..^weights.Length])
            .Where(n => name is null || n == name).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw Error($"it has no {kind} layer that computes the outputs", $"expected are {expected}; --head NAME says which"),
            _ => throw Error(
                $"it has several {kind} layers: {string.Join(", ", found)}", $"expected are {expected}; --head NAME says which"),
        };
    }

    /// <summary>That everything was taken.</summary>
    /// <exception cref="CheckpointException">Something is left.</exception>
    public void RequireAllTaken()
    {
        if (_left.Count > 0)
        {
            throw Error(
                $"{Shown(Names)}: not understood",
                "a file to be imported has recurrent layers and one linear layer, nothing else; leave the rest out");
        }
    }

    public CheckpointException Error(string problem, string? hint) => new(file, problem, hint);

    SafeTensor Find(string name) => _left.GetValueOrDefault(name) ?? throw Error($"'{name}' is missing; it has {Shown(Names)}", null);

    static string Shown(IReadOnlyList<string> names) => string.Join(", ", names.Take(8)) + (names.Count > 8 ? ", …" : "");
}
