using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>A step compiled for whole sequences: its memory and its work, forward and backward.</summary>
sealed class ScanProgram : IDisposable
{
    readonly ScanPlan _plan;
    readonly Node _x;
    readonly WorkBuilder _builder;
    readonly int _units;
    readonly int? _grain;
    readonly Dictionary<int, ScanPart[]> _parts = [];
    readonly IKernel _beforeSequence;
    readonly IKernel? _afterSequence;
    readonly Tensor[] _timeInvariant;
    readonly Tensor[] _timeInvariantGradients = [];
    readonly double _forwardWork;
    readonly double _backwardWork;
    bool _isPrepared;

    /// <param name="step">The step, whose states pass <see cref="PlainStates"/>.</param>
    /// <param name="x">The inputs of all steps.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="compiler">Compiles the loops.</param>
    /// <exception cref="NotationException">The step sums over the batch, or uses several indexes for the examples.</exception>
    public ScanProgram(StepProgram step, Node x, ScanShape shape, Compiler compiler)
    {
        (_plan, _x) = (ScanPlan.Of(step, shape), x);
        Memory = new ScanMemory(_plan, x);
        _builder = new WorkBuilder(_plan, Memory, compiler.Loops);
        var (forward, batch) = (_plan.Forward, step.Graph.Batch);
        _forwardWork = forward.WorkOfRow(batch);
        _beforeSequence = compiler.Compile(forward.TimeInvariant, shape.Batch);
        _timeInvariant = [.. forward.TimeInvariant.Select(s => s.Target.Tensor).Distinct()];
        var (inputProducts, steps) = _builder.Forward();
        Whole = new ScanPart(null, Memory, inputProducts, steps);
        _units = step.After[0].Shape[1];
        _grain = _plan.UnitsTogether is { } together ? UnitRange.Grain(together, shape) : null;
        if (_plan.Backward is { } backward)
        {
            _backwardWork = backward.WorkOfRow(batch);
            _afterSequence = compiler.Compile(backward.TimeInvariant, shape.Batch);
            _timeInvariantGradients = [.. _timeInvariant.Select(t => t.Node!).Where(n => n.IsDifferentiable).Select(n => n.Grad)];
            var (backwardSteps, inputGradientProducts) = _builder.Backward(out var isWritten);
            InputGradientProducts = inputGradientProducts;
            Unwritten = [.. InputsOfStep(step).Where(n => n.IsDifferentiable).Select(n => n.Grad).Where(g => !isWritten(g))];
            Whole =
                Whole with
                {
                    Backward = backwardSteps,
                    WeightGradients = WeightGradients(Memory, units: null),
                    BatchSums = _builder.BatchSums()
                };
        }
    }

    public StepProgram Step => _plan.Step;

    public ScanShape Shape => _plan.Shape;

    public ScanMemory Memory { get; }

    /// <summary>The work with all units.</summary>
    public ScanPart Whole { get; }

    /// <summary>
    /// The number of parts into which the units can be divided. Their workers wait for each other only for the input's gradient.
    /// </summary>
    public int UnitParts => _grain is { } grain ? (_units + grain - 1) / grain : 1;

    /// <summary>Products into the input's gradient for a time block, after its last step.</summary>
    public IStepWork[] InputGradientProducts { get; } = [];

    /// <summary>Gradients of states or of the input that no statement writes: they are zero.</summary>
    public Tensor[] Unwritten { get; } = [];

    /// <summary>The approximate number of multiply-adds in a forward pass; a backward pass has more.</summary>
    public double WorkOf(SequenceLengths lengths) => _forwardWork * lengths.Total;

    /// <summary>The multiply-adds of all workers between two barriers: the backward pass has one after every time block.</summary>
    public double WorkBetweenBarriers(SequenceLengths lengths) =>
        Shape.Trains ? _backwardWork * Math.Min(lengths.Total, Shape.TimeBlockRows) : WorkOf(lengths);

    /// <summary>The same if workers share the units: there is a barrier only if the input has a gradient.</summary>
    public double WorkBetweenBarriersByUnits(SequenceLengths lengths) =>
        InputGradientProducts.Length > 0 ? WorkBetweenBarriers(lengths) : WorkOf(lengths);

    /// <summary>Computes what does not change over time and packs the weights; only once if they do not change.</summary>
    public void BeginForward()
    {
        if (_isPrepared && Shape.HasFixedWeights)
        {
            return;
        }

        _isPrepared = true;
        Clear(_timeInvariant);
        _beforeSequence.Run();
        Prepare(Whole.InputProducts);
        Prepare(Whole.Steps);
    }

    /// <param name="byExamples">Whether workers share the examples, and with them the columns of the deferred sums; if not, each part has
    /// its own sums.</param>
    public void BeginBackward(bool byExamples)
    {
        Clear(_timeInvariantGradients);
        if (byExamples)
        {
            Whole.WeightGradients!.Clear();
        }

        Prepare(Whole.Backward);
        Prepare(InputGradientProducts);
    }

    /// <inheritdoc cref="BeginBackward"/>
    public void EndBackward(bool byExamples)
    {
        if (byExamples)
        {
            Whole.WeightGradients!.Finish();
        }

        _afterSequence!.Run();
    }

    /// <summary>The part of each worker if this number of workers shares the units; made once for each number.</summary>
    public ScanPart[] PartsFor(int workers)
    {
        if (!_parts.TryGetValue(workers, out var parts))
        {
            var units = Enumerable.Range(0, workers).Select(worker => UnitRange.Of(_units, _grain!.Value, worker, workers));
            _parts[workers] = parts = [.. units.Select(u => u.Count > 0 ? PartOf(u) : ScanPart.Idle(Memory))];
        }

        return parts;
    }

    public void Dispose()
    {
        foreach (var part in _parts.Values.SelectMany(p => p))
        {
            part.Memory.Dispose();
        }

        Memory.Dispose();
        Step.Graph.Dispose();
    }

    static IEnumerable<Node> InputsOfStep(StepProgram step) => step.Before.Append(step.X);

    ScanPart PartOf(UnitRange units)
    {
        var memory = new ScanMemory(_plan, _x, units);
        var shared = (_plan.Backward?.PerTimeBlock ?? []).Select(p => p.Operand).Distinct();
        return new ScanPart(units, memory, Only(Whole.InputProducts), Only(Whole.Steps))
        {
            Backward = Only(Whole.Backward),
            WeightGradients = _plan.Backward is null ? null : WeightGradients(memory, units),
            BatchSums = Only(Whole.BatchSums),
            Shared = [.. shared.Select(t => (memory[t], Memory[t].Right(units.First * Shape.ElementSize)))],
        };

        IStepWork[] Only(IStepWork[] works) => [.. works.Select(w => w.Only(units, memory))];
    }

    DeferredWeightGradients WeightGradients(ScanMemory memory, UnitRange? units) =>
        new(_plan.Backward!.Deferred, Step.X.Value, Memory[Step.X.Value], memory, Shape, _builder.Tiles, units);

    // Arrays: nothing is allocated in a step, not even an enumerator.
    static void Prepare(IStepWork[] works)
    {
        foreach (var work in works)
        {
            work.Prepare();
        }
    }

    static void Clear(Tensor[] tensors)
    {
        foreach (var tensor in tensors)
        {
            tensor.Fill(0);
        }
    }
}
