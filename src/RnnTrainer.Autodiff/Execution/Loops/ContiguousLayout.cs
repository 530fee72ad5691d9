using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Tensors as graphs store them: row-major without gaps. Only the number of packed rows is given when the code runs.</summary>
sealed class ContiguousLayout(IEnumerable<Statement> statements) : ILayout
{
    /// <summary>In the order of the address table.</summary>
    public IReadOnlyList<Tensor> Tensors { get; } =
        [.. statements.SelectMany(s => s.References.Prepend(s.Target)).SelectMany(r => r.WithGathered()).Select(r => r.Tensor).Distinct()];

    public LoopIndex? Rows { get; init; }

    public bool IsPadded => false;

    public int Slot(Tensor tensor)
    {
        var slot = 0;
        while (!ReferenceEquals(Tensors[slot], tensor))
        {
            slot++;
        }

        return slot;
    }

    public int Stride(Tensor tensor, int dimension) => Shapes.Stride(tensor.Shape, dimension);
}
