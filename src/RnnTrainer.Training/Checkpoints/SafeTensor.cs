namespace RnnTrainer.Training.Checkpoints;

/// <summary>The number formats of safetensors that this program reads and writes.</summary>
enum TensorFormat
{
    /// <summary>IEEE 754, 32 bits.</summary>
    F32,

    /// <summary>IEEE 754, 64 bits.</summary>
    F64,

    /// <summary>Signed whole numbers, 64 bits.</summary>
    I64,
}

/// <summary>A named array in a safetensors file, row-major.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Shape">Sizes, outermost first; empty for a single number.</param>
/// <param name="Data">A <c>float[]</c>, <c>double[]</c> or <c>long[]</c> with as many entries as the shape says.</param>
sealed record SafeTensor(string Name, IReadOnlyList<long> Shape, Array Data)
{
    /// <summary>The number format of <see cref="Data"/>.</summary>
    public TensorFormat Format => Data switch
    {
        float[] => TensorFormat.F32,
        double[] => TensorFormat.F64,
        long[] => TensorFormat.I64,
        _ => throw new ArgumentException($"safetensors here hold float, double and long, not {Data.GetType().GetElementType()}"),
    };

    /// <summary>Bytes of <see cref="Data"/> in the file.</summary>
    public long ByteLength => Data.LongLength * Bytes(Format);

    /// <summary>Bytes of one entry.</summary>
    public static int Bytes(TensorFormat format) => format == TensorFormat.F32 ? 4 : 8;

    /// <summary>The data as doubles, whatever their format; a copy.</summary>
    public double[] ToDoubles() => Data switch
    {
        float[] f => Array.ConvertAll(f, x => (double)x),
        long[] l => Array.ConvertAll(l, x => (double)x),
        _ => [.. (double[])Data],
    };

    /// <summary>The shape as text: <c>[3,4]</c>.</summary>
    public string ShapeText => $"[{string.Join(',', Shape)}]";
}

/// <summary>What a safetensors file holds.</summary>
/// <param name="Metadata">Texts by name.</param>
/// <param name="Tensors">In the order of the data.</param>
sealed record SafeTensors(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafeTensor> Tensors);
