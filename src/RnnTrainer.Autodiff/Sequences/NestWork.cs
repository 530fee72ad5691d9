using System.Runtime.CompilerServices;

namespace RnnTrainer.Autodiff;

/// <summary>Loops over the rows of a slice at one step: maps fused into one pass, or a general statement by itself.</summary>
sealed unsafe class NestWork : IStepWork
{
    readonly LoopCode _code;
    readonly nint[] _fixed;
    readonly Place[] _places;
    readonly (Place Place, int Width, double Value)? _fill;
    readonly ScanShape _shape;

    /// <param name="isFirst">Whether the nest is the first to write a target.</param>
    public NestWork(IReadOnlyList<Statement> statements, Func<Tensor, bool> isFirst, Axis rows, Func<Tensor, bool> isBatched, ScanMemory memory, ScanShape shape, LoopLibrary loops)
    {
        _shape = shape;
        var layout = new RowLayout(statements, rows, memory.Find, isBatched);
        var target = statements[0].Target.Tensor;
        var isSum = statements.Count == 1 && (statements[0].Letters.Count != statements[0].Target.Letters().Distinct().Count() || statements[0].Accumulation == Accumulation.Max);
        if (isSum && isBatched(target) && isFirst(target))
        {
            _fill = (memory[target], target.Shape.Skip(1).Aggregate(1, (a, b) => a * b), statements[0].Accumulation == Accumulation.Max ? double.NegativeInfinity : 0);
        }

        var written = new HashSet<Tensor>();
        var steps = statements.Select(s => new LoopStep(
            s,
            Starts: written.Add(s.Target.Tensor) && isFirst(s.Target.Tensor) && !isSum,
            Stores: !isBatched(s.Target.Tensor) || memory.Find(s.Target.Tensor) is not null,
            Flushes: isBatched(s.Target.Tensor) && s.Target.Tensor.Node is { IsDifferentiable: true } node && ReferenceEquals(node.Grad, s.Target.Tensor))).ToList();
        _code = loops.CodeOf(new LoopNest([.. LastStores(steps)], shape.Batch, layout));
        _places = [.. layout.Tensors.Select(t => isBatched(t) ? memory.Find(t) ?? default : default)];
        _fixed = [.. layout.Tensors.Select(t => isBatched(t) ? 0 : t.Address)];
    }

    public void Prepare()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(in RowNumbers rows, int count)
    {
        if (_fill is var (place, width, value))
        {
            Fill(rows.Address(place), place.RowBytes, width, count, value);
        }

        var addresses = stackalloc nint[_places.Length];
        for (var n = 0; n < _places.Length; n++)
        {
            addresses[n] = _fixed[n] != 0 ? _fixed[n] : rows.Address(_places[n]);
        }

        _code(addresses, count);
    }

    /// <summary>Of several writes of one tensor only the last goes to memory, and only there are tiny values flushed.</summary>
    static IEnumerable<LoopStep> LastStores(List<LoopStep> steps) => steps.Select((step, n) =>
        steps.Skip(n + 1).Any(later => later.Statement.Target.Equals(step.Statement.Target)) ? step with { Stores = false, Flushes = false }
        : step with { Flushes = step.Flushes && step.Stores });

    void Fill(nint start, int rowBytes, int width, int count, double value)
    {
        for (var m = 0; m < count; m++)
        {
            var row = (void*)(start + ((nint)m * rowBytes));
            if (_shape.Precision == Precision.Float32)
            {
                new Span<float>(row, width).Fill((float)value);
            }
            else
            {
                new Span<double>(row, width).Fill(value);
            }
        }
    }
}
