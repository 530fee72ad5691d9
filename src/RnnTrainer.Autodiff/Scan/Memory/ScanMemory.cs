using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Scan.Memory;

/// <summary>The memory of a scan: the place of every batched tensor that the plan keeps.</summary>
sealed class ScanMemory : IDisposable
{
    readonly Arena _arena = new();
    readonly Dictionary<Tensor, Place> _places = [];
    readonly ScanShape _shape;
    readonly int? _units;

    /// <param name="x">The inputs of all steps, whose rows belong to the caller.</param>
    /// <param name="units">The units of a worker, if workers share them; null: all units, and the gradient of the input.</param>
    public ScanMemory(ScanPlan plan, Node x, UnitRange? units = null)
    {
        (_shape, _units) = (plan.Shape, units?.Count);
        var (step, backward) = (plan.Step, plan.Backward);
        _places[step.X.Value] = new Place(x.Value.Address, RowsAt.Caller, x.Shape[^1] * _shape.ElementSize)
            .Right((units?.First ?? 0) * _shape.ElementSize);
        if (step.X.IsDifferentiable && backward is not null && units is null)
        {
            AllocateInputGradient(step.X.Grad, isPerTimeBlock: backward.PerTimeBlock.Count > 0);
        }

        foreach (var (before, after) in step.Before.Zip(step.After))
        {
            AllocateStates(before.Value, after.Value);
            if (backward is not null)
            {
                AllocateShared([(after.Grad, RowsAt.Even), (before.Grad, RowsAt.Odd)], 2 * _shape.Batch);
            }
        }

        Allocate(plan.Forward.Targets(step.X.Value, withPerTimeBlock: true), plan.StorageOfValue);
        if (backward is not null)
        {
            Allocate(backward.Targets(step.X.Value, withPerTimeBlock: units is null), plan.StorageOfGradient);
        }
    }

    public Arena Arena => _arena;

    /// <summary>The tensor's place; null: it lives in registers only.</summary>
    public Place? Find(Tensor tensor) => _places.TryGetValue(tensor, out var place) ? place : null;

    public Place this[Tensor tensor] => _places[tensor];

    public void Dispose() => _arena.Dispose();

    void AllocateInputGradient(Tensor gradient, bool isPerTimeBlock)
    {
        var (rows, count) = isPerTimeBlock ? (RowsAt.TimeBlock, 2 * _shape.TimeBlockRows) : (RowsAt.Example, _shape.Batch);
        AllocateShared([(gradient, rows)], count);
    }

    /// <summary>
    /// One memory for the states before and after a step: B initial rows, then the rows of every step; if neither training nor the outputs
    /// need them, two blocks of B rows in turn.
    /// </summary>
    void AllocateStates(Tensor before, Tensor after)
    {
        if (_shape.Trains || _shape.KeepsOutputs)
        {
            AllocateShared([(before, RowsAt.Before), (after, RowsAt.After)], _shape.Batch + _shape.Rows);
        }
        else
        {
            AllocateShared([(before, RowsAt.Even), (after, RowsAt.Odd)], 2 * _shape.Batch);
        }
    }

    /// <summary>Tensors that use different rows of one memory.</summary>
    void AllocateShared(IReadOnlyList<(Tensor Tensor, RowsAt Rows)> tensors, long count)
    {
        var block = new RowBlock(RowsAt.Example, _shape.ElementSize, _shape.VectorBytes, _units);
        block.Add(tensors[0].Tensor);
        var (_, place) = block.Allocate(_arena, count).Single();
        foreach (var (tensor, rows) in tensors)
        {
            _places[tensor] = place with { Rows = rows };
        }
    }

    /// <summary>One block of rows for each kind of storage.</summary>
    void Allocate(IReadOnlyList<Tensor> targets, Func<Tensor, RowStorage> storageOf)
    {
        var own = targets.Where(t => !_places.ContainsKey(t)).ToLookup(storageOf);
        AllocateBlock(own[RowStorage.AllSteps], RowsAt.Step, _shape.Rows);
        AllocateBlock(own[RowStorage.TimeBlock], RowsAt.TimeBlock, 2L * _shape.TimeBlockRows);
        AllocateBlock(own[RowStorage.OneStep], RowsAt.Example, _shape.Batch);
    }

    void AllocateBlock(IEnumerable<Tensor> tensors, RowsAt rows, long count)
    {
        var block = new RowBlock(rows, _shape.ElementSize, _shape.VectorBytes, _units);
        foreach (var tensor in tensors)
        {
            block.Add(tensor);
        }

        foreach (var (tensor, place) in block.Allocate(_arena, count))
        {
            _places[tensor] = place;
        }
    }
}
