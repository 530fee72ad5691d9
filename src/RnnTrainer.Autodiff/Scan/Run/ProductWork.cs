using System.Numerics;
using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>Work at a step, or over a time block, on a slice of the examples.</summary>
interface IStepWork
{
    /// <summary>Packs the current weights.</summary>
    void Prepare();

    /// <param name="rows">The rows of the slice at this step.</param>
    /// <param name="count">The number of examples of the slice that have this step.</param>
    void Run(in RowNumbers rows, int count);

    /// <summary>The same work for some units, in their memory. It uses the weights that the work of all units has packed.</summary>
    IStepWork Only(UnitRange units, ScanMemory memory);
}

/// <summary>A concatenated product, <c>[Y₁ Y₂ …] = start + [X₁ X₂ …] W</c>, in register tiles.</summary>
sealed unsafe class ProductWork : IStepWork
{
    readonly ProductGroup _group;
    readonly ScanShape _shape;
    readonly Tiling _tiles;
    readonly PackedWeights _weights;
    readonly Place[] _operands;
    readonly List<(Tensor Target, Range Range)> _targets = [];
    readonly int _firstTerm;
    readonly Panel[] _panels;
    readonly List<(BiasForm Bias, int Column)> _biases = [];
    readonly nint _biasRow;
    readonly int _biasBytes;

    /// <param name="isFirst">Whether the product is the first to write a target.</param>
    /// <param name="isPerTimeBlock">Whether it runs over the rows of a time block and not of one step.</param>
    /// <param name="order">The order of the sums.</param>
    public ProductWork(
        ProductGroup group, IReadOnlyList<BiasForm> biases, Func<Tensor, bool> isFirst, bool isPerTimeBlock, SumOrder order,
        ScanMemory memory, ScanShape shape, Tiling tiles)
    {
        (_group, _shape, _tiles) = (group, shape, tiles);
        _operands = [.. group.Operands.Select(o => memory[o])];
        var ranges = new List<Range>();
        var vector = 0;
        foreach (var target in group.Targets)
        {
            var own = biases.Where(b => ReferenceEquals(b.Statement.Target.Tensor, target)).ToList();
            _biases.AddRange(own.Select(b => (b, vector * shape.Simd.Count)));
            var start = !isFirst(target) ? TileStart.Result : own.Count > 0 ? TileStart.Row : TileStart.Zero;
            var range = new Range(memory[target], vector, shape.VectorsOf(target), start, order.Chains(group, target));
            _targets.Add((target, range));
            AddRange(ranges, range);
            vector += shape.VectorsOf(target);
        }

        var rows = isPerTimeBlock ? shape.TimeBlockRows : (shape.Batch + shape.Workers - 1) / shape.Workers;
        var widest = ranges.MaxBy(r => r.Vectors)!;
        var panel = group.IsDiagonal ? Tiling.DiagonalVectors : tiles.VectorsFor(rows, widest.Vectors);
        _weights = new PackedWeights(group, Math.Min(panel, widest.Vectors), shape, memory.Arena);
        _biasBytes = vector * shape.VectorBytes;
        _biasRow = memory.Arena.Take(_biasBytes);
        _panels = [.. ranges.SelectMany(PanelsOf)];
    }

    ProductWork(ProductWork whole, UnitRange units, ScanMemory memory)
    {
        (_group, _shape, _tiles, _weights, _biasRow) = (whole._group, whole._shape, whole._tiles, whole._weights, whole._biasRow);
        // A product of heads reads these units only; any other reads all of the input.
        (_operands, _firstTerm) = _group.IsDiagonal ? ([.. _group.Operands.Select(o => memory[o])], units.First) : (whole._operands, 0);
        var (first, count) = (units.First / _shape.Simd.Count, (units.Count + _shape.Simd.Count - 1) / _shape.Simd.Count);
        _panels = [
            .. whole._targets.SelectMany(
                t => PanelsOf(t.Range with { Result = memory[t.Target], First = t.Range.First + first, Vectors = count }))];
    }

    public IStepWork Only(UnitRange units, ScanMemory memory) => new ProductWork(this, units, memory);

    public void Prepare()
    {
        _weights.Pack();
        new Span<byte>((void*)_biasRow, _biasBytes).Clear();
        foreach (var (bias, column) in _biases)
        {
            if (_shape.Precision == Precision.Float32)
            {
                AddBias<float>(bias, column);
            }
            else
            {
                AddBias<double>(bias, column);
            }
        }
    }

    // Optimized when first compiled: a short process would end before tiered compilation optimizes it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(in RowNumbers rows, int count)
    {
        var terms = _operands.Length;
        var arguments = stackalloc nint[TileArguments.Count(terms)];
        var operands = stackalloc nint[terms];
        for (var n = 0; n < terms; n++)
        {
            operands[n] = rows.Address(_operands[n]);
        }

        // Odd steps go through the panels backwards: what the last step read is then still in the first cache.
        var panels = _panels;
        var (next, stop, by) = rows[RowsAt.Even] < rows[RowsAt.Odd] ? (0, panels.Length, 1) : (panels.Length - 1, -1, -1);
        for (; next != stop; next += by)
        {
            Run(panels[next], rows.Address(panels[next].Result), operands, count, arguments);
        }
    }

    /// <summary>A panel for all rows, in tiles of nearly equal height.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Run(Panel panel, nint result, nint* operands, int count, nint* arguments)
    {
        arguments[TileArguments.Result] = result;
        arguments[TileArguments.StartRow] = panel.StartRow;
        for (var n = 0; n < _operands.Length; n++)
        {
            arguments[TileArguments.A(n)] = operands[n] + panel.Terms[n].Offset;
            arguments[TileArguments.B(n)] = panel.Weights[n];
        }

        var (height, lower, higher) = Tiling.Cut(count, panel.MostRows);
        Run(panel, height, lower, arguments);
        if (higher > 0)
        {
            Run(panel, height + 1, higher, arguments);
        }
    }

    void Run(Panel panel, int height, int tiles, nint* arguments)
    {
        arguments[TileArguments.Tiles] = tiles;
        (panel.Codes[height] ??= Code(panel, height))(arguments);
    }

    TileCode Code(Panel panel, int height) => _tiles.CodeOf(new TileShape(
        height,
        panel.V,
        panel.Start,
        panel.Result.RowBytes,
        [.. _operands.Select(
            (o, n) =>
                new TileTerm(panel.Terms[n].Count, o.RowBytes, _shape.ElementSize, _weights.Step, _shape.VectorBytes, panel.Chains[n]))]));

    /// <summary>Targets that are adjacent in memory, with the same start and order of sums, become one range.</summary>
    void AddRange(List<Range> ranges, Range next)
    {
        if (ranges.Count > 0 && ranges[^1] is var last && last.Start == next.Start && last.Chains.AsSpan().SequenceEqual(next.Chains)
            && last.Result.Right(last.Vectors * _shape.VectorBytes) == next.Result)
        {
            ranges[^1] = last with { Vectors = last.Vectors + next.Vectors };
        }
        else
        {
            ranges.Add(next);
        }
    }

    IEnumerable<Panel> PanelsOf(Range range)
    {
        for (var v = 0; v < range.Vectors;)
        {
            var first = range.First + v;
            var V = Math.Min(_weights.Panel - (first % _weights.Panel), range.Vectors - v);
            var most = _tiles.MostRows(V, range.Chains.Max());
            var terms = _operands.Select((_, n) => _weights.Terms(first, V, n)).ToArray();
            yield return new Panel(
                range.Result.Right(v * _shape.VectorBytes),
                range.Start,
                _biasRow + (first * _shape.VectorBytes),
                [.. terms.Select((t, n) => _weights.Address(first, n) + ((nint)t.First * _weights.Step))],
                [.. terms.Select(t => ((t.First - _firstTerm) * _shape.ElementSize, t.Count))],
                V,
                range.Chains,
                most,
                new TileCode?[most + 1]);
            v += V;
        }
    }

    void AddBias<T>(BiasForm bias, int column)
        where T : unmanaged, INumber<T>
    {
        var c = T.CreateChecked(bias.Coefficient);
        for (var n = 0; n < bias.Bias.Length; n++)
        {
            ((T*)_biasRow)[column + n] += c * ((T*)bias.Bias.Address)[n];
        }
    }

    /// <summary>Adjacent column vectors of the result with the same start.</summary>
    /// <param name="Chains">For each operand, in how many sums its terms are gathered.</param>
    sealed record Range(Place Result, int First, int Vectors, TileStart Start, int[] Chains);

    /// <summary>The column vectors of one tile's width.</summary>
    /// <param name="StartRow">The address of their biases.</param>
    /// <param name="Weights">The address of each operand's first row of weights.</param>
    /// <param name="Terms">What of each operand's row is multiplied: where it begins, in bytes, and how many numbers.</param>
    /// <param name="MostRows">The most rows that a tile of this width may have.</param>
    /// <param name="Codes">The tile for each number of rows, once it was needed.</param>
    sealed record Panel(
        Place Result, TileStart Start, nint StartRow, nint[] Weights, (int Offset, int Count)[] Terms, int V, int[] Chains, int MostRows,
        TileCode?[] Codes);
}
