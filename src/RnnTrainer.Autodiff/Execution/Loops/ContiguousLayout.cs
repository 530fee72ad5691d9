using RnnTrainer.Autodiff.Sequences;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Tensors as graphs keep them: row-major without gaps; only the number of packed rows is told when the code runs.</summary>
sealed class ContiguousLayout(IEnumerable<Statement> statements) : ILayout
{
    /// <summary>In the order of the address table.</summary>
    public IReadOnlyList<Tensor> Tensors { get; } =
        [.. statements.SelectMany(s => s.References.Prepend(s.Target)).SelectMany(Named).Distinct()];

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

    public int Stride(Tensor tensor, int place) => tensor.Shape.Skip(place + 1).Aggregate(1, (a, b) => a * b);

    static IEnumerable<Tensor> Named(Reference reference) =>
        reference.Subscripts.OfType<Gather>().SelectMany(l => Named(l.Entry)).Prepend(reference.Tensor);
}
