using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Graphs;

/// <summary>
/// What of a definition runs when, if a batch runs in segments and the nodes of packed rows hold one segment at a time. Every sum is added
/// up in the order of the rows of a whole batch, so that it has the same bits.
/// </summary>
sealed class SegmentOrder
{
    // Values that are complete only after the last segment, and packed rows that are computed from such values.
    readonly HashSet<Tensor> _late = [];
    readonly HashSet<Tensor> _lateRows = [];

    // Gradients that are known in the forward pass of a segment, and those that need the backward passes of all segments.
    readonly HashSet<Tensor> _early = [];
    readonly HashSet<Tensor> _afterRows = [];
    readonly List<Statement> _earlyRows = [];
    readonly Dictionary<Tensor, Phase> _phases = [];
    bool _isPossible = true;

    SegmentOrder()
    {
    }

    /// <summary>When a backward statement with a target outside packed rows runs, in the order of the passes.</summary>
    enum Phase
    {
        EarlySum,
        Before,
        FinalSum,
        After,
    }

    /// <summary>The parts that are code.</summary>
    public IEnumerable<ISegmentPart> Parts => Forward.Select(w => w.Part?.Part).OfType<ISegmentPart>();

    /// <summary>Statements before the first segment.</summary>
    public List<Statement> Before { get; } = [];

    /// <summary>The forward pass of a segment: statements and scans.</summary>
    public List<SegmentWork> Forward { get; } = [];

    /// <summary>Statements of packed rows that need a value of the whole batch: they run before the backward pass of a segment.</summary>
    public List<SegmentWork> LateForward { get; } = [];

    /// <summary>Statements after the last segment.</summary>
    public List<Statement> After { get; } = [];

    /// <summary>
    /// Backward statements that run in the forward pass of a segment: sums over rows into gradients of parameters, in the order of the
    /// rows, and what these sums read.
    /// </summary>
    public List<Statement> EarlySums { get; private set; } = [];

    /// <summary>Backward statements before the backward pass of the last segment.</summary>
    public List<Statement> BackwardBefore { get; } = [];

    /// <summary>The backward pass of a segment: statements and scans.</summary>
    public List<SegmentWork> Backward { get; } = [];

    /// <summary>
    /// Sums over rows into gradients of parameters that need gradients of the backward pass. They run in the order of the rows, after the
    /// backward passes of all segments.
    /// </summary>
    public List<Statement> FinalSums { get; } = [];

    /// <summary>Gradients in packed rows that <see cref="FinalSums"/> read: those of all segments are kept.</summary>
    public HashSet<Tensor> Kept { get; } = [];

    /// <summary>Backward statements after the backward pass of the first segment.</summary>
    public List<Statement> BackwardAfter { get; } = [];

    /// <param name="loss">The loss of each example.</param>
    /// <param name="trains">Whether the backward pass will run.</param>
    /// <returns>Null: a row needs rows of other segments.</returns>
    public static SegmentOrder? Of(IReadOnlyList<DefinitionPart> parts, Node loss, bool trains)
    {
        var order = new SegmentOrder();
        foreach (var part in parts)
        {
            order.AddForward(part);
        }

        order._early.Add(loss.Grad);
        foreach (var part in trains ? parts.Reverse() : [])
        {
            order.AddBackward(part);
        }

        order.AddReadByEarlySums();
        return order._isPossible ? order : null;
    }

    void AddForward(DefinitionPart part)
    {
        if (part is CompiledPart compiled)
        {
            Require(!compiled.Reads.Any(n => _late.Contains(n.Value) || _lateRows.Contains(n.Value)));
            _late.UnionWith(compiled.Last.Select(n => n.Value));
            Forward.Add(new SegmentWork(null, compiled));
            return;
        }

        foreach (var statement in part.Forward)
        {
            AddForward(statement);
        }
    }

    void AddForward(Statement statement)
    {
        var target = statement.Target.Tensor;
        RequireOwnRows(statement);
        if (statement.Packed is null)
        {
            var isLate = Reads(statement, _late) || _late.Contains(target);
            (isLate ? After : Before).Add(statement);
            _ = isLate && _late.Add(target);
            return;
        }

        var needsWhole = Reads(statement, _late) || Reads(statement, _lateRows) || _lateRows.Contains(target);
        var isSum = target.Rows is null;
        Require(!(isSum && needsWhole));
        (needsWhole ? LateForward : Forward).Add(new SegmentWork(statement, null));
        _ = isSum ? _late.Add(target) : needsWhole && _lateRows.Add(target);
    }

    void AddBackward(DefinitionPart part)
    {
        if (part is CompiledPart compiled)
        {
            Backward.Add(new SegmentWork(null, compiled));
            foreach (var read in compiled.Reads.Where(n => n.IsDifferentiable).Select(n => n.Grad))
            {
                _early.Remove(read);
                _ = read.Rows is null && _afterRows.Add(read);
            }

            return;
        }

        foreach (var statement in part.Backward)
        {
            AddBackward(statement);
        }
    }

    void AddBackward(Statement statement)
    {
        var target = statement.Target.Tensor;
        var gradients = statement.References.Select(r => r.Tensor).Where(t => t.IsOfBackward).ToList();
        RequireOwnRows(statement);
        if (statement.Packed is null)
        {
            var needsRows = gradients.Exists(_afterRows.Contains) || _afterRows.Contains(target);
            RequireOrder(target, needsRows ? Phase.After : Phase.Before);
            (needsRows ? BackwardAfter : BackwardBefore).Add(statement);
            _ = needsRows && _afterRows.Add(target);
            return;
        }

        Require(!gradients.Exists(_afterRows.Contains));
        var isEarly = gradients.TrueForAll(_early.Contains) && !Reads(statement, _late) && !Reads(statement, _lateRows);
        if (target.Rows is not null)
        {
            Backward.Add(new SegmentWork(statement, null));
            _earlyRows.Add(statement);
            _ = isEarly ? _early.Add(target) : _early.Remove(target);
        }
        else if (isEarly)
        {
            RequireOrder(target, Phase.EarlySum);
            EarlySums.Add(statement);
        }
        else
        {
            AddFinalSum(statement, gradients);
        }
    }

    /// <summary>The rows of gradients are kept, inputs are loaded again; any other value of a row would have to be computed a third
    /// time.</summary>
    void AddFinalSum(Statement statement, List<Tensor> gradients)
    {
        var target = statement.Target.Tensor;
        RequireOrder(target, Phase.FinalSum);
        Require(target.Node is Parameter && statement.References.All(r =>
            r.Tensor.Rows is null || r.Tensor.IsOfBackward || r.Tensor.Node is Input));
        Kept.UnionWith(gradients.Where(g => g.Rows is not null));
        FinalSums.Add(statement);
    }

    /// <summary>Of the statements that could run early, those that a sum needs, before the sums.</summary>
    void AddReadByEarlySums()
    {
        var needed = EarlySums.SelectMany(s => s.References).Select(r => r.Tensor).ToHashSet();
        var rows = new List<Statement>();
        foreach (var statement in Enumerable.Reverse(_earlyRows).Where(s => needed.Contains(s.Target.Tensor)))
        {
            rows.Add(statement);
            needed.UnionWith(statement.References.Select(r => r.Tensor));
        }

        EarlySums = [.. Enumerable.Reverse(rows), .. EarlySums];
    }

    /// <summary>A statement reads packed rows at its own row only.</summary>
    void RequireOwnRows(Statement statement) => Require(statement.References.Prepend(statement.Target).SelectMany(r => r.WithGathered())
        .All(r => r.Tensor.Rows is null || r.Subscripts[0] is SingleIndex));

    /// <summary>The statements that add to one gradient run in the order of the definition.</summary>
    void RequireOrder(Tensor target, Phase phase)
    {
        Require(_phases.GetValueOrDefault(target) <= phase);
        _phases[target] = phase;
    }

    static bool Reads(Statement statement, HashSet<Tensor> tensors) => statement.References.Any(r => tensors.Contains(r.Tensor));

    void Require(bool holds) => _isPossible &= holds;
}

/// <summary>A statement or a compiled part.</summary>
readonly record struct SegmentWork(Statement? Statement, CompiledPart? Part)
{
    /// <summary>
    /// Whether it computes values of its rows, which have to be computed again; else it adds to a value of the whole batch.
    /// </summary>
    public bool IsOfRows => Statement is null || Statement.Target.Tensor.Rows is not null;
}
