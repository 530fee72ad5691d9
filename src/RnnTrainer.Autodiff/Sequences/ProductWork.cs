using System.Numerics;
using RnnTrainer.Autodiff.Kernels;

namespace RnnTrainer.Autodiff;

/// <summary>Work of a step on a slice of the examples.</summary>
interface IStepWork
{
    /// <summary>Takes over the weights as they are now.</summary>
    void Prepare();

    /// <param name="rows">Where the slice lies at this step.</param>
    /// <param name="count">Examples of the slice that have this step.</param>
    void Run(in RowNumbers rows, int count, int worker);
}

/// <summary>A product group at one step: every target's rows from the operands' rows, tile by tile.</summary>
sealed unsafe class ProductWork : IStepWork
{
    readonly ScanShape _shape;
    readonly TileLibrary _tiles;
    readonly PackedWeights _weights;
    readonly Place[] _operands;
    readonly int[] _widths;
    readonly List<Range> _ranges = [];
    readonly List<(Range Range, int Vector, int V)> _panels = [];
    readonly List<(BiasForm Bias, int Column)> _biases = [];
    readonly nint _biasRow;
    readonly int _biasBytes;

    /// <param name="isFirst">Whether the product is the first to write a target.</param>
    public ProductWork(ProductGroup group, IReadOnlyList<BiasForm> biases, Func<Tensor, bool> isFirst, ScanMemory memory, ScanShape shape, TileLibrary tiles)
    {
        (_shape, _tiles) = (shape, tiles);
        _weights = new PackedWeights(group, tiles.VectorsFor((shape.Batch + shape.Workers - 1) / shape.Workers), shape, memory.Arena);
        _operands = [.. group.Operands.Select(o => memory[o])];
        _widths = [.. group.Operands.Select(PackedWeights.Width)];
        var vector = 0;
        foreach (var target in group.Targets)
        {
            var own = biases.Where(b => ReferenceEquals(b.Statement.Target.Tensor, target)).ToList();
            _biases.AddRange(own.Select(b => (b, vector * shape.Simd.Count)));
            AddRange(memory[target], vector, PackedWeights.Vectors(target, shape), !isFirst(target) ? TileStart.Result : own.Count > 0 ? TileStart.Row : TileStart.Zero);
            vector += PackedWeights.Vectors(target, shape);
        }

        foreach (var range in _ranges)
        {
            for (var v = 0; v < range.Vectors;)
            {
                var V = Math.Min(_weights.Panel - ((range.First + v) % _weights.Panel), range.Vectors - v);
                _panels.Add((range, v, V));
                v += V;
            }
        }

        _biasBytes = vector * shape.VectorBytes;
        _biasRow = memory.Arena.Take(_biasBytes);
    }

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

    public void Run(in RowNumbers rows, int count, int worker)
    {
        var arguments = stackalloc nint[2 + (3 * _operands.Length)];
        // Steps take turns in the order of the panels, so that what the last one read is still in the first cache for the next.
        var (next, stop, by) = rows[RowsAt.Even] < rows[RowsAt.Odd] ? (0, _panels.Count, 1) : (_panels.Count - 1, -1, -1);
        for (; next != stop; next += by)
        {
            Panel(_panels[next].Range, _panels[next].Vector, _panels[next].V, rows, count, worker, arguments);
        }
    }

    /// <summary>A few column vectors for all rows, in tiles of nearly equal height.</summary>
    void Panel(Range range, int v, int V, in RowNumbers rows, int count, int worker, nint* arguments)
    {
        var blocks = (count + _tiles.MostRows(V) - 1) / _tiles.MostRows(V);
        var result = rows.Address(range.Result, worker) + (v * _shape.VectorBytes);
        arguments[1] = _biasRow + ((range.First + v) * _shape.VectorBytes);
        var first = 0;
        for (var block = 0; block < blocks; block++)
        {
            var height = (count - first) / (blocks - block);
            arguments[0] = result + ((nint)first * range.Result.RowBytes);
            for (var n = 0; n < _operands.Length; n++)
            {
                arguments[2 + (3 * n)] = rows.Address(_operands[n], worker) + ((nint)first * _operands[n].RowBytes);
                arguments[3 + (3 * n)] = _weights.Address(range.First + v, n);
            }

            Code(range, height, V)(arguments);
            first += height;
        }
    }

    TileCode Code(Range range, int height, int V) => range.Codes[(height * 16) + V] ??= _tiles.CodeOf(new TileShape(
        height,
        V,
        range.Start,
        range.Result.RowBytes,
        [.. _operands.Select((o, n) => new TileTerm(_widths[n], o.RowBytes, _shape.ElementSize, _weights.Step, _shape.VectorBytes))]));

    /// <summary>Neighbours in memory that start alike become one range.</summary>
    void AddRange(Place result, int first, int vectors, TileStart start)
    {
        if (_ranges.Count > 0 && _ranges[^1] is var last && last.Start == start && last.Result.Right(last.Vectors * _shape.VectorBytes) == result)
        {
            _ranges[^1] = last with { Vectors = last.Vectors + vectors };
        }
        else
        {
            _ranges.Add(new Range(result, first, vectors, start, new TileCode?[16 * 32]));
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

    sealed record Range(Place Result, int First, int Vectors, TileStart Start, TileCode?[] Codes);
}
