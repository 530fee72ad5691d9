using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Scan.Memory;

/// <summary>Where every batched tensor of a step lies: kept for all steps, for a tile of steps, for one step, or only in registers.</summary>
sealed class ScanMemory : IDisposable
{
    readonly Arena _arena = new();
    readonly Dictionary<Tensor, Place> _places = [];
    readonly Tensor _input;
    readonly int? _units;

    /// <param name="units">The units of a worker, where workers share them; null: all.</param>
    public ScanMemory(StepProgram step, Node x, Schedule forward, Schedule? backward, ScanShape shape, UnitRange? units = null)
    {
        (_input, _units) = (step.X.Value, units?.Count);
        // The input's rows are the caller's; its gradient is gathered here, in padded rows, for a step or a tile of steps.
        _places[step.X.Value] = new Place(x.Value.Address, RowsAt.Step, x.Shape[^1] * shape.ElementSize).Right((units?.First ?? 0) * shape.ElementSize);
        if (step.X.IsDifferentiable && backward is not null && units is null)
        {
            var isPerTimeBlock = backward.PerTimeBlock.Count > 0;
            Take(new Dictionary<Tensor, RowsAt> { [step.X.Grad] = isPerTimeBlock ? RowsAt.TimeBlock : RowsAt.Example }, isPerTimeBlock ? 2 * shape.TimeBlockRows : shape.Batch, shape);
        }

        for (var s = 0; s < step.After.Count; s++)
        {
            States(step.Before[s].Value, step.After[s].Value, shape);
            if (backward is not null)
            {
                Take(new Dictionary<Tensor, RowsAt> { [step.After[s].Grad] = RowsAt.Even, [step.Before[s].Grad] = RowsAt.Odd }, 2 * shape.Batch, shape);
            }
        }

        var saved = backward?.Timed.Concat(backward.Deferred.Select(l => l.Statement)).Concat(backward.PerTimeBlock.Select(p => p.Statement)).SelectMany(s => s.References).Select(r => r.Tensor).ToHashSet() ?? [];
        var deferred = backward?.Deferred.SelectMany(l => l.Statement.References).Select(r => r.Tensor).Concat(backward.PerTimeBlock.Select(p => p.Operand)).ToHashSet() ?? [];
        var early = forward.PerTimeBlock.Select(p => p.Statement.Target.Tensor).ToHashSet();
        Allocate(forward, Targets(forward, isWhole: true), tensor => saved.Contains(tensor) ? RowsAt.Step : early.Contains(tensor) ? RowsAt.TimeBlock : RowsAt.Example, shape);
        if (backward is not null)
        {
            Allocate(backward, Targets(backward, isWhole: units is null), tensor => deferred.Contains(tensor) ? RowsAt.TimeBlock : RowsAt.Example, shape);
        }
    }

    public Arena Arena => _arena;

    /// <summary>The tensor's place; null: it lives in registers only.</summary>
    public Place? Find(Tensor tensor) => _places.TryGetValue(tensor, out var place) ? place : null;

    public Place this[Tensor tensor] => _places[tensor];

    public void Dispose() => _arena.Dispose();

    /// <summary>
    /// One memory for the states before and after: B initial rows, then the rows of every step; or without training two blocks in turn.
    /// </summary>
    void States(Tensor before, Tensor after, ScanShape shape)
    {
        var keeps = shape.Trains || shape.KeepsOutputs;
        Take(
            new Dictionary<Tensor, RowsAt> { [before] = keeps ? RowsAt.Before : RowsAt.Even, [after] = keeps ? RowsAt.After : RowsAt.Odd },
            keeps ? shape.Batch + shape.Rows : 2 * shape.Batch,
            shape);
    }

    /// <summary>Tensors that share one memory under different row numbers.</summary>
    void Take(Dictionary<Tensor, RowsAt> sharers, long count, ScanShape shape)
    {
        var block = new RowBlock(RowsAt.Example, shape.ElementSize, shape.VectorBytes, _units);
        block.Add(sharers.Keys.First());
        var (_, place) = block.Allocate(_arena, count).Single();
        foreach (var (tensor, rows) in sharers)
        {
            _places[tensor] = place with { Rows = rows };
        }
    }

    /// <param name="isWhole">With the input's gradient, which has no units.</param>
    List<Tensor> Targets(Schedule schedule, bool isWhole) =>
        [.. (isWhole ? ProductGroup.Of(schedule.PerTimeBlock, _input).SelectMany(g => g.Targets) : [])
            .Concat(schedule.Stages.SelectMany(Targets)).Distinct().Where(t => !_places.ContainsKey(t))];

    void Allocate(Schedule schedule, List<Tensor> targets, Func<Tensor, RowsAt> rowsOf, ScanShape shape)
    {
        var counts = new Dictionary<RowsAt, long>
        {
            [RowsAt.Step] = shape.Rows,
            [RowsAt.TimeBlock] = 2L * shape.TimeBlockRows,
            [RowsAt.Example] = shape.Batch,
        };
        foreach (var (rows, count) in counts)
        {
            var block = new RowBlock(rows, shape.ElementSize, shape.VectorBytes, _units);
            foreach (var tensor in targets.Where(t => rowsOf(t) == rows && (rows != RowsAt.Example || !IsInRegisters(t, schedule))))
            {
                block.Add(tensor);
            }

            foreach (var (tensor, place) in block.Allocate(_arena, count))
            {
                _places[tensor] = place;
            }
        }
    }

    /// <summary>Everything that writes or reads the tensor stands in one nest.</summary>
    static bool IsInRegisters(Tensor tensor, Schedule schedule) =>
        schedule.Stages.SelectMany(s => s.Nests).Count(n => n.Any(s => Names(s, tensor))) == 1
        && !schedule.Stages.SelectMany(s => s.Products).Concat(schedule.PerTimeBlock).Any(p => Names(p.Statement, tensor))
        && schedule.Stages.SelectMany(s => s.Nests).First(n => n.Any(s => Names(s, tensor))).First(s => Names(s, tensor)).Target is var first
        && ReferenceEquals(first.Tensor, tensor)
        && schedule.Stages.SelectMany(s => s.Nests).SelectMany(n => n).Where(s => Names(s, tensor))
            .All(s => s.References.Where(r => ReferenceEquals(r.Tensor, tensor)).All(r => r.Subscripts.AsSpan().SequenceEqual(first.Subscripts)));

    static bool Names(Statement statement, Tensor tensor) => statement.References.Prepend(statement.Target).Any(r => ReferenceEquals(r.Tensor, tensor));

    /// <summary>Targets of products that read the same operands come together, so that they form one wide product.</summary>
    IEnumerable<Tensor> Targets(Stage stage) =>
        ProductGroup.Of(stage.Products, _input).SelectMany(g => g.Targets).Concat(stage.Nests.SelectMany(n => n).Select(s => s.Target.Tensor));
}
