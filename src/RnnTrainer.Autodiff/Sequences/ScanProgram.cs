using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Kernels.Tiles;

namespace RnnTrainer.Autodiff.Sequences;

/// <summary>A step compiled for a whole sequence: its memory and its work, forward and backward.</summary>
sealed class ScanProgram : IDisposable
{
    readonly IStepWork[] _backward = [];
    readonly int _units;
    readonly int? _grain;
    readonly Dictionary<int, ForwardPart[]> _parts = [];
    readonly Func<UnitRange, ScanMemory> _memoryOf;
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
        if (forward.Late.Count > 0)
        {
            throw new NotationException($"A step can't sum over the batch: «{forward.Late[0].Statement}»");
        }

        var backward = shape.Trains ? Schedule.Of(step.Graph.BackwardFrom(step.After), reader) : null;
        var order = new SumOrder(shape, step.X.Value);
        order.Add(forward);
        if (backward is not null)
        {
            order.Add(backward);
        }

        if (shape.UsesTiles)
        {
            forward = forward.WithTiles(step.X.Value);
            backward = step.X.IsDifferentiable ? backward?.WithTiles(step.X.Grad) : backward;
        }

        Memory = new ScanMemory(step, x, forward, backward, shape);
        var builder = new WorkBuilder(rows, batched.Contains, step.X.Value, order, Memory, shape, compiler);
        (_forwardWork, _backwardWork) = (forward.WorkOfRow(step.Graph.Batch), backward?.WorkOfRow(step.Graph.Batch) ?? 0);
        _before = compiler.Compile(forward.Timeless, shape.Batch);
        HashSet<Tensor> written = [];
        Whole = new ForwardPart(null, Memory, [.. builder.Products(forward.Tiled, forward.TiledBiases, written, isTiled: true)], [.. builder.Build(forward, written)]);
        _units = step.After[0].Shape[1];
        _grain = !shape.Trains && shape.UsesTiles && forward.UnitsOfHead(_units) is { } unitsOfHead ? UnitRange.Grain(unitsOfHead, shape) : null;
        _memoryOf = units => new ScanMemory(step, x, forward, null, shape, units);
        Timeless = [.. forward.Timeless.Select(s => s.Target.Tensor).Distinct()];
        if (backward is not null)
        {
            _after = compiler.Compile(backward.Timeless, shape.Batch);
            written = [.. step.After.Select(a => a.Grad)];
            _backward = [.. builder.Build(backward, written)];
            Finishing = [.. builder.Products(backward.Tiled, [], written, isTiled: true)];
            Unwritten = [.. step.Before.Select(b => b.Grad).Append(step.X.IsDifferentiable ? step.X.Grad : null).OfType<Tensor>()
                .Where(g => !written.Contains(g))];
            Products = new LateProducts(backward.Late, Memory, shape, builder.Tiles);
            Others = [.. backward.Late.OfType<LateForm>().Select(l => builder.Nest([l.Statement], _ => false))];
            TimelessGradients = [.. Timeless.Select(t => t.Node!).Where(n => n.IsDifferentiable).Select(n => n.Grad)];
        }
    }

    public StepProgram Step { get; }

    public ScanShape Shape { get; }

    public ScanMemory Memory { get; }

    public LateProducts? Products { get; }

    /// <summary>The forward pass with all units.</summary>
    public ForwardPart Whole { get; }

    /// <summary>In how many parts the units of a forward pass can be cut, for workers who then need not meet.</summary>
    public int UnitParts => _grain is { } grain ? (_units + grain - 1) / grain : 1;

    /// <summary>Products into the input's gradient for a tile of steps, after the last of them.</summary>
    public IStepWork[] Finishing { get; } = [];

    /// <summary>Late sums of other forms, each done by one worker at every step of a tile.</summary>
    public IStepWork[] Others { get; } = [];

    /// <summary>Gradients of states or inputs that no statement writes: they are zero.</summary>
    public Tensor[] Unwritten { get; } = [];

    Tensor[] Timeless { get; }

    Tensor[] TimelessGradients { get; } = [];

    /// <summary>Multiply-adds of a forward pass, about: a backward pass has more.</summary>
    public double WorkOf(Lengths lengths) => _forwardWork * lengths.Total;

    /// <summary>Those that all workers do between two meetings: in the backward pass they meet after every tile of steps.</summary>
    public double WorkBetweenMeetings(Lengths lengths) => Shape.Trains ? _backwardWork * Math.Min(lengths.Total, Shape.TileCapacity) : WorkOf(lengths);

    /// <summary>Computes what does not change over time and takes over the weights.</summary>
    public void BeginForward()
    {
        Clear(Timeless);
        _before.Run();
        Prepare(Whole.Early);
        Prepare(Whole.Steps);
    }

    public void BeginBackward()
    {
        Clear(TimelessGradients);
        Products!.Clear();
        Prepare(_backward);
        Prepare(Finishing);
    }

    public void EndBackward()
    {
        Products!.Finish();
        _after!.Run();
    }

    /// <summary>Each worker's part when so many share the units; made once for each number of them.</summary>
    public ForwardPart[] PartsFor(int workers)
    {
        if (!_parts.TryGetValue(workers, out var parts))
        {
            _parts[workers] = parts = [.. Enumerable.Range(0, workers).Select(worker => Part(UnitRange.Of(_units, _grain!.Value, worker, workers)))];
        }

        return parts;

        ForwardPart Part(UnitRange units)
        {
            if (units.Count == 0)
            {
                return new ForwardPart(units, Memory, [], []);
            }

            var memory = _memoryOf(units);
            return new ForwardPart(units, memory, [.. Whole.Early.Select(w => w.Only(units, memory))], [.. Whole.Steps.Select(w => w.Only(units, memory))]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(in RowNumbers rows, int count)
    {
        foreach (var work in _backward)
        {
            work.Run(rows, count);
        }
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
                work.AddRange(Products(stage.Products, stage.Biases, written, isTiled: false));

                foreach (var nest in stage.Nests)
                {
                    work.Add(Nest(nest, t => !written.Contains(t)));
                    written.UnionWith(nest.Select(s => s.Target.Tensor));
                }
            }

            return work;
        }

        public IEnumerable<IStepWork> Products(IReadOnlyList<ProductForm> products, IReadOnlyList<BiasForm> biases, HashSet<Tensor> written, bool isTiled)
        {
            foreach (var group in ProductGroup.Of(products, input))
            {
                yield return new ProductWork(group, biases, t => !written.Contains(t), isTiled, order, memory, shape, Tiles);
                written.UnionWith(group.Targets);
            }
        }

        public IStepWork Nest(IReadOnlyList<Statement> statements, Func<Tensor, bool> isFirst) =>
            new NestWork(statements, isFirst, rows, isBatched, memory, shape, compiler.Loops);
    }
}
