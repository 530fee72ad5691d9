using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Graphs;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Scan.Run;
using RnnTrainer.Autodiff.Tensors;
using RnnTrainer.Autodiff.Threads;

namespace RnnTrainer.Autodiff;

/// <summary>
/// Nodes and the statements that compute them, for one batch size. Statements run in the order in which they were written, and the backward
/// pass is derived from them. A graph is built once and run many times; a pass allocates nothing. It is not safe for use by several threads
/// at once.
/// </summary>
public sealed class Graph : IDisposable
{
    /// <summary>As the first size of a node: a row for every time step of every example, as many as the batch has.</summary>
    internal const int PackedRows = -1;

    readonly IExecutor _executor;
    readonly Arena _inputs = new();
    readonly Arena _values = new();
    readonly Arena _gradients = new();
    readonly Arena _rowValues = new();
    readonly Arena _rowGradients = new();
    readonly List<Node> _nodes = [];
    readonly HashSet<Parameter> _parameters = [];
    readonly Definition _definition = new();
    readonly List<SequenceScan> _scans = [];
    IKernel[]? _forward;
    IKernel[]? _backward;
    SegmentKernels? _segments;

    /// <param name="precision">The number type of every node.</param>
    /// <param name="batch">B, the number of examples that parameter gradients are averaged over.</param>
    public Graph(Precision precision, int batch)
        : this(precision, batch, executor: null)
    {
    }

    /// <param name="executor">Runs the statements; null for the compiler.</param>
    /// <param name="rows">
    /// The largest number of packed rows of a batch, for nodes with <see cref="PackedRows"/>; 0 for a graph without any.
    /// </param>
    /// <param name="wholeRows">
    /// The largest number of a whole batch, if the packed rows are those of a segment of it; null: the same.
    /// </param>
    internal Graph(Precision precision, int batch, IExecutor? executor = null, int rows = 0, long? wholeRows = null)
    {
        Precision = precision;
        Batch = batch;
        Rows = rows > 0 ? new RowCount(rows, wholeRows) : null;
        _executor = executor ?? new Compiler();
    }

    /// <summary>The number type of every node.</summary>
    public Precision Precision { get; }

    /// <summary>B, the number of examples in the batch.</summary>
    public int Batch { get; }

    /// <summary>The nodes in the order of their creation, with parameters where they are first used.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The statements of the forward pass.</summary>
    public IReadOnlyList<Statement> Statements => _definition.Forward;

    /// <summary>The statements of the backward pass: derived, except in parts that have their own.</summary>
    public IReadOnlyList<Statement> BackwardStatements => _definition.Backward;

    /// <summary>The number of packed rows of the present batch; null for a graph without any.</summary>
    internal RowCount? Rows { get; }

    /// <summary>The parts with their own backward statements, in the order of the definition.</summary>
    internal IReadOnlyList<StatementPart> OwnParts => [.. _definition.OwnParts];

    /// <summary>A node that is set from outside and has a gradient.</summary>
    /// <param name="shape">The size of each dimension, at least 1.</param>
    /// <exception cref="NotationException">A size is below 1.</exception>
    public Input Input(string name, params IReadOnlyList<int> shape) => AddInput(name, shape, differentiable: true, isInteger: false);

    /// <summary>A node that is set from outside and has no gradient.</summary>
    /// <param name="shape">The size of each dimension, at least 1.</param>
    /// <exception cref="NotationException">A size is below 1.</exception>
    public Input Data(string name, params IReadOnlyList<int> shape) => AddInput(name, shape, differentiable: false, isInteger: false);

    /// <summary>Integers that are set from outside and serve as subscripts: labels, symbols.</summary>
    /// <param name="shape">The size of each dimension, at least 1.</param>
    /// <exception cref="NotationException">A size is below 1.</exception>
    public Input Indices(string name, params IReadOnlyList<int> shape) => AddInput(name, shape, differentiable: false, isInteger: true);

    /// <summary>A node that statements compute. If it is made inside a backward part, it belongs to the backward pass.</summary>
    /// <param name="shape">The size of each dimension, at least 1.</param>
    /// <exception cref="NotationException">A size is below 1.</exception>
    public Computed Computed(string name, params IReadOnlyList<int> shape) => _definition.IsInBackward
        ? AddComputed(name, shape, isOfBackward: true, AddBackward)
        : AddComputed(name, shape, isOfBackward: false, AddForward);

    /// <summary>
    /// Statements with hand-written backward statements in place of the derived ones, as in the sheet's problem 3. Prove them equal to the
    /// derived ones with a test or a gradient check.
    /// </summary>
    /// <param name="forward">Writes the statements.</param>
    /// <param name="backward">Writes statements that add to the gradients of what the first action reads.</param>
    /// <exception cref="NotationException">One of the actions writes such a part itself, or a statement is refused.</exception>
    public void WithBackward(Action forward, Action backward) => _definition.AddPart(forward, backward);

    /// <summary>
    /// Replaces the backward statements by cheaper ones that give the same gradients of inputs and parameters, up to rounding: saved values
    /// are read, factors leave sums, and statements that share a factor are joined. Call it when the definition is complete. Gradients of
    /// nodes in between may no longer be computed.
    /// </summary>
    /// <param name="results">Nodes whose gradients are set from outside although statements read them; null if there are none.</param>
    /// <exception cref="NotationException">The graph has run.</exception>
    public void SimplifyBackward(IReadOnlyCollection<Node>? results = null) => _definition.Simplify(results ?? [], AddSumLike);

    /// <summary>Computes every node from the inputs and parameters.</summary>
    public void Forward()
    {
        _forward ??= _definition.CompileForward(_executor, Batch);
        _values.Clear();
        _rowValues.Clear();
        Run(_forward, _definition.Maxima);
    }

    /// <summary>
    /// Sets <c>loss.grad[b] = 1</c> for every example and runs the backward pass. The gradients of nodes start at zero; those of parameters
    /// are added to, so that several graphs can share them: clear them with <see cref="ParameterExtensions.ClearGradients"/>.
    /// </summary>
    /// <param name="loss">The loss of each example, [B].</param>
    /// <exception cref="ArgumentException">The loss has another number of entries than the batch has examples.</exception>
    public void Backward(Node loss)
    {
        if (loss.Grad.Length != Batch)
        {
            throw new ArgumentException($"The loss has one entry per example: {loss} was given for a batch of {Batch}.", nameof(loss));
        }

        _backward ??= _definition.CompileBackward(_executor, Batch);
        _gradients.Clear();
        _rowGradients.Clear();
        loss.Grad.Fill(1);
        Run(_backward, _definition.BackwardMaxima);
    }

    /// <summary>Prepares passes in segments, in which the packed rows are those of a segment.</summary>
    /// <param name="loss">The loss of each example.</param>
    /// <param name="trains">Whether the backward pass will run.</param>
    /// <returns>Whether it is possible: no row needs rows of other segments.</returns>
    internal bool TrySegments(Node loss, bool trains)
    {
        _segments = _definition.InSegments(loss, trains) is { } order ? new SegmentKernels(order, _executor, Batch) : null;
        return _segments is not null;
    }

    /// <summary>The bytes of the rows that are kept of a whole batch for each of its rows, if it runs in segments.</summary>
    internal long KeptBytesOfRow => _segments?.Kept.BytesOfRow ?? 0;

    /// <summary>The bytes of all nodes but parameters, and of all scans.</summary>
    internal long Bytes => _inputs.Taken + _values.Taken + _gradients.Taken + _rowValues.Taken + _rowGradients.Taken + ScanBytes;

    /// <summary>The bytes of all scans, without the states that they keep of the present batch.</summary>
    internal long ScanBytes => _scans.Sum(s => s.Bytes);

    /// <summary>
    /// <see cref="Forward()"/> in segments. If the batch trains, this adds those gradients of parameters that are sums over rows and need
    /// no backward pass of a scan: the order of the rows is the order of the segments.
    /// </summary>
    internal void Forward(ISegments segments, Node loss)
    {
        var kernels = _segments!;
        _values.Clear();
        FillMaxima(_definition.Maxima, ofRows: false);
        Run(kernels.Before);
        foreach (var part in kernels.Parts)
        {
            part.BeginForward();
        }

        for (var n = 0; n < segments.Count; n++)
        {
            ForwardSegment(segments, n, kernels.Forward, isAgain: false);
            if (kernels.EarlySums.Length > 0)
            {
                _rowGradients.Clear();
                loss.Grad.Fill(1);
                Run(kernels.EarlySums);
            }

            segments.Leave(n);
        }

        foreach (var part in kernels.Parts)
        {
            part.EndForward();
        }

        Run(kernels.After);
        GC.KeepAlive(this);
    }

    /// <summary><see cref="Backward(Node)"/> in segments, after the forward pass.</summary>
    internal void Backward(ISegments segments, Node loss)
    {
        var kernels = _segments!;
        _gradients.Clear();
        loss.Grad.Fill(1);
        FillMaxima(_definition.BackwardMaxima, ofRows: false);
        Run(kernels.BackwardBefore);
        foreach (var part in kernels.Parts)
        {
            part.BeginBackward();
        }

        for (var n = segments.Count - 1; n >= 0; n--)
        {
            BackwardSegment(segments, n, kernels);
        }

        foreach (var part in kernels.Parts)
        {
            part.EndBackward();
        }

        for (var n = 0; n < segments.Count && kernels.FinalSums.Length > 0; n++)
        {
            segments.Enter(n);
            kernels.Kept.Restore(n);
            Run(kernels.FinalSums);
        }

        Run(kernels.BackwardAfter);
        GC.KeepAlive(this);
    }

    /// <summary>Frees the memory of all nodes but the parameters.</summary>
    public void Dispose()
    {
        foreach (var scan in _scans)
        {
            scan.Dispose();
        }

        _inputs.Dispose();
        _values.Dispose();
        _gradients.Dispose();
        _rowValues.Dispose();
        _rowGradients.Dispose();
    }

    /// <summary>Adds a statement to the definition, or inside a backward part to that. <c>+=</c> on a node does the same.</summary>
    internal void Add(Statement statement)
    {
        if (_definition.IsInBackward)
        {
            AddBackward(statement);
        }
        else
        {
            statement.Target.Tensor.Record(statement);
        }
    }

    /// <summary>The statements of the backward pass without what is zero if only the gradients of these nodes come from outside.</summary>
    internal IReadOnlyList<Statement> BackwardFrom(IEnumerable<Node> results) =>
        ZeroGradients.Without(BackwardStatements, [.. results.Select(r => r.Grad)]);

    /// <summary>The same statements with the rules that they follow from, before they are simplified.</summary>
    /// <inheritdoc cref="BackwardFrom"/>
    internal IReadOnlyList<DerivedStatement> ExplainedFrom(IEnumerable<Node> results) =>
        ZeroGradients.Without(_definition.Explained, [.. results.Select(r => r.Grad)]);

    /// <summary>Cheaper statements for derived ones, see <see cref="SimplifyBackward"/>; the definition stays as it is.</summary>
    internal IReadOnlyList<Statement> Simplified(IReadOnlyList<Statement> forward, IReadOnlyList<Statement> backward)
    {
        var written = backward.Select(s => s.Target.Tensor).ToHashSet();
        var results = forward.Select(s => s.Target.Tensor.Node!).Distinct().Where(n => !written.Contains(n.Grad));
        return Simplification.Of(forward, backward, [.. results], AddSumLike);
    }

    /// <summary>
    /// The whole recurrence of a step as one compiled node, which is the fast form of unrolling it. The graph must run on the
    /// <see cref="Compiler"/>.
    /// </summary>
    /// <param name="step">
    /// A step that was traced into a graph of its own in this graph's precision; the scan disposes of that graph.
    /// </param>
    /// <param name="x">The inputs, a packed row [·,K] for each time step and example: see <see cref="SequenceLengths"/>.</param>
    /// <param name="initial">The states before step 0, [B,J] each.</param>
    /// <param name="steps">The length of the longest sequence that it will be given.</param>
    /// <param name="group">The threads that share the work.</param>
    /// <param name="trains">Whether the backward pass will run.</param>
    /// <param name="keepsOutputs">Whether the first state after every step is wanted.</param>
    /// <param name="segmentRows">The most rows of which it keeps values at one time; null: all.</param>
    internal SequenceScan Scan(
        StepProgram step, Node x, IReadOnlyList<Node> initial, int steps, WorkerGroup group, bool trains = true, bool keepsOutputs = false,
        int? segmentRows = null)
    {
        _definition.CheckCompiledPartFits();
        var compiler = _executor as Compiler
            ?? throw new NotationException("A scan needs the compiler: give the graph no other executor, or unroll the cell.");
        var parts = ScanShape.PartsOf(SequenceLengths.Equal(Batch, steps));
        var workers = group.WorkersFor(double.PositiveInfinity, double.PositiveInfinity, parts);
        var shape = new ScanShape(Precision, Batch, steps, workers, trains, keepsOutputs, compiler.SimdFor(Precision));
        shape = shape with { Rows = segmentRows ?? shape.Rows, HasFixedWeights = compiler.HasFixedWeights };
        step.X.IsDifferentiable &= x.IsDifferentiable;
        step = PlainStates.Of(step);
        var last = step.After.Select(a => AddScanned($"{a.Name} last", Batch, a.Shape[^1])).ToList();
        var outputs = keepsOutputs ? AddScanned("h", Rows is null ? Batch * steps : PackedRows, step.After[0].Shape[^1]) : null;
        var scan = new SequenceScan(new ScanProgram(step, x, shape, compiler), group, x, initial, last, outputs);
        _definition.AddCompiled(new CompiledPart(scan, new PartRun(scan.Forward, scan.Backward), [.. initial, x], last));
        _scans.Add(scan);
        if (segmentRows is null)
        {
            scan.Resize(SequenceLengths.Equal(Batch, steps));
        }

        return scan;
    }

    /// <summary>Adds a part that is code and runs in segments only.</summary>
    /// <inheritdoc cref="CompiledPart"/>
    internal void AddPart(ISegmentPart part, IReadOnlyList<Node> reads, IReadOnlyList<Node> last)
    {
        _definition.CheckCompiledPartFits();
        _definition.AddCompiled(new CompiledPart(part, new PartRun(Refuse, Refuse), reads, last));

        static void Refuse() => throw new InvalidOperationException("The graph runs in segments only.");
    }

    RowCount? RowsOf(IReadOnlyList<int> shape) => shape.Count == 0 || shape[0] != PackedRows
        ? null
        : Rows ?? throw new NotationException("The graph has no packed rows: give its constructor the largest number of them.");

    IReadOnlyList<int> Sized(IReadOnlyList<int> shape) => RowsOf(shape) is { } rows ? [rows.Capacity, .. shape.Skip(1)] : shape;

    Input AddInput(string name, IReadOnlyList<int> shape, bool differentiable, bool isInteger)
    {
        var rows = RowsOf(shape);
        var node = new Input(name, Precision, differentiable, isInteger, Sized(shape), rows, _inputs, GradientsOf(rows), AddBackward);
        _nodes.Add(node);
        return node;
    }

    Computed AddComputed(string name, IReadOnlyList<int> shape, bool isOfBackward, Action<Statement> record)
    {
        var rows = RowsOf(shape);
        var values = isOfBackward ? GradientsOf(rows) : rows is null ? _values : _rowValues;
        var node = new Computed(name, Precision, Sized(shape), rows, values, GradientsOf(rows), record, AddBackward);
        _nodes.Add(node);
        return node;
    }

    /// <summary>A node that a scan computes.</summary>
    Computed AddScanned(string name, params IReadOnlyList<int> shape)
    {
        var node = AddComputed(name, shape, isOfBackward: false, AddForward);
        node.IsDifferentiable = true;
        return node;
    }

    /// <summary>A node of the backward pass with a tensor's shape, named e, or e2, e3, … if the name is taken.</summary>
    Computed AddSumLike(Tensor tensor)
    {
        var name = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? "e" : $"e{n}").First(n => _nodes.All(node => node.Name != n));
        var node = new Computed(
            name, Precision, tensor.Shape, tensor.Rows, GradientsOf(tensor.Rows), GradientsOf(tensor.Rows), AddBackward, AddBackward);
        _nodes.Add(node);
        return node;
    }

    /// <summary>The memory of gradients: that of packed rows is cleared for every segment of a batch.</summary>
    Arena GradientsOf(RowCount? rows) => rows is null ? _gradients : _rowGradients;

    void AddForward(Statement statement)
    {
        _definition.AddForward(statement);
        _nodes.AddRange(statement.References.Select(r => r.Tensor.Node).OfType<Parameter>().Where(_parameters.Add));
    }

    void AddBackward(Statement statement) => _definition.AddBackward(statement);

    void ForwardSegment(ISegments segments, int n, IKernel[] kernels, bool isAgain)
    {
        foreach (var part in _segments!.Parts)
        {
            part.Enter(n, isAgain);
        }

        segments.Enter(n);
        _rowValues.Clear();
        FillMaxima(_definition.Maxima, ofRows: true);
        Run(kernels);
    }

    void BackwardSegment(ISegments segments, int n, SegmentKernels kernels)
    {
        if (n < segments.Count - 1)
        {
            ForwardSegment(segments, n, kernels.Again, isAgain: true);
        }

        Run(kernels.LateForward);
        _rowGradients.Clear();
        FillMaxima(_definition.BackwardMaxima, ofRows: true);
        Run(kernels.Backward);
        if (kernels.FinalSums.Length > 0)
        {
            kernels.Kept.Keep(n);
        }
    }

    static void FillMaxima(HashSet<Tensor> maxima, bool ofRows)
    {
        foreach (var tensor in maxima)
        {
            if (tensor.Rows is not null == ofRows)
            {
                tensor.Fill(double.NegativeInfinity);
            }
        }
    }

    static void Run(IKernel[] kernels)
    {
        foreach (var kernel in kernels)
        {
            kernel.Run();
        }
    }

    void Run(IKernel[] kernels, HashSet<Tensor> maxima)
    {
        FillMaxima(maxima, ofRows: false);
        FillMaxima(maxima, ofRows: true);
        Run(kernels);

        // The kernels know addresses only: the memory must outlive their run.
        GC.KeepAlive(this);
    }
}
