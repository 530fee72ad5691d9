namespace RnnTrainer.Autodiff.Tensors;

/// <summary>Positions in row-major order.</summary>
static class Shapes
{
    /// <summary>The number of entries.</summary>
    public static int Length(IReadOnlyList<int> shape) => shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>How many entries one step along a dimension moves: the product of the sizes after it.</summary>
    public static int Stride(IReadOnlyList<int> shape, int dimension) => Length([.. shape.Skip(dimension + 1)]);

    /// <summary>The subscripts of the entry at a row-major position, one for each dimension.</summary>
    public static int[] SubscriptsAt(int position, IReadOnlyList<int> shape)
    {
        var subscripts = new int[shape.Count];
        for (var dimension = shape.Count - 1; dimension >= 0; dimension--)
        {
            (position, subscripts[dimension]) = Math.DivRem(position, shape[dimension]);
        }

        return subscripts;
    }
}
