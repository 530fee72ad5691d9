using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>
/// Gradients of weights as products over the rows of many steps. A weight of the step adds
/// <c>W.grad[n,m] += c Σ_t Σ_r Z.grad[t,r,n] X[t,r,m]</c>: with the steps t and the examples r as one index of rows that is one matrix
/// product, <c>X^T Z.grad</c>, whose inner size is the number of rows. It is summed in time blocks as
/// <c>A[m,n] += Σ_rows X[row,m] Z.grad[row,n]</c>, for all gradients of one operand X side by side (a bias has the operand 1); at the end c
/// A is added to the parameters' gradients, transposed if necessary. Workers share the columns, and every entry is summed in the order of
/// the rows: the number of workers changes no byte.
/// </summary>
sealed unsafe class DeferredWeightGradients
{
    /// <summary>
    /// Each register tile reads a cache line of the operand and one of the gradient in every row; for this many rows they stay in the first
    /// cache.
    /// </summary>
    const int RowsAtOnce = 128;

    readonly ScanShape _shape;
    readonly Tiling _tiles;
    readonly UnitRange? _units;
    readonly List<Sum> _sums = [];
    readonly List<WeightTarget> _targets = [];
    readonly List<Panel> _panels = [];

    /// <param name="forms">The deferred sums; other forms than gradients of weights and biases are ignored.</param>
    /// <param name="input">The step's input, of which every worker reads all columns.</param>
    /// <param name="inputPlace">Where its rows lie.</param>
    /// <param name="memory">The memory of the other operands and of the gradients.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="tiles">The register tiles.</param>
    /// <param name="units">The units whose weights are meant; null: all.</param>
    public DeferredWeightGradients(
        IEnumerable<StatementForm> forms, Tensor input, Place inputPlace, ScanMemory memory, ScanShape shape, Tiling tiles,
        UnitRange? units = null)
    {
        (_shape, _tiles, _units) = (shape, tiles, units);
        var ones = memory.Arena.Take(shape.ElementSize);
        foreach (var group in forms.Where(f => f is WeightGradientForm or BiasGradientForm)
            .GroupBy(f => (f as WeightGradientForm)?.Operand))
        {
            var (width, operand) = group.Key is not { } key ? (1, new Place(ones, RowsAt.Example, 0))
                : ReferenceEquals(key, input) ? (key.Shape[1], inputPlace)
                : (Width(key), memory[key]);
            AddGroup(width, operand, [.. group], memory);
        }

        One(ones);
        foreach (var sum in _sums)
        {
            var wide = tiles.VectorsFor(sum.Width);
            for (var v = 0; v < sum.Vectors; v += wide)
            {
                var V = Math.Min(wide, sum.Vectors - v);
                var (first, width) = Needed(sum, v * shape.Simd.Count, (v + V) * shape.Simd.Count);
                _panels.Add(new Panel(sum, v, V, first, width));
            }
        }
    }

    public void Clear()
    {
        foreach (var sum in _sums)
        {
            NativeMemory.Clear((void*)sum.Start, (nuint)sum.Width * (nuint)sum.RowBytes);
        }
    }

    /// <summary>Adds contiguous rows to the worker's share of the columns.</summary>
    /// <param name="rows">The rows of the first example at the first of the steps.</param>
    /// <param name="count">Rows of all the steps together.</param>
    public void Add(in RowNumbers rows, int count, int worker, int workers)
    {
        for (var first = 0; first < count; first += RowsAtOnce)
        {
            for (var n = worker; n < _panels.Count; n += workers)
            {
                AddPanel(_panels[n], rows, first, Math.Min(RowsAtOnce, count - first));
            }
        }
    }

    /// <summary>Adds the sums to the parameters' gradients.</summary>
    public void Finish()
    {
        foreach (var target in _targets)
        {
            if (_shape.Precision == Precision.Float32)
            {
                HandOver<float>(target);
            }
            else
            {
                HandOver<double>(target);
            }
        }
    }

    void AddGroup(int width, Place operand, List<StatementForm> forms, ScanMemory memory)
    {
        var gradients = forms.GroupBy(GradientOf).Select(g => (Gradient: g.Key, Place: memory[g.Key], Forms: g.ToList()))
            .OrderBy(g => g.Place.Start).ToList();
        var members = new List<(int Column, List<StatementForm> Forms)>();
        var (first, vectors) = (default(Place), 0);
        foreach (var (gradient, place, own) in gradients)
        {
            if (vectors > 0 && first.Right(vectors * _shape.VectorBytes) != place)
            {
                AddSum(width, operand, first, vectors, members);
                (vectors, members) = (0, []);
            }

            first = vectors == 0 ? place : first;
            members.Add((vectors * _shape.Simd.Count, own));
            vectors += (Width(gradient) + _shape.Simd.Count - 1) / _shape.Simd.Count;
        }

        AddSum(width, operand, first, vectors, members);

        void AddSum(int width, Place operand, Place gradient, int vectors, List<(int Column, List<StatementForm> Forms)> members)
        {
            var rowBytes = vectors * _shape.VectorBytes;
            var sum = new Sum(operand, width, gradient, vectors, memory.Arena.Take((long)width * rowBytes), rowBytes);
            _sums.Add(sum);
            _targets.AddRange(members.SelectMany(m => m.Forms.Select(form => Target(sum, m.Column, form))));
        }
    }

    int Width(Tensor tensor) => _units?.Count ?? tensor.Shape[1];

    static Tensor GradientOf(StatementForm form) => form is WeightGradientForm outer ? outer.Gradient : ((BiasGradientForm)form).Gradient;

    WeightTarget Target(Sum sum, int column, StatementForm form)
    {
        var (coefficient, overB) = form is WeightGradientForm outer ? (outer.Coefficient, outer.IsOverB)
            : (((BiasGradientForm)form).Coefficient, ((BiasGradientForm)form).IsOverB);
        var (blocks, gradient) = ((form as WeightGradientForm)?.Blocks ?? 1, GradientOf(form));
        var own = blocks * Width(gradient) / gradient.Shape[1];
        return new WeightTarget(
            sum, column, form.Statement.Target.Tensor, Width(gradient), form is WeightGradientForm { IsTransposed: true },
            coefficient / (overB ? _shape.Batch : 1), Math.Max(1, own), gradient.Shape[1] / blocks);
    }

    /// <summary>The operand's entries with which these columns are multiplied: all of them, unless the matrix is block-diagonal.</summary>
    (int First, int Count) Needed(Sum sum, int from, int to) => BlockDiagonal.Span(
        _targets.Where(t => ReferenceEquals(t.Sum, sum)).Select(t => (t.Column, t.N, sum.Width, t.Blocks)), from, to);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void AddPanel(Panel panel, in RowNumbers rows, int firstRow, int count)
    {
        var arguments = stackalloc nint[TileArguments.Count(1)];
        var (sum, v, V) = (panel.Sum, panel.Vector, panel.V);
        arguments[TileArguments.Result] = sum.Start + ((nint)panel.First * sum.RowBytes) + (v * _shape.VectorBytes);
        arguments[TileArguments.A(0)] = rows.Address(sum.Operand) + ((nint)firstRow * sum.Operand.RowBytes)
            + (panel.First * _shape.ElementSize);
        arguments[TileArguments.B(0)] = rows.Address(sum.Gradient) + ((nint)firstRow * sum.Gradient.RowBytes) + (v * _shape.VectorBytes);
        arguments[TileArguments.K(0)] = count;
        var (height, lower, higher) = Tiling.Cut(panel.Width, _tiles.MostRows(V));
        arguments[TileArguments.Tiles] = lower;
        Code(sum, height, V)(arguments);
        if (higher > 0)
        {
            arguments[TileArguments.Tiles] = higher;
            Code(sum, height + 1, V)(arguments);
        }
    }

    TileCode Code(Sum sum, int height, int V) => sum.Codes[(height * 16) + V] ??= _tiles.CodeOf(new TileShape(
        height, V, TileStart.Result, sum.RowBytes,
        [new TileTerm(null, _shape.ElementSize, sum.Operand.RowBytes, sum.Gradient.RowBytes, _shape.VectorBytes)]));

    void One(nint address)
    {
        if (_shape.Precision == Precision.Float32)
        {
            *(float*)address = 1;
        }
        else
        {
            *(double*)address = 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void HandOver<T>(WeightTarget target)
        where T : unmanaged, INumber<T>
    {
        var sum = target.Sum;
        var s = T.CreateChecked(target.Scale);
        var (N, M) = (target.N / target.Blocks, sum.Width / target.Blocks);
        var (nStep, mStep) = target.IsTransposed ? (1, target.Columns) : (M, 1);
        var firstColumn = _units?.First ?? 0;
        for (var n = 0; n < target.N; n++)
        {
            var (block, column) = ((firstColumn + n) / target.Columns, (firstColumn + n) % target.Columns);
            var to = (T*)target.Target.Address + ((nint)block * target.Columns * M) + ((nint)column * nStep);
            var from = (T*)(sum.Start + ((nint)(n / N) * M * sum.RowBytes)) + target.Column + n;
            for (var m = 0; m < M; m++)
            {
                to[(nint)m * mStep] += s * from[(nint)m * (sum.RowBytes / sizeof(T))];
            }
        }
    }

    /// <summary>A few column vectors of a sum, and the entries of the operand that they are multiplied with.</summary>
    sealed record Panel(Sum Sum, int Vector, int V, int First, int Width);

    /// <summary>A parameter's share of a sum: N of its columns.</summary>
    /// <param name="Blocks">In how many blocks along the diagonal these are.</param>
    /// <param name="Columns">Of a block of the parameter, with all units.</param>
    sealed record WeightTarget(Sum Sum, int Column, Tensor Target, int N, bool IsTransposed, double Scale, int Blocks, int Columns);

    /// <summary>Σ_rows operand ⊗ gradients.</summary>
    sealed record Sum(Place Operand, int Width, Place Gradient, int Vectors, nint Start, int RowBytes)
    {
        public TileCode?[] Codes { get; } = new TileCode?[16 * 32];
    }
}
