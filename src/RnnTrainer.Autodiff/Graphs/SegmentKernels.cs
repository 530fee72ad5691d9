using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Autodiff.Graphs;

/// <summary>The kernels of a <see cref="SegmentOrder"/>.</summary>
sealed class SegmentKernels
{
    readonly Dictionary<Statement, IKernel> _ofStatement = [];
    readonly IExecutor _executor;
    readonly int _batch;

    public SegmentKernels(SegmentOrder order, IExecutor executor, int batch)
    {
        (_executor, _batch) = (executor, batch);
        Parts = [.. order.Parts];
        (Before, After) = (Compile(order.Before), Compile(order.After));
        Forward = [.. order.Forward.Select(Compile)];
        Again = [.. order.Forward.Where(w => w.IsOfRows).Select(Compile)];
        LateForward = [.. order.LateForward.Select(Compile)];
        EarlySums = Compile(order.EarlySums);
        (BackwardBefore, BackwardAfter) = (Compile(order.BackwardBefore), Compile(order.BackwardAfter));
        Backward = [.. order.Backward.Select(w => w.Part?.BackwardOfSegment() ?? Compile(w.Statement!))];
        FinalSums = Compile(order.FinalSums);
        Kept = new KeptRows([.. order.Kept]);
    }

    public ISegmentPart[] Parts { get; }

    public IKernel[] Before { get; }

    public IKernel[] Forward { get; }

    /// <summary>The forward pass of a segment without sums: these have been added up.</summary>
    public IKernel[] Again { get; }

    public IKernel[] LateForward { get; }

    public IKernel[] After { get; }

    public IKernel[] EarlySums { get; }

    public IKernel[] BackwardBefore { get; }

    public IKernel[] Backward { get; }

    public IKernel[] FinalSums { get; }

    public IKernel[] BackwardAfter { get; }

    /// <summary>What <see cref="FinalSums"/> read, of every segment.</summary>
    public KeptRows Kept { get; }

    IKernel[] Compile(List<Statement> statements) => [.. statements.Select(Compile)];

    IKernel Compile(SegmentWork work) => work.Part?.ForwardOfSegment() ?? Compile(work.Statement!);

    IKernel Compile(Statement statement)
    {
        if (!_ofStatement.TryGetValue(statement, out var kernel))
        {
            _ofStatement[statement] = kernel = _executor.Compile([statement], _batch);
        }

        return kernel;
    }
}
