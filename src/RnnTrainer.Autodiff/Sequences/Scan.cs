using System.Numerics;

namespace RnnTrainer.Autodiff;

/// <summary>
/// One node for a whole sequence: the same values and gradients as the unrolled graph of the same step, compiled. Every worker takes a
/// fixed slice of the examples through all steps; parameter gradients are gathered over tiles of steps, by columns.
/// </summary>
public sealed unsafe class Scan : IDisposable
{
    readonly ScanProgram _program;
    readonly Team _team;
    readonly IReadOnlyList<Node> _initial;
    readonly Node _x;
    readonly Action<int> _forward;
    readonly Action<int> _backward;
    readonly int _elementSize;

    internal Scan(ScanProgram program, Team team, Node x, IReadOnlyList<Node> initial, IReadOnlyList<Computed> last, Computed? outputs)
    {
        (_program, _team, _x, _initial) = (program, team, x, initial);
        (Last, Outputs, Lengths) = (last, outputs, Lengths.Equal(program.Shape.Batch, program.Shape.Steps));
        (_forward, _backward) = (Forward, Backward);
        _elementSize = program.Shape.ElementSize;
    }

    /// <summary>The states after each example's last step, [B,J] each, in the order of the lengths.</summary>
    public IReadOnlyList<Computed> Last { get; }

    /// <summary>The first state after every step, a packed row per step and example; null unless it was asked for.</summary>
    public Computed? Outputs { get; }

    /// <summary>The steps of each example of the present batch; set it before the input when it changes.</summary>
    public Lengths Lengths { get; private set; }

    /// <summary>Takes a batch of other lengths; the number of examples stays.</summary>
    public void Resize(Lengths lengths)
    {
        if (lengths.Batch != _program.Shape.Batch || lengths.Steps > _program.Shape.Steps)
        {
            throw new ArgumentException(
                $"The scan was built for {_program.Shape.Batch} examples of at most {_program.Shape.Steps} steps, not for {lengths.Batch} of {lengths.Steps}.", nameof(lengths));
        }

        Lengths = lengths;
    }

    public void Dispose() => _program.Dispose();

    internal void Forward()
    {
        _program.BeginForward();
        _team.Run(_forward);
    }

    internal void Backward()
    {
        _program.BeginBackward();
        _team.Run(_backward);
        _program.EndBackward();
    }

    void Forward(int worker)
    {
        var (low, high) = Slice(worker);
        for (var s = 0; s < _initial.Count; s++)
        {
            CopyRows(_initial[s], RowNumbers.At(Lengths, 0, low).Address(_program.Memory[_program.Step.Before[s].Value], worker), _program.Memory[_program.Step.Before[s].Value], low, high - low);
        }

        var start = 0;
        for (var tile = 0; start < Lengths.Steps; tile++)
        {
            var end = _program.Early.Length == 0 ? Lengths.Steps : EndOfTile(start);
            var tileRow = (tile & 1) * _program.Shape.TileCapacity;
            if (_program.Early.Length > 0)
            {
                Share(_program.Early, start, end, tileRow, worker);
                _team.Meet();
            }

            for (var t = start; t < end && high > low && Lengths.Rows(t) > low; t++)
            {
                ForwardStep(t, RowNumbers.At(Lengths, t, low, Lengths.Offset(start), tileRow), low, Math.Min(high, Lengths.Rows(t)) - low, worker);
            }

            start = end;
        }
    }

    void ForwardStep(int t, in RowNumbers rows, int low, int count, int worker)
    {
        _program.Forward(rows, count, worker);
        var running = Running(t + 1, low, count);
        if (running < count || Outputs is not null)
        {
            TakeResults(t, rows, low, count, running);
        }
    }

    /// <summary>The last step, exclusive, of the tile of steps that begins at this one.</summary>
    int EndOfTile(int start)
    {
        var end = start + 1;
        while (end < Lengths.Steps && Lengths.Offset(end + 1) - Lengths.Offset(start) <= _program.Shape.TileCapacity)
        {
            end++;
        }

        return end;
    }

    /// <summary>The worker's equal share of work over the rows of a tile of steps.</summary>
    void Share(IStepWork[] works, int start, int end, int tileRow, int worker)
    {
        var total = Lengths.Offset(end) - Lengths.Offset(start);
        var (first, last) = (total * worker / _team.Workers, total * (worker + 1) / _team.Workers);
        for (var n = 0; n < works.Length && last > first; n++)
        {
            works[n].Run(RowNumbers.At(Lengths, start, first, Lengths.Offset(start), tileRow), last - first, worker);
        }
    }

    /// <summary>Hands out the states of the examples that end at this step, and the outputs of all.</summary>
    void TakeResults(int t, in RowNumbers rows, int low, int count, int running)
    {
        for (var s = 0; s < Last.Count; s++)
        {
            var place = _program.Memory[_program.Step.After[s].Value];
            Copy(rows.Address(place, 0) + ((nint)running * place.RowBytes), place.RowBytes, Address(Last[s].Value, low + running), Width(Last[s]), count - running);
        }

        if (Outputs is not null)
        {
            var place = _program.Memory[_program.Step.After[0].Value];
            Copy(rows.Address(place, 0), place.RowBytes, Address(Outputs.Value, Lengths.Offset(t) + low), Width(Outputs), count);
        }
    }

    void Backward(int worker)
    {
        var (low, high) = Slice(worker);
        var end = Lengths.Steps;
        for (var tile = 0; end > 0; tile++)
        {
            var start = end - 1;
            while (start > 0 && Lengths.Offset(end) - Lengths.Offset(start - 1) <= _program.Shape.TileCapacity)
            {
                start--;
            }

            var tileRow = (tile & 1) * _program.Shape.TileCapacity;
            for (var t = end - 1; t >= start; t--)
            {
                if (high > low && Lengths.Rows(t) > low)
                {
                    BackwardStep(t, RowNumbers.At(Lengths, t, low, Lengths.Offset(start), tileRow), low, Math.Min(high, Lengths.Rows(t)) - low, worker);
                }
            }

            _team.Meet();
            AddLate(start, end, tileRow, worker);
            if (_program.Finishing.Length > 0)
            {
                Share(_program.Finishing, start, end, tileRow, worker);
                AddInputGradient(start, end, tileRow, worker);
            }

            end = start;
        }
    }

    /// <summary>Hands out the input's gradient of the worker's share of a tile.</summary>
    void AddInputGradient(int start, int end, int tileRow, int worker)
    {
        var total = Lengths.Offset(end) - Lengths.Offset(start);
        var (first, last) = (total * worker / _team.Workers, total * (worker + 1) / _team.Workers);
        var place = _program.Memory[_program.Step.X.Grad];
        var rows = RowNumbers.At(Lengths, start, first, Lengths.Offset(start), tileRow);
        Add(rows.Address(place, worker), place.RowBytes, Address(_x.Grad, Lengths.Offset(start) + first), Width(_x) * _elementSize, Width(_x), last - first);
    }

    /// <summary>How many of the slice's examples have a step t.</summary>
    int Running(int t, int low, int count) => Math.Max(0, Math.Min(count, Lengths.Rows(t) - low));

    void BackwardStep(int t, in RowNumbers rows, int low, int count, int worker)
    {
        var running = Running(t + 1, low, count);
        for (var s = 0; running < count && s < Last.Count; s++)
        {
            var place = _program.Memory[_program.Step.After[s].Grad];
            Copy(Address(Last[s].Grad, low + running), Width(Last[s]) * _elementSize, rows.Address(place, worker) + ((nint)running * place.RowBytes), place.RowBytes, Width(Last[s]), count - running);
        }

        if (Outputs is not null)
        {
            var place = _program.Memory[_program.Step.After[0].Grad];
            Add(Address(Outputs.Grad, Lengths.Offset(t) + low), Width(Outputs) * _elementSize, rows.Address(place, worker), place.RowBytes, Width(Outputs), count);
        }

        foreach (var tensor in _program.Unwritten)
        {
            var place = _program.Memory[tensor];
            new Span<byte>((void*)rows.Address(place, worker), count * place.RowBytes).Clear();
        }

        _program.Backward(rows, count, worker);
        if (_program.Step.X.IsDifferentiable && _program.Finishing.Length == 0)
        {
            var place = _program.Memory[_program.Step.X.Grad];
            Add(rows.Address(place, worker), place.RowBytes, Address(_x.Grad, Lengths.Offset(t) + low), Width(_x) * _elementSize, Width(_x), count);
        }

        for (var s = 0; t == 0 && s < _initial.Count; s++)
        {
            if (_initial[s].IsDifferentiable)
            {
                var place = _program.Memory[_program.Step.Before[s].Grad];
                Add(rows.Address(place, worker), place.RowBytes, Address(_initial[s].Grad, low), Width(_initial[s]) * _elementSize, Width(_initial[s]), count);
            }
        }
    }

    /// <summary>Adds a tile's share of the parameter gradients, over stretches of steps whose rows follow one another everywhere.</summary>
    void AddLate(int start, int end, int tileRow, int worker)
    {
        for (var t = start; t < end;)
        {
            var next = t + 1;
            while (next < end && Lengths.Rows(next) == Lengths.Rows(t) && (next == 1 || Lengths.Rows(next - 2) == Lengths.Rows(next - 1)))
            {
                next++;
            }

            _program.Products!.Add(RowNumbers.At(Lengths, t, 0, Lengths.Offset(start), tileRow), Lengths.Offset(next) - Lengths.Offset(t), worker, _team.Workers);
            t = next;
        }

        for (var n = worker; n < _program.Others.Length; n += _team.Workers)
        {
            for (var t = end - 1; t >= start; t--)
            {
                _program.Others[n].Run(RowNumbers.At(Lengths, t, 0, Lengths.Offset(start), tileRow), Lengths.Rows(t), 0);
            }
        }
    }

    /// <summary>The worker's examples: equal shares of the rows of all steps, as nearly as whole examples allow.</summary>
    (int Low, int High) Slice(int worker) => (Boundary(worker), Boundary(worker + 1));

    int Boundary(int worker)
    {
        if (worker == 0 || worker == _team.Workers)
        {
            return worker == 0 ? 0 : Lengths.Batch;
        }

        var (share, low, sum) = ((long)Lengths.Total * worker / _team.Workers, 0, 0L);
        while (sum + (Lengths[low] / 2) < share)
        {
            sum += Lengths[low++];
        }

        return low;
    }

    void CopyRows(Node from, nint to, in Place place, int low, int count) =>
        Copy(Address(from.Value, low), Width(from) * _elementSize, to, place.RowBytes, Width(from), count);

    nint Address(Tensor tensor, int row) => tensor.Address + ((nint)row * tensor.Shape[^1] * _elementSize);

    static int Width(Node node) => node.Shape[^1];

    void Copy(nint from, int fromBytes, nint to, int toBytes, int width, int count)
    {
        for (var m = 0; m < count; m++)
        {
            Buffer.MemoryCopy((void*)(from + ((nint)m * fromBytes)), (void*)(to + ((nint)m * toBytes)), width * _elementSize, width * _elementSize);
        }
    }

    void Copy(nint from, int fromBytes, nint to, int width, int count) => Copy(from, fromBytes, to, width * _elementSize, width, count);

    void Add(nint from, int fromBytes, nint to, int toBytes, int width, int count)
    {
        for (var m = 0; m < count; m++)
        {
            if (_elementSize == sizeof(float))
            {
                Add(new Span<float>((void*)(from + ((nint)m * fromBytes)), width), new Span<float>((void*)(to + ((nint)m * toBytes)), width));
            }
            else
            {
                Add(new Span<double>((void*)(from + ((nint)m * fromBytes)), width), new Span<double>((void*)(to + ((nint)m * toBytes)), width));
            }
        }
    }

    static void Add<T>(ReadOnlySpan<T> from, Span<T> to)
        where T : INumber<T>
    {
        for (var n = 0; n < from.Length; n++)
        {
            to[n] += from[n];
        }
    }
}
