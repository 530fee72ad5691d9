using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Graphs;
using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Threads;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>
/// A whole sequence as one compiled node, with the values and gradients of the unrolled graph of the same step. Every worker computes a
/// fixed slice of the examples for all steps; with few examples, if no unit or head reads another, a fixed slice of the units instead.
/// Parameter gradients are summed after each time block, by columns. If a batch has more rows than are kept, it runs in segments: the
/// forward pass keeps the states with which each begins, and the backward pass computes the values of a segment again before it
/// differentiates them.
/// </summary>
sealed class SequenceScan : ISegmentPart, IDisposable
{
    readonly ScanProgram _program;
    readonly WorkerGroup _group;
    readonly IReadOnlyList<Node> _initial;
    readonly Node _x;
    readonly Action<int> _forward;
    readonly Action<int> _backward;
    readonly KeptStates _kept;
    int _workers;
    ScanPart[]? _parts;
    IReadOnlyList<Segment> _segments = [];
    int _segment;
    bool _isAgain;

    // Of the present segment.
    SequenceLengths _lengths = null!;
    int _row;

    internal SequenceScan(
        ScanProgram program, WorkerGroup group, Node x, IReadOnlyList<Node> initial, IReadOnlyList<Computed> last, Computed? outputs)
    {
        (_program, _group, _x, _initial) = (program, group, x, initial);
        (Last, Outputs) = (last, outputs);
        (_forward, _backward) = (Forward, Backward);
        _kept = new KeptStates(last.Count, last[0].Shape[^1], program.Shape.Precision);
    }

    /// <summary>The states after the last step of each example, [B,J] each, in the order of the lengths.</summary>
    public IReadOnlyList<Computed> Last { get; }

    /// <summary>The first state after every step, a packed row per step and example; null if the scan was made without it.</summary>
    public Computed? Outputs { get; }

    /// <summary>The steps of each example of the current batch. If they change, set them before the input.</summary>
    public SequenceLengths Lengths { get; private set; } = null!;

    /// <summary>The number of workers that share the current batch: as many as make it faster.</summary>
    public int Workers => _workers;

    /// <summary>Whether the workers share the units of the batch and not its examples.</summary>
    internal bool IsByUnits => _parts is not null;

    /// <summary>Bytes of the memory of all examples, without the states that are kept of the present batch.</summary>
    internal long Bytes => _program.Memory.Arena.Taken;

    /// <summary>Prepares for a batch of other lengths. The number of examples cannot change.</summary>
    /// <exception cref="ArgumentException">Another number of examples, or more steps than the scan was built for.</exception>
    public void Resize(SequenceLengths lengths) =>
        Resize(lengths, Segment.Of(lengths, _program.Shape.Rows, _program.Shape.TimeBlockRows, isInPlace: true));

    /// <param name="segments">The segments in which the caller runs the batch.</param>
    internal void Resize(SequenceLengths lengths, IReadOnlyList<Segment> segments)
    {
        if (lengths.Batch != _program.Shape.Batch || lengths.Steps > _program.Shape.Steps)
        {
            throw new ArgumentException(
                $"The scan was built for {_program.Shape.Batch} examples of at most {_program.Shape.Steps} steps, not for " +
                $"{lengths.Batch} of {lengths.Steps}.", nameof(lengths));
        }

        (Lengths, _segments) = (lengths, segments);
        Enter(0, isAgain: false);
        if (_program.Shape.Trains)
        {
            _kept.Resize(segments);
        }

        var work = _program.WorkOf(lengths);
        var byExamples = _group.WorkersFor(work, _program.WorkBetweenBarriers(lengths), ScanShape.PartsOf(lengths));
        var byUnits = _program.UnitParts > 1 ? _group.WorkersFor(work, _program.WorkBetweenBarriersByUnits(lengths), _program.UnitParts)
            : 1;
        _workers = Math.Max(byExamples, byUnits);
        _parts = byUnits > 1 && byUnits == _workers ? _program.PartsFor(byUnits) : null;
    }

    public void Dispose()
    {
        _program.Dispose();
        _kept.Dispose();
    }

    internal void Forward()
    {
        BeginForward();
        for (var n = 0; n < _segments.Count; n++)
        {
            Enter(n, isAgain: false);
            ForwardSegment();
        }
    }

    internal void Backward()
    {
        BeginBackward();
        for (var n = _segments.Count - 1; n >= 0; n--)
        {
            if (n < _segments.Count - 1)
            {
                Enter(n, isAgain: true);
                ForwardSegment();
            }

            BackwardSegment();
        }

        EndBackward();
    }

    public void BeginForward() => _program.BeginForward();

    public void Enter(int segment, bool isAgain)
    {
        (_segment, _isAgain) = (segment, isAgain);
        (_lengths, _row) = (_segments[segment].Lengths, _segments[segment].Row);
    }

    public void ForwardSegment() => _group.Run(_forward, _workers);

    public void EndForward()
    {
    }

    public void BeginBackward() => _program.BeginBackward(byExamples: _parts is null);

    public void BackwardSegment() => _group.Run(_backward, _workers);

    public void EndBackward() => _program.EndBackward(byExamples: _parts is null);

    ScanPart PartOf(int worker) => _parts is { } parts ? parts[worker] : _program.Whole;

    /// <summary>The worker's examples: a slice, or all where workers share the units.</summary>
    (int Low, int High) ExamplesOf(int worker) => _parts is null ? _lengths.Slice(worker, _workers) : (0, _lengths.Batch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Forward(int worker)
    {
        var part = PartOf(worker);
        if (part.Units is { Count: 0 })
        {
            return;
        }

        var (low, high) = ExamplesOf(worker);
        TakeInitial(part, low, high - low);
        var start = 0;
        for (var block = 0; start < _lengths.Steps; block++)
        {
            var end = part.InputProducts.Length == 0 ? _lengths.Steps : _lengths.EndOfTimeBlock(start, _program.Shape.TimeBlockRows);
            var blockRow = (block & 1) * _program.Shape.TimeBlockRows;
            if (_parts is not null)
            {
                Share(part.InputProducts, start, end, blockRow, worker: 0, workers: 1);
            }
            else if (part.InputProducts.Length > 0)
            {
                Share(part.InputProducts, start, end, blockRow, worker, _workers);
                _group.Wait();
            }

            for (var t = start; t < end && high > low && _lengths.Rows(t) > low; t++)
            {
                ForwardStep(part, t, At(t, low, start, blockRow), low, Math.Min(high, _lengths.Rows(t)) - low);
            }

            start = end;
        }
    }

    /// <summary>Copies the states with which the segment begins to the scan's memory, and keeps them for a second forward pass.</summary>
    void TakeInitial(ScanPart part, int low, int count)
    {
        for (var s = 0; s < _initial.Count; s++)
        {
            var from = Only(
                _segment == 0 ? RowSpan.Of(_initial[s].Value, low) : _isAgain ? Kept(s, low) : RowSpan.Of(Last[s].Value, low), part);
            var place = part.Memory[_program.Step.Before[s].Value];
            from.CopyTo(RowSpan.Of(place, At(0, low, 0, 0)), count);
            if (_program.Shape.Trains && _segment > 0 && !_isAgain)
            {
                from.CopyTo(Only(Kept(s, low), part), count);
            }
        }
    }

    RowSpan Kept(int state, int low) => _kept.Of(_segment, state, _lengths.Batch).Skip(low);

    RowNumbers At(int t, int first, int blockStart, int blockRow) =>
        RowNumbers.At(_lengths, t, first, _lengths.Offset(blockStart), blockRow, _row);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ForwardStep(ScanPart part, int t, in RowNumbers rows, int low, int count)
    {
        foreach (var work in part.Steps)
        {
            work.Run(rows, count);
        }

        var running = Running(t + 1, low, count);
        if (running < count || Outputs is not null)
        {
            TakeResults(part, t, rows, low, count, running);
        }
    }

    RowSpan Only(in RowSpan rows, ScanPart part) => rows.Only(part.Units, _program.Shape.ElementSize);

    /// <summary>Runs the worker's share of the rows of a time block.</summary>
    void Share(IStepWork[] works, int start, int end, int blockRow, int worker, int workers)
    {
        var (first, last) = WorkerGroup.Share(_lengths.Offset(end) - _lengths.Offset(start), worker, workers);
        for (var n = 0; n < works.Length && last > first; n++)
        {
            works[n].Run(At(start, first, start, blockRow), last - first);
        }
    }

    /// <summary>
    /// Copies the states of the examples that end at this step, and the outputs of all, to the caller's nodes. The next segment begins with
    /// the states of those that end with this one.
    /// </summary>
    void TakeResults(ScanPart part, int t, in RowNumbers rows, int low, int count, int running)
    {
        for (var s = 0; s < Last.Count && !_isAgain; s++)
        {
            var place = part.Memory[_program.Step.After[s].Value];
            RowSpan.Of(place, rows).Skip(running).CopyTo(Only(RowSpan.Of(Last[s].Value, low + running), part), count - running);
        }

        if (Outputs is not null)
        {
            var place = part.Memory[_program.Step.After[0].Value];
            RowSpan.Of(place, rows).CopyTo(Only(RowSpan.Of(Outputs.Value, _row + _lengths.Offset(t) + low), part), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Backward(int worker)
    {
        var part = PartOf(worker);
        var (low, high) = ExamplesOf(worker);
        if (_parts is not null && _segment == _segments.Count - 1)
        {
            part.WeightGradients?.Clear();
        }

        var end = _lengths.Steps;
        for (var block = 0; end > 0; block++)
        {
            var start = _lengths.StartOfTimeBlock(end, _program.Shape.TimeBlockRows);
            var blockRow = (block & 1) * _program.Shape.TimeBlockRows;
            for (var t = end - 1; t >= start && part.Units is not { Count: 0 }; t--)
            {
                if (high > low && _lengths.Rows(t) > low)
                {
                    BackwardStep(part, t, At(t, low, start, blockRow), low, Math.Min(high, _lengths.Rows(t)) - low);
                }
            }

            if (_parts is null || _program.InputGradientProducts.Length > 0)
            {
                CopyToShared(part, start, end, blockRow);
                _group.Wait();
            }

            AddDeferred(part, start, end, blockRow, worker);
            if (_program.InputGradientProducts.Length > 0)
            {
                Share(_program.InputGradientProducts, start, end, blockRow, worker, _workers);
                AddInputGradient(start, end, blockRow, worker);
            }

            end = start;
        }

        if (_parts is not null && _segment == 0)
        {
            part.WeightGradients?.Finish();
        }
    }

    /// <summary>
    /// Copies the operands of the products into the input's gradient from the worker's units to the memory of all units, where they are
    /// summed in the order of a single worker.
    /// </summary>
    void CopyToShared(ScanPart part, int start, int end, int blockRow)
    {
        var rows = At(start, 0, start, blockRow);
        foreach (var (from, to) in part.Shared)
        {
            RowSpan.Of(from, rows, part.Units!.Value.Count, _program.Shape.Precision)
                .CopyTo(RowSpan.Of(to, rows), _lengths.Offset(end) - _lengths.Offset(start));
        }
    }

    /// <summary>Adds the worker's share of the input's gradient in a time block to the caller's node.</summary>
    void AddInputGradient(int start, int end, int blockRow, int worker)
    {
        var (first, last) = WorkerGroup.Share(_lengths.Offset(end) - _lengths.Offset(start), worker, _workers);
        var place = _program.Memory[_program.Step.X.Grad];
        var rows = At(start, first, start, blockRow);
        RowSpan.Of(place, rows).AddTo(RowSpan.Of(_x.Grad, _row + _lengths.Offset(start) + first), last - first);
    }

    /// <summary>The number of examples of the slice that have a step t.</summary>
    int Running(int t, int low, int count) => Math.Max(0, Math.Min(count, _lengths.Rows(t) - low));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void BackwardStep(ScanPart part, int t, in RowNumbers rows, int low, int count)
    {
        var running = Running(t + 1, low, count);
        for (var s = 0; running < count && s < Last.Count; s++)
        {
            var place = part.Memory[_program.Step.After[s].Grad];
            Only(RowSpan.Of(Last[s].Grad, low + running), part).CopyTo(RowSpan.Of(place, rows).Skip(running), count - running);
        }

        if (Outputs is not null)
        {
            var place = part.Memory[_program.Step.After[0].Grad];
            Only(RowSpan.Of(Outputs.Grad, _row + _lengths.Offset(t) + low), part).AddTo(RowSpan.Of(place, rows), count);
        }

        foreach (var tensor in _program.Unwritten)
        {
            var place = part.Memory[tensor];
            RowSpan.Of(place, rows).Clear(count);
        }

        foreach (var work in part.Backward)
        {
            work.Run(rows, count);
        }

        if (_program.Step.X.IsDifferentiable && _program.InputGradientProducts.Length == 0)
        {
            var place = _program.Memory[_program.Step.X.Grad];
            RowSpan.Of(place, rows).AddTo(RowSpan.Of(_x.Grad, _row + _lengths.Offset(t) + low), count);
        }

        if (t == 0)
        {
            HandOver(part, rows, low, count);
        }
    }

    /// <summary>Hands the gradients of the states with which the segment begins to the segment before, or to the caller's nodes.</summary>
    void HandOver(ScanPart part, in RowNumbers rows, int low, int count)
    {
        for (var s = 0; s < _initial.Count; s++)
        {
            var place = part.Memory[_program.Step.Before[s].Grad];
            if (_segment > 0)
            {
                RowSpan.Of(place, rows).CopyTo(Only(RowSpan.Of(Last[s].Grad, low), part), count);
            }
            else if (_initial[s].IsDifferentiable)
            {
                RowSpan.Of(place, rows).AddTo(Only(RowSpan.Of(_initial[s].Grad, low), part), count);
            }
        }
    }

    /// <summary>
    /// Adds a time block to the parameter gradients, over stretches of steps whose rows are contiguous: if workers share the examples, some
    /// of the columns, else those of the worker's units.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void AddDeferred(ScanPart part, int start, int end, int blockRow, int worker)
    {
        var (first, workers) = _parts is null ? (worker, _workers) : (0, 1);
        for (var t = start; t < end && part.WeightGradients is not null;)
        {
            var next = _lengths.EndOfStretch(t, end);
            part.WeightGradients.Add(
                At(t, 0, start, blockRow), _lengths.Offset(next) - _lengths.Offset(t), first, workers);
            t = next;
        }

        for (var n = first; n < part.BatchSums.Length; n += workers)
        {
            for (var t = end - 1; t >= start; t--)
            {
                part.BatchSums[n].Run(At(t, 0, start, blockRow), _lengths.Rows(t));
            }
        }
    }
}
