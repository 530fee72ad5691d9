using System.Numerics;
using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Tensors;
using RnnTrainer.Autodiff.Threads;

namespace RnnTrainer.Autodiff.Execution.Products;

/// <summary>
/// A product of two matrices in register tiles, <c>C[m,n] += c A[m,k] B[k,n]</c>, shared by a worker group. Every entry is summed in the
/// order of k, so the result has the same bits for any number of workers.
/// </summary>
sealed unsafe class ProductKernel : IKernel, IDisposable
{
    const int V = 2;

    readonly MatrixForm _form;
    readonly Tiling _tiles;
    readonly WorkerGroup _group;
    readonly Arena _memory = new();
    readonly int _bytes;
    readonly nint _packedA;
    readonly nint _packedB;
    readonly TensorSnapshot? _seenB;
    readonly TileTerm _term;
    readonly RowCount? _rows;
    readonly bool _isSummedPacked;
    readonly Action<int> _share;
    readonly TileCode?[] _codes;
    readonly bool _packsOnce;
    bool _isPacked;
    int _workers;

    /// <param name="packed">The index that runs over packed rows, m or k; null if neither does.</param>
    /// <param name="hasFixedWeights">Whether B, if it is a parameter, does not change after the first run.</param>
    public ProductKernel(
        MatrixForm form, (LoopIndex Index, RowCount Count)? packed, Tiling tiles, WorkerGroup group, bool hasFixedWeights = false)
    {
        (_form, _tiles, _group, _share) = (form, tiles, group, Share);
        _packsOnce = hasFixedWeights && form.HasWeights;
        (_rows, _isSummedPacked) = (packed?.Count, packed?.Index == form.Summed);
        _bytes = form.C.ElementSize;
        _codes = new TileCode?[(tiles.MostRows(V) + 1) * 4];
        var (aRow, aStep) = (MatrixForm.Stride(form.A, form.Row), MatrixForm.Stride(form.A, form.Summed));
        var bStep = form.N;
        if (MatrixForm.Stride(form.B, form.Column) == 1)
        {
            bStep = MatrixForm.Stride(form.B, form.Summed);
        }
        else
        {
            _packedB = _memory.Take((long)form.N * form.K * _bytes);
            _seenB = new TensorSnapshot(form.B.Tensor, _memory);
        }

        if (form.Coefficient != 1)
        {
            _packedA = _memory.Take((long)form.M * form.K * _bytes);
        }

        _term = new TileTerm(_isSummedPacked ? null : form.K, aRow * _bytes, aStep * _bytes, bStep * _bytes, tiles.Set.Count * _bytes);
    }

    public void Run()
    {
        if (_form.C.Precision == Precision.Float32)
        {
            Prepare<float>();
        }
        else
        {
            Prepare<double>();
        }

        var multiplyAdds = (double)Rows * _form.N * Summed;
        _workers = _group.WorkersFor(multiplyAdds, multiplyAdds, Units);
        _group.Run(_share, _workers);
        GC.KeepAlive(this);
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>
    /// Copies A with the coefficient, and transposes B so that n is contiguous, if it has changed since: that costs as much as many rows of
    /// the product.
    /// </summary>
    void Prepare<T>()
        where T : unmanaged, INumber<T>
    {
        if (_packedA != 0)
        {
            var c = T.CreateChecked(_form.Coefficient);
            T* from = (T*)_form.A.Tensor.Address, to = (T*)_packedA;
            var count = _form.A.Tensor.Rows is { } rows ? rows.Used * _form.A.Tensor.Shape[1] : _form.A.Tensor.Length;
            for (var n = 0; n < count; n++)
            {
                to[n] = c * from[n];
            }
        }

        if (!(_isPacked && _packsOnce) && _seenB?.UpdateIfChanged() == true)
        {
            T* from = (T*)_form.B.Tensor.Address, to = (T*)_packedB;
            for (var n = 0; n < _form.N; n++)
            {
                for (var k = 0; k < _form.K; k++)
                {
                    to[((nint)k * _form.N) + n] = from[((nint)n * _form.K) + k];
                }
            }
        }

        _isPacked = true;
    }

    /// <summary>The worker's tiles, dealt out in turn, along the columns first.</summary>
    void Share(int worker)
    {
        for (long unit = worker; unit < Units; unit += _workers)
        {
            var (panel, block) = Math.DivRem(unit, RowBlocks);
            var (first, last) = WorkerGroup.Share(Rows, (int)block, RowBlocks);
            Tile(first, last - first, (int)panel * Wide);
        }
    }

    /// <summary>M in the present batch.</summary>
    int Rows => _rows is null || _isSummedPacked ? _form.M : _rows.Used;

    /// <summary>K in the present batch.</summary>
    int Summed => _isSummedPacked ? _rows!.Used : _form.K;

    int RowBlocks => (int)Math.Ceiling((double)Rows / _tiles.MostRows(V));

    /// <summary>The number of columns of a tile.</summary>
    int Wide => V * _tiles.Set.Count;

    /// <summary>The number of tiles.</summary>
    long Units => (long)Math.Ceiling((double)_form.N / Wide) * RowBlocks;

    void Tile(int row, int height, int column)
    {
        var arguments = stackalloc nint[TileArguments.Count(1)];
        arguments[TileArguments.Tiles] = 1;
        arguments[TileArguments.K(0)] = Summed;
        arguments[TileArguments.Result] = _form.C.Address + ((((nint)row * _form.N) + column) * _bytes);
        arguments[TileArguments.A(0)] = (_packedA != 0 ? _packedA : _form.A.Tensor.Address) + ((nint)row * _term.ARow);
        arguments[TileArguments.B(0)] = (_packedB != 0 ? _packedB : _form.B.Tensor.Address) + (column * _bytes);
        var left = Math.Min(V * _tiles.Set.Count, _form.N - column);
        var (vectors, tail) = ((left + _tiles.Set.Count - 1) / _tiles.Set.Count, left % _tiles.Set.Count);
        Code(height, vectors, tail)(arguments);
    }

    TileCode Code(int height, int vectors, int tail) => _codes[(height * 4) + ((vectors - 1) * 2) + (tail > 0 ? 1 : 0)] ??=
        _tiles.CodeOf(new TileShape(height, vectors, TileStart.Result, _form.N * _bytes, [_term], tail));
}
