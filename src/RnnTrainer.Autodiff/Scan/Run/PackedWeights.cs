using System.Numerics;
using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>
/// The matrices of a concatenated product, packed for register tiles: in panels of a few column vectors, each with all terms k of all
/// operands in order, so that a tile reads memory from front to back. They are packed again after each change of the weights.
/// </summary>
sealed unsafe class PackedWeights
{
    readonly List<(ProductForm Product, int Column, int Row)> _blocks = [];
    readonly List<TensorSnapshot> _seen = [];
    readonly ScanShape _shape;
    readonly int[] _rows;
    readonly nint _start;
    readonly long _bytes;

    /// <param name="panel">Vectors of a panel.</param>
    public PackedWeights(ProductGroup group, int panel, ScanShape shape, Arena arena)
    {
        (_shape, Panel) = (shape, panel);
        _rows = [.. group.Operands.Select((_, n) => group.Operands.Take(n).Sum(Width))];
        K = group.Operands.Sum(Width);
        var column = 0;
        foreach (var target in group.Targets)
        {
            foreach (var product in group.Products.Where(p => ReferenceEquals(p.Statement.Target.Tensor, target)))
            {
                _blocks.Add((product, column, _rows[group.Operands.ToList().IndexOf(product.Operand)]));
            }

            column += shape.VectorsOf(target) * shape.Simd.Count;
        }

        var panels = ((column / shape.Simd.Count) + panel - 1) / panel;
        _bytes = (long)panels * panel * K * shape.VectorBytes;
        _start = arena.Take(_bytes);
        if (!shape.Trains)
        {
            _seen = [.. group.Products.Select(p => p.Weights).Distinct().Select(w => new TensorSnapshot(w, arena))];
        }
    }

    /// <summary>The number of terms of all operands together.</summary>
    public int K { get; }

    /// <summary>Vectors of a panel.</summary>
    public int Panel { get; }

    /// <summary>Bytes from one k to the next.</summary>
    public int Step => Panel * _shape.VectorBytes;

    public static int Width(Tensor tensor) => tensor.Shape[1];

    /// <summary>The address of the operand's first term of a column vector.</summary>
    public nint Address(int vector, int operand) => Address(vector) + ((nint)_rows[operand] * Step);

    /// <summary>The operand's terms that these columns need: all of them, unless the matrix is block-diagonal.</summary>
    public (int First, int Count) Terms(int vector, int vectors, int operand) => BlockDiagonal.Span(
        _blocks.Where(b => b.Row == _rows[operand])
        .Select(b => (b.Column, Width(b.Product.Statement.Target.Tensor), Width(b.Product.Operand), b.Product.Blocks)),
        vector * _shape.Simd.Count,
        (vector + vectors) * _shape.Simd.Count);

    nint Address(int vector) => _start + ((nint)(vector / Panel) * K * Step) + ((nint)(vector % Panel) * _shape.VectorBytes);

    /// <summary>
    /// Packs the current weights. In inference they rarely change, and comparing them with the packed ones is much cheaper.
    /// </summary>
    public void Pack()
    {
        var isNew = _shape.Trains;
        foreach (var weights in _seen)
        {
            isNew |= weights.UpdateIfChanged();
        }

        if (isNew)
        {
            PackAll();
        }
    }

    void PackAll()
    {
        new Span<byte>((void*)_start, checked((int)_bytes)).Clear();
        foreach (var (product, column, row) in _blocks)
        {
            if (_shape.Precision == Precision.Float32)
            {
                Pack<float>(product, column, row);
            }
            else
            {
                Pack<double>(product, column, row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Pack<T>(ProductForm product, int column, int row)
        where T : unmanaged, INumber<T>
    {
        var (N, M) = (product.Statement.Target.Tensor.Shape[1] / product.Blocks, Width(product.Operand) / product.Blocks);
        var (lanes, c) = (_shape.Simd.Count, T.CreateChecked(product.Coefficient));
        var (nStep, mStep) = product.IsTransposed ? (1, N) : (M, 1);
        var step = Panel * lanes;
        for (var n = 0; n < N * product.Blocks; n++)
        {
            var block = n / N;
            var to = (T*)(Address((column + n) / lanes) + ((nint)(row + (block * M)) * Step)) + ((column + n) % lanes);
            var from = (T*)product.Weights.Address + ((nint)block * N * M) + ((nint)(n % N) * nStep);
            for (var m = 0; m < M; m++)
            {
                to[(nint)m * step] += c * from[(nint)m * mStep];
            }
        }
    }
}
