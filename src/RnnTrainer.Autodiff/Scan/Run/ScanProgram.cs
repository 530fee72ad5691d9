using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>A step compiled for a whole sequence: its memory and its work, forward and backward.</summary>
sealed class ScanProgram : IDisposable
{
    readonly int _units;
    readonly int? _grain;
    readonly Dictionary<int, ScanPart[]> _parts = [];
    readonly Func<UnitRange, ScanPart> _partOf;
    readonly IKernel _before;
    readonly IKernel? _after;
    readonly double _forwardWork;
    readonly double _backwardWork;

    /// <param name="x">The inputs of all steps.</param>
    public ScanProgram(StepProgram step, Node x, ScanShape shape, Compiler compiler)
    {
        Step = step;
        Shape = shape;
        var statements = step.Graph.Statements;
        var rows = RowLetter(step, statements);
        var batched = BatchedTensors(step, statements, rows);
        var reader = new FormReader(rows, batched.Contains);
        var forward = Schedule.Of(statements, reader);
        if (forward.Deferred.Count > 0)
        {
            throw new NotationException($"A step can't sum over the batch: «{forward.Deferred[0].Statement}»");
        }

        var backward = shape.Trains ? Schedule.Of(step.Graph.BackwardFrom(step.After), reader) : null;
        var order = new SumOrder(shape, step.X.Value);
        order.Add(forward);
        if (backward is not null)
        {
            order.Add(backward);
        }

        if (shape.UsesTimeBlocks)
        {
            forward = forward.WithTimeBlocks(step.X.Value);
            backward = step.X.IsDifferentiable ? backward?.WithTimeBlocks(step.X.Grad) : backward;
        }

        Memory = new ScanMemory(step, x, forward, backward, shape);
        var builder = new WorkBuilder(rows, batched.Contains, step.X.Value, order, Memory, shape, compiler);
        (_forwardWork, _backwardWork) = (forward.WorkOfRow(step.Graph.Batch), backward?.WorkOfRow(step.Graph.Batch) ?? 0);
        _before = compiler.Compile(forward.TimeInvariant, shape.Batch);
        HashSet<Tensor> written = [];
        Whole = new ScanPart(null, Memory, [.. builder.Products(forward.PerTimeBlock, forward.PerTimeBlockBiases, written, isPerTimeBlock: true)], [.. builder.Build(forward, written)]);
        _units = step.After[0].Shape[1];
        _grain = shape.UsesTimeBlocks && UnitSplit.UnitsTogether(step, forward, backward, rows) is { } together ? UnitRange.Grain(together, shape) : null;
        _partOf = units => PartOf(units, new ScanMemory(step, x, forward, backward, shape, units));
        TimeInvariant = [.. forward.TimeInvariant.Select(s => s.Target.Tensor).Distinct()];
        if (backward is not null)
        {
            _after = compiler.Compile(backward.TimeInvariant, shape.Batch);
            written = [.. step.After.Select(a => a.Grad)];
            Whole = Whole with { Backward = [.. builder.Build(backward, written)] };
            InputGradientProducts = [.. builder.Products(backward.PerTimeBlock, [], written, isPerTimeBlock: true)];
            Unwritten = [.. step.Before.Select(b => b.Grad).Append(step.X.IsDifferentiable ? step.X.Grad : null).OfType<Tensor>()
                .Where(g => !written.Contains(g))];
            Whole = Whole with
            {
                Products = Products(Memory, units: null),
                Others = [.. backward.Deferred.OfType<BatchSumForm>().Select(l => builder.Nest([l.Statement], _ => false))],
            };
            TimeInvariantGradients = [.. TimeInvariant.Select(t => t.Node!).Where(n => n.IsDifferentiable).Select(n => n.Grad)];
        }

        ScanPart PartOf(UnitRange units, ScanMemory memory)
        {
            return new ScanPart(units, memory, Only(Whole.InputProducts), Only(Whole.Steps))
            {
                Backward = Only(Whole.Backward),
                Products = backward is null ? null : Products(memory, units),
                Others = Only(Whole.Others),
                Shared = [.. backward?.PerTimeBlock.Select(p => p.Operand).Distinct().Select(t => (memory[t], Memory[t].Right(units.First * shape.ElementSize))) ?? []],
            };

            IStepWork[] Only(IStepWork[] works) => [.. works.Select(w => w.Only(units, memory))];
        }

        DeferredWeightGradients Products(ScanMemory memory, UnitRange? units) =>
            new(backward!.Deferred, step.X.Value, Memory[step.X.Value], memory, shape, builder.Tiles, units);
    }

    public StepProgram Step { get; }

    public ScanShape Shape { get; }

    public ScanMemory Memory { get; }

    /// <summary>The work with all units.</summary>
    public ScanPart Whole { get; }

    /// <summary>In how many parts the units can be cut, for workers who then meet only for the input's gradient.</summary>
    public int UnitParts => _grain is { } grain ? (_units + grain - 1) / grain : 1;

    /// <summary>Products into the input's gradient for a tile of steps, after the last of them.</summary>
    public IStepWork[] InputGradientProducts { get; } = [];

    /// <summary>Gradients of states or inputs that no statement writes: they are zero.</summary>
    public Tensor[] Unwritten { get; } = [];

    Tensor[] TimeInvariant { get; }

    Tensor[] TimeInvariantGradients { get; } = [];

    /// <summary>Multiply-adds of a forward pass, about: a backward pass has more.</summary>
    public double WorkOf(SequenceLengths lengths) => _forwardWork * lengths.Total;

    /// <summary>Those that all workers do between two meetings: in the backward pass they meet after every tile of steps.</summary>
    public double WorkBetweenBarriers(SequenceLengths lengths) => Shape.Trains ? _backwardWork * Math.Min(lengths.Total, Shape.TimeBlockRows) : WorkOf(lengths);

    /// <summary>Those where workers share the units: they meet only where the input has a gradient.</summary>
    public double WorkBetweenBarriersByUnits(SequenceLengths lengths) => InputGradientProducts.Length > 0 ? WorkBetweenBarriers(lengths) : WorkOf(lengths);

    /// <summary>Computes what does not change over time and takes over the weights.</summary>
    public void BeginForward()
    {
        Clear(TimeInvariant);
        _before.Run();
        Prepare(Whole.InputProducts);
        Prepare(Whole.Steps);
    }

    /// <param name="areDeferredShared">Whether workers share the columns of the late sums; if not, each has its own.</param>
    public void BeginBackward(bool areDeferredShared)
    {
        Clear(TimeInvariantGradients);
        if (areDeferredShared)
        {
            Whole.Products!.Clear();
        }

        Prepare(Whole.Backward);
        Prepare(InputGradientProducts);
    }

    public void EndBackward(bool areDeferredShared)
    {
        if (areDeferredShared)
        {
            Whole.Products!.Finish();
        }

        _after!.Run();
    }

    /// <summary>Each worker's part when so many share the units; made once for each number of them.</summary>
    public ScanPart[] PartsFor(int workers)
    {
        if (!_parts.TryGetValue(workers, out var parts))
        {
            var units = Enumerable.Range(0, workers).Select(worker => UnitRange.Of(_units, _grain!.Value, worker, workers));
            _parts[workers] = parts = [.. units.Select(u => u.Count > 0 ? _partOf(u) : ScanPart.Idle(Memory))];
        }

        return parts;
    }

    public void Dispose()
    {
        foreach (var part in _parts.Values.SelectMany(p => p))
        {
            part.Memory.Dispose();
        }

        Memory.Dispose();
        Step.Graph.Dispose();
    }

    // Arrays: nothing is allocated in a step, not even an enumerator.
    static void Prepare(IStepWork[] works)
    {
        foreach (var work in works)
        {
            work.Prepare();
        }
    }

    static void Clear(Tensor[] tensors)
    {
        foreach (var tensor in tensors)
        {
            tensor.Fill(0);
        }
    }

    /// <summary>The letter in the first place of the states.</summary>
    static LoopIndex RowLetter(StepProgram step, IReadOnlyList<Statement> statements)
    {
        var own = step.Before.Select(b => b.Value).Append(step.X.Value).ToHashSet();
        var letters = statements.SelectMany(s => s.References).Where(r => own.Contains(r.Tensor)).Select(r => (r.Subscripts[0] as SingleIndex)?.Index).Distinct().ToList();
        return letters is [{ } only]
            ? only
            : throw new NotationException($"The inputs and states of a step have one letter for the example in their first place; here are {letters.Count}.");
    }

    /// <summary>The input, the states, what is computed with the example in its first place, and all their gradients.</summary>
    static HashSet<Tensor> BatchedTensors(StepProgram step, IReadOnlyList<Statement> statements, LoopIndex rows)
    {
        var nodes = step.Before.Cast<Node>().Append(step.X).ToHashSet();
        nodes.UnionWith(statements.Concat(step.Graph.BackwardStatements).Where(s => s.Target.Subscripts.Length > 0 && s.Target.Subscripts[0] is SingleIndex l && l.Index == rows).Select(s => s.Target.Tensor.Node!));
        return [.. nodes.SelectMany(n => n is Computed || n.IsDifferentiable ? new[] { n.Value, n.Grad } : [n.Value])];
    }

    /// <summary>Makes the work of schedules, keeping track of who writes a tensor first.</summary>
    sealed class WorkBuilder(LoopIndex rows, Func<Tensor, bool> isBatched, Tensor input, SumOrder order, ScanMemory memory, ScanShape shape, Compiler compiler)
    {
        public Tiling Tiles { get; } = new(shape.Simd);

        public IReadOnlyList<IStepWork> Build(Schedule schedule, HashSet<Tensor> written)
        {
            var work = new List<IStepWork>();
            foreach (var stage in schedule.Stages)
            {
                work.AddRange(Products(stage.Products, stage.Biases, written, isPerTimeBlock: false));

                foreach (var nest in stage.Nests)
                {
                    work.Add(Nest(nest, t => !written.Contains(t)));
                    written.UnionWith(nest.Select(s => s.Target.Tensor));
                }
            }

            return work;
        }

        public IEnumerable<IStepWork> Products(IReadOnlyList<ProductForm> products, IReadOnlyList<BiasForm> biases, HashSet<Tensor> written, bool isPerTimeBlock)
        {
            foreach (var group in ProductGroup.Of(products, input))
            {
                yield return new ProductWork(group, biases, t => !written.Contains(t), isPerTimeBlock, order, memory, shape, Tiles);
                written.UnionWith(group.Targets);
            }
        }

        public IStepWork Nest(IReadOnlyList<Statement> statements, Func<Tensor, bool> isFirst) =>
            new NestWork(statements, isFirst, rows, isBatched, memory, shape, compiler.Loops);
    }
}
