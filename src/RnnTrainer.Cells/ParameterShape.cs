namespace RnnTrainer.Cells;

/// <summary>What a layer has to know to create a parameter.</summary>
/// <param name="Name">The name, such as <c>WhR</c>; checkpoints put <c>layer0.</c> before it.</param>
/// <param name="Shape">The size of each dimension; empty for a single number.</param>
/// <param name="Initializer">The values before training.</param>
public sealed record ParameterShape(string Name, IReadOnlyList<int> Shape, Initializer Initializer)
{
    /// <summary>
    /// A parameter with the usual initializer: <see cref="Initializer.Glorot"/> if it has two dimensions or more, else zero. For weights
    /// from state to state
    /// <see cref="Initializer.Orthogonal"/> is usual; name it.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The size of each dimension.</param>
    public ParameterShape(string name, params IReadOnlyList<int> shape)
        : this(name, shape, Initializer.Default(shape.Count, isStateToState: false))
    {
    }
}
