using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Scan.Memory;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>Tensors during a scan: batched ones in padded rows of a scan's memory, the others as graphs keep them.</summary>
sealed class RowLayout(IReadOnlyList<Statement> statements, LoopIndex rows, Func<Tensor, Place?> placeOf, Func<Tensor, bool> isBatched)
    : ILayout
{
    readonly ContiguousLayout _all = new(statements);

    public IReadOnlyList<Tensor> Tensors => _all.Tensors;

    public LoopIndex? Rows => rows;

    /// <summary>The index of the columns, and how many of them the loops run over; null: all.</summary>
    public (LoopIndex Index, int Count)? Columns { get; init; }

    /// <summary>Rows over one index may be written to the end of their last vector.</summary>
    public bool IsPadded { get; } = statements.All(s =>
        s.Target.Subscripts is [SingleIndex, SingleIndex] && isBatched(s.Target.Tensor)
            && s.References.All(r => r.Subscripts.Length <= 2 && r.Subscripts.All(x => x is SingleIndex)));

    public int? Part(LoopIndex index) => Columns is var (own, count) && own == index ? count : null;

    public int Slot(Tensor tensor) => _all.Slot(tensor);

    public int Stride(Tensor tensor, int place) => place == 0 && isBatched(tensor)
        ? (placeOf(tensor)?.RowBytes ?? 0) / tensor.ElementSize
        : _all.Stride(tensor, place);
}
