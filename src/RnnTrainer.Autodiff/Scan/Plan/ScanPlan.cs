using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>How long a scan keeps the rows of a tensor.</summary>
enum RowStorage
{
    /// <summary>The rows of all steps: the backward pass reads them.</summary>
    AllSteps,

    /// <summary>The rows of a time block, a number of consecutive steps.</summary>
    TimeBlock,

    /// <summary>The rows of one step.</summary>
    OneStep,

    /// <summary>No memory: the values are in registers, within one set of loops.</summary>
    Registers,
}

/// <summary>
/// How the statements of one step run over whole sequences: their order, which products are concatenated, and how long each tensor is kept.
/// It depends on the statements and the sizes alone; memory and code are made from it.
/// </summary>
sealed class ScanPlan
{
    readonly HashSet<Tensor> _batched;
    readonly HashSet<Tensor> _readByBackward;
    readonly HashSet<Tensor> _readAfterBlock;
    readonly HashSet<Tensor> _writtenBeforeBlock;

    ScanPlan(
        StepProgram step, ScanShape shape, LoopIndex rows, HashSet<Tensor> batched, Schedule forward, Schedule? backward, SumOrder order)
    {
        (Step, Shape, Rows, _batched, Forward, Backward, Order) = (step, shape, rows, batched, forward, backward, order);
        _readByBackward = [.. (backward?.Statements ?? []).SelectMany(s => s.References).Select(r => r.Tensor)];
        _readAfterBlock = [.. (backward?.StatementsAfterBlock ?? []).SelectMany(s => s.References).Select(r => r.Tensor)];
        _writtenBeforeBlock = [.. forward.PerTimeBlock.Select(p => p.Statement.Target.Tensor)];
        UnitsTogether = shape.UsesTimeBlocks ? UnitSplit.UnitsTogether(step, forward, backward, rows) : null;
    }

    public StepProgram Step { get; }

    public ScanShape Shape { get; }

    /// <summary>The index of the examples.</summary>
    public LoopIndex Rows { get; }

    public Schedule Forward { get; }

    /// <summary>The backward pass; null if the scan does not train.</summary>
    public Schedule? Backward { get; }

    public SumOrder Order { get; }

    /// <summary>
    /// How many units must stay together if workers share the units: see <see cref="UnitSplit"/>; null if they share the examples only.
    /// </summary>
    public int? UnitsTogether { get; }

    /// <summary>Plans a step whose states pass <see cref="PlainStates"/>.</summary>
    /// <exception cref="NotationException">The step sums over the batch, or uses several indexes for the examples.</exception>
    public static ScanPlan Of(StepProgram step, ScanShape shape)
    {
        var statements = step.Graph.Statements;
        var rows = RowIndex(step, statements);
        var batched = BatchedTensors(step, statements, rows);
        var reader = new FormReader(rows, batched.Contains);
        var forward = Schedule.Of(statements, reader);
        if (forward.Deferred.Count > 0)
        {
            throw new NotationException($"A step can't sum over the batch: '{forward.Deferred[0].Statement}'");
        }

        var backward = shape.Trains ? Schedule.Of(step.Graph.BackwardFrom(step.After), reader) : null;
        var order = new SumOrder(shape, step.X.Value, backward is null ? [forward] : [forward, backward]);
        if (shape.UsesTimeBlocks)
        {
            forward = forward.WithTimeBlocks(step.X.Value);
            backward = step.X.IsDifferentiable ? backward?.WithTimeBlocks(step.X.Grad) : backward;
        }

        return new ScanPlan(step, shape, rows, batched, forward, backward, order);
    }

    /// <summary>Whether the tensor has a row for each example.</summary>
    public bool IsBatched(Tensor tensor) => _batched.Contains(tensor);

    /// <summary>How long a value that the forward pass computes is kept.</summary>
    public RowStorage StorageOfValue(Tensor value) => _readByBackward.Contains(value) ? RowStorage.AllSteps
        : _writtenBeforeBlock.Contains(value) ? RowStorage.TimeBlock
        : Forward.KeepsInRegisters(value) ? RowStorage.Registers
        : RowStorage.OneStep;

    /// <summary>How long a gradient that the backward pass computes is kept.</summary>
    public RowStorage StorageOfGradient(Tensor gradient) => _readAfterBlock.Contains(gradient) ? RowStorage.TimeBlock
        : Backward!.KeepsInRegisters(gradient) ? RowStorage.Registers
        : RowStorage.OneStep;

    /// <summary>The index in the first place of the states and of the input.</summary>
    static LoopIndex RowIndex(StepProgram step, IReadOnlyList<Statement> statements)
    {
        var own = step.Before.Select(b => b.Value).Append(step.X.Value).ToHashSet();
        var indexes = statements.SelectMany(s => s.References).Where(r => own.Contains(r.Tensor))
            .Select(r => (r.Subscripts[0] as SingleIndex)?.Index).Distinct().ToList();
        return indexes is [{ } only]
            ? only
            : throw new NotationException(
                $"The inputs and states of a step have one index for the example in their first place; here are {indexes.Count}.");
    }

    /// <summary>The input, the states, what is computed with the example in its first place, and all their gradients.</summary>
    static HashSet<Tensor> BatchedTensors(StepProgram step, IReadOnlyList<Statement> statements, LoopIndex rows)
    {
        var nodes = step.Before.Cast<Node>().Append(step.X).ToHashSet();
        nodes.UnionWith(
            statements.Concat(step.Graph.BackwardStatements).Select(s => s.Target).Where(IsByExample).Select(t => t.Tensor.Node!));
        return [.. nodes.SelectMany(n => n is Computed || n.IsDifferentiable ? new[] { n.Value, n.Grad } : [n.Value])];

        bool IsByExample(Reference target) =>
            target.Subscripts.Length > 0 && target.Subscripts[0] is SingleIndex first && first.Index == rows;
    }
}
