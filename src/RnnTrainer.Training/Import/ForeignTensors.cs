namespace RnnTrainer.Training;

/// <summary>The tensors of a file of another library. Each is taken once; what is left over in the end was not understood.</summary>
sealed class ForeignTensors(string file, SafeTensors content)
{
    // TensorFlow 2 writes `kernel:0`.
    readonly Dictionary<string, SafeTensor> left = content.Tensors.ToDictionary(t => t.Name.EndsWith(":0", StringComparison.Ordinal) ? t.Name[..^2] : t.Name, StringComparer.Ordinal);

    /// <summary>The names of those that were not taken, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. left.Keys.Order(StringComparer.Ordinal)];

    public bool Has(string name) => left.ContainsKey(name);

    /// <summary>How many axes a tensor has.</summary>
    public int AxesOf(string name) => left[name].Shape.Count;

    /// <summary>The shape of a tensor that has so many axes.</summary>
    /// <exception cref="CheckpointException">It is not there, or has not.</exception>
    public int[] Shape(string name, int axes)
    {
        var tensor = left.GetValueOrDefault(name) ?? throw Error($"'{name}' is missing; it has {Shown(Names)}", null);
        return tensor.Shape.Count == axes ? [.. tensor.Shape.Select(s => checked((int)s))] : throw Error($"'{name}' is {tensor.ShapeText}, expected {axes} axes", null);
    }

    /// <summary>Takes a tensor.</summary>
    /// <exception cref="CheckpointException">It is not there, or its shape is another.</exception>
    public double[] Take(string name, params int[] shape)
    {
        var tensor = left.GetValueOrDefault(name) ?? throw Error($"'{name}' is missing; it has {Shown(Names)}", null);
        var expected = $"[{string.Join(',', shape)}]";
        left.Remove(name);
        return tensor.ShapeText == expected ? tensor.ToDoubles() : throw Error($"'{name}' is {tensor.ShapeText}, expected {expected}", null);
    }

    /// <summary>Takes a bias; zero where there is none.</summary>
    public double[] TakeBias(string name, int size) => Has(name) ? Take(name, size) : new double[size];

    /// <summary>That everything was taken.</summary>
    /// <exception cref="CheckpointException">Something is left.</exception>
    public void RequireAllTaken()
    {
        if (left.Count > 0)
        {
            throw Error($"{Shown(Names)}: not understood", "a file to be imported has recurrent layers and one linear layer, nothing else; leave the rest out");
        }
    }

    public CheckpointException Error(string problem, string? hint) => new(file, problem, hint);

    static string Shown(IReadOnlyList<string> names) => string.Join(", ", names.Take(8)) + (names.Count > 8 ? ", …" : "");
}
