using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>Loops over the rows of a slice at one step: maps fused into one pass, or a general statement by itself.</summary>
sealed unsafe class NestWork : IStepWork
{
    readonly LoopCode _code;
    readonly nint[] _fixed;
    readonly Place[] _places;
    readonly (Place Place, int Width, double Value)? _fill;
    readonly ScanShape _shape;
    readonly Func<UnitRange, ScanMemory, NestWork> _only;

    /// <param name="isFirst">Whether the nest is the first to write a target.</param>
    public NestWork(
        IReadOnlyList<Statement> statements, Func<Tensor, bool> isFirst, LoopIndex rows, Func<Tensor, bool> isBatched, ScanMemory memory,
        ScanShape shape, LoopCache loops)
        : this([.. LastStores(Steps(statements, isFirst, isBatched, memory))], rows, isBatched, memory, shape, loops)
    {
        var target = statements[0].Target.Tensor;
        if (IsSum(statements) && isBatched(target) && isFirst(target))
        {
            _fill = (
                memory[target], target.Shape.Skip(1).Aggregate(1, (a, b) => a * b), statements[0].Accumulation == Accumulation.Max
                ? double.NegativeInfinity : 0);
        }
    }

    NestWork(
        IReadOnlyList<LoopStatement> steps, LoopIndex rows, Func<Tensor, bool> isBatched, ScanMemory memory, ScanShape shape,
        LoopCache loops, UnitRange? units = null)
    {
        _shape = shape;
        _only = (others, theirs) => new NestWork(steps, rows, isBatched, theirs, shape, loops, others);
        var layout = new RowLayout([.. steps.Select(s => s.Statement)], rows, memory.Find, isBatched)
        {
            Columns = units is var (_, count) ? (((SingleIndex)steps[0].Statement.Target.Subscripts[^1]).Index, count) : null,
        };
        _code = loops.CodeOf(new LoopNest(steps, shape.Batch, layout));
        var right = (units?.First ?? 0) * shape.ElementSize;
        _places = [.. layout.Tensors.Select(t => isBatched(t) ? memory.Find(t) ?? default : default)];
        _fixed = [.. layout.Tensors.Select(t => isBatched(t) ? 0 : t.Shape.Count > 0 ? t.Address + right : t.Address)];
    }

    public void Prepare()
    {
    }

    /// <summary>Of maps and sums over the batch by units.</summary>
    public IStepWork Only(UnitRange units, ScanMemory memory) => _only(units, memory);

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

    static bool IsSum(IReadOnlyList<Statement> statements) =>
        statements.Count == 1
            && (statements[0].Indexes.Count != statements[0].Target.Indexes().Distinct().Count()
            || statements[0].Accumulation == Accumulation.Max);

    static List<LoopStatement> Steps(
        IReadOnlyList<Statement> statements, Func<Tensor, bool> isFirst, Func<Tensor, bool> isBatched, ScanMemory memory)
    {
        var written = new HashSet<Tensor>();
        return [.. statements.Select(s => new LoopStatement(
            s,
            Assigns: written.Add(s.Target.Tensor) && isFirst(s.Target.Tensor) && !IsSum(statements),
            Stores: !isBatched(s.Target.Tensor) || memory.Find(s.Target.Tensor) is not null,
            Flushes: isBatched(s.Target.Tensor) && s.Target.Tensor.Node is { IsDifferentiable: true } node
            && ReferenceEquals(node.Grad, s.Target.Tensor)))];
    }

    /// <summary>Of several writes of one tensor only the last goes to memory, and only there are tiny values flushed.</summary>
    static IEnumerable<LoopStatement> LastStores(List<LoopStatement> steps) => steps.Select((step, n) =>
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
