using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Threads;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>
/// A whole sequence as one compiled node, with the values and gradients of the unrolled graph of the same step. Every worker computes a
/// fixed slice of the examples for all steps; with few examples, if no unit or head reads another, a fixed slice of the units instead.
/// Parameter gradients are summed after each time block, by columns.
/// </summary>
sealed class SequenceScan : IDisposable
{
    readonly ScanProgram _program;
    readonly WorkerGroup _group;
    readonly IReadOnlyList<Node> _initial;
    readonly Node _x;
    readonly Action<int> _forward;
    readonly Action<int> _backward;
    int _workers;
    ScanPart[]? _parts;

    internal SequenceScan(
        ScanProgram program, WorkerGroup group, Node x, IReadOnlyList<Node> initial, IReadOnlyList<Computed> last, Computed? outputs)
    {
        (_program, _group, _x, _initial) = (program, group, x, initial);
        (Last, Outputs) = (last, outputs);
        (_forward, _backward) = (Forward, Backward);
        Resize(SequenceLengths.Equal(program.Shape.Batch, program.Shape.Steps));
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

    /// <summary>Prepares for a batch of other lengths. The number of examples cannot change.</summary>
    /// <exception cref="ArgumentException">Another number of examples, or more steps than the scan was built for.</exception>
    public void Resize(SequenceLengths lengths)
    {
        if (lengths.Batch != _program.Shape.Batch || lengths.Steps > _program.Shape.Steps)
        {
            throw new ArgumentException(
                $"The scan was built for {_program.Shape.Batch} examples of at most {_program.Shape.Steps} steps, not for " +
                $"{lengths.Batch} of {lengths.Steps}.", nameof(lengths));
        }

        Lengths = lengths;
        var work = _program.WorkOf(lengths);
        var byExamples = _group.WorkersFor(work, _program.WorkBetweenBarriers(lengths), ScanShape.PartsOf(lengths));
        var byUnits = _program.UnitParts > 1 ? _group.WorkersFor(work, _program.WorkBetweenBarriersByUnits(lengths), _program.UnitParts)
            : 1;
        _workers = Math.Max(byExamples, byUnits);
        _parts = byUnits > 1 && byUnits == _workers ? _program.PartsFor(byUnits) : null;
    }

    public void Dispose() => _program.Dispose();

    internal void Forward()
    {
        _program.BeginForward();
        _group.Run(_forward, _workers);
    }

    internal void Backward()
    {
        _program.BeginBackward(byExamples: _parts is null);
        _group.Run(_backward, _workers);
        _program.EndBackward(byExamples: _parts is null);
    }

    ScanPart PartOf(int worker) => _parts is { } parts ? parts[worker] : _program.Whole;

    /// <summary>The worker's examples: a slice, or all where workers share the units.</summary>
    (int Low, int High) ExamplesOf(int worker) => _parts is null ? Lengths.Slice(worker, _workers) : (0, Lengths.Batch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Forward(int worker)
    {
        var part = PartOf(worker);
        if (part.Units is { Count: 0 })
        {
            return;
        }

        var (low, high) = ExamplesOf(worker);
        for (var s = 0; s < _initial.Count; s++)
        {
            var place = part.Memory[_program.Step.Before[s].Value];
            Only(RowSpan.Of(_initial[s].Value, low), part).CopyTo(RowSpan.Of(place, RowNumbers.At(Lengths, 0, low)), high - low);
        }

        var start = 0;
        for (var block = 0; start < Lengths.Steps; block++)
        {
            var end = part.InputProducts.Length == 0 ? Lengths.Steps : Lengths.EndOfTimeBlock(start, _program.Shape.TimeBlockRows);
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

            for (var t = start; t < end && high > low && Lengths.Rows(t) > low; t++)
            {
                ForwardStep(
                    part, t, RowNumbers.At(Lengths, t, low, Lengths.Offset(start), blockRow), low, Math.Min(high, Lengths.Rows(t)) - low);
            }

            start = end;
        }
    }

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
        var (first, last) = WorkerGroup.Share(Lengths.Offset(end) - Lengths.Offset(start), worker, workers);
        for (var n = 0; n < works.Length && last > first; n++)
        {
            works[n].Run(RowNumbers.At(Lengths, start, first, Lengths.Offset(start), blockRow), last - first);
        }
    }

    /// <summary>Copies the states of the examples that end at this step, and the outputs of all, to the caller's nodes.</summary>
    void TakeResults(ScanPart part, int t, in RowNumbers rows, int low, int count, int running)
    {
        for (var s = 0; s < Last.Count; s++)
        {
            var place = part.Memory[_program.Step.After[s].Value];
            RowSpan.Of(place, rows).Skip(running).CopyTo(Only(RowSpan.Of(Last[s].Value, low + running), part), count - running);
        }

        if (Outputs is not null)
        {
            var place = part.Memory[_program.Step.After[0].Value];
            RowSpan.Of(place, rows).CopyTo(Only(RowSpan.Of(Outputs.Value, Lengths.Offset(t) + low), part), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Backward(int worker)
    {
        var part = PartOf(worker);
        var (low, high) = ExamplesOf(worker);
        if (_parts is not null)
        {
            part.WeightGradients?.Clear();
        }

        var end = Lengths.Steps;
        for (var block = 0; end > 0; block++)
        {
            var start = Lengths.StartOfTimeBlock(end, _program.Shape.TimeBlockRows);
            var blockRow = (block & 1) * _program.Shape.TimeBlockRows;
            for (var t = end - 1; t >= start && part.Units is not { Count: 0 }; t--)
            {
                if (high > low && Lengths.Rows(t) > low)
                {
                    BackwardStep(
                        part, t, RowNumbers.At(Lengths, t, low, Lengths.Offset(start), blockRow), low,
                        Math.Min(high, Lengths.Rows(t)) - low);
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

        if (_parts is not null)
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
        var rows = RowNumbers.At(Lengths, start, 0, Lengths.Offset(start), blockRow);
        foreach (var (from, to) in part.Shared)
        {
            RowSpan.Of(from, rows, part.Units!.Value.Count, _program.Shape.Precision)
                .CopyTo(RowSpan.Of(to, rows), Lengths.Offset(end) - Lengths.Offset(start));
        }
    }

    /// <summary>Adds the worker's share of the input's gradient in a time block to the caller's node.</summary>
    void AddInputGradient(int start, int end, int blockRow, int worker)
    {
        var (first, last) = WorkerGroup.Share(Lengths.Offset(end) - Lengths.Offset(start), worker, _workers);
        var place = _program.Memory[_program.Step.X.Grad];
        var rows = RowNumbers.At(Lengths, start, first, Lengths.Offset(start), blockRow);
        RowSpan.Of(place, rows).AddTo(RowSpan.Of(_x.Grad, Lengths.Offset(start) + first), last - first);
    }

    /// <summary>The number of examples of the slice that have a step t.</summary>
    int Running(int t, int low, int count) => Math.Max(0, Math.Min(count, Lengths.Rows(t) - low));

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
            Only(RowSpan.Of(Outputs.Grad, Lengths.Offset(t) + low), part).AddTo(RowSpan.Of(place, rows), count);
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
            RowSpan.Of(place, rows).AddTo(RowSpan.Of(_x.Grad, Lengths.Offset(t) + low), count);
        }

        for (var s = 0; t == 0 && s < _initial.Count; s++)
        {
            if (_initial[s].IsDifferentiable)
            {
                var place = part.Memory[_program.Step.Before[s].Grad];
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
            var next = Lengths.EndOfStretch(t, end);
            part.WeightGradients.Add(
                RowNumbers.At(Lengths, t, 0, Lengths.Offset(start), blockRow), Lengths.Offset(next) - Lengths.Offset(t), first, workers);
            t = next;
        }

        for (var n = first; n < part.BatchSums.Length; n += workers)
        {
            for (var t = end - 1; t >= start; t--)
            {
                part.BatchSums[n].Run(RowNumbers.At(Lengths, t, 0, Lengths.Offset(start), blockRow), Lengths.Rows(t));
            }
        }
    }
}
