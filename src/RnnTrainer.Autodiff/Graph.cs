using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Graphs;
using RnnTrainer.Autodiff.Sequences;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff;

/// <summary>
/// A program over nodes: creation order is run order. Built once for one batch size and reused; a pass neither allocates nor recurses,
/// so an unrolled chain may be as long as memory allows.
/// </summary>
public sealed class Graph : IDisposable
{
    readonly IExecutor _executor;
    readonly Arena _inputs = new();
    readonly Arena _values = new();
    readonly Arena _gradients = new();
    readonly List<Node> _nodes = [];
    readonly List<Part> _parts = [];
    readonly HashSet<Parameter> _parameters = [];
    readonly HashSet<Tensor> _read = [];
    readonly HashSet<Tensor> _sums = [];
    readonly HashSet<Tensor> _maxima = [];
    readonly HashSet<Tensor> _backwardMaxima = [];
    List<Statement>? _ownBackward;
    IReadOnlyList<Statement>? _simplified;
    bool _isInPart;
    IKernel[]? _forward;
    IKernel[]? _backward;

    /// <summary>An empty graph, whose statements are compiled.</summary>
    /// <param name="precision">The number type of every node.</param>
    /// <param name="batch">B: parameter gradients are averaged over this many examples.</param>
    public Graph(Precision precision, int batch)
        : this(precision, batch, executor: null)
    {
    }

    /// <param name="precision">The number type of every node.</param>
    /// <param name="batch">B: parameter gradients are averaged over this many examples.</param>
    /// <param name="executor">Runs the statements; null: the compiler.</param>
    /// <param name="rows">The most packed rows of a batch, for nodes with <see cref="PackedRows"/>.</param>
    internal Graph(Precision precision, int batch, IExecutor? executor = null, int rows = 0)
    {
        Precision = precision;
        Batch = batch;
        Rows = rows > 0 ? new RowCount(rows) : null;
        _executor = executor ?? new Compiler();
    }

    public Precision Precision { get; }

    /// <summary>B, the number of examples in the batch.</summary>
    public int Batch { get; }

    /// <summary>As the first size of a node: a row for every step of every example, as many as the batch has.</summary>
    public const int PackedRows = -1;

    /// <summary>How many packed rows the batch has; null if the graph was made for none.</summary>
    internal RowCount? Rows { get; }

    /// <summary>The nodes in the order of their creation; parameters where they were first used.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The forward program.</summary>
    public IReadOnlyList<Statement> Statements => [.. _parts.SelectMany(p => p.Forward)];

    /// <summary>The backward program: derived, except where a part carries its own.</summary>
    public IReadOnlyList<Statement> BackwardStatements => _simplified ?? [.. Enumerable.Reverse(_parts).SelectMany(p => p.Backward)];

    /// <summary>The backward program without what is zero, where no gradients but those of these nodes come from outside.</summary>
    public IReadOnlyList<Statement> BackwardFrom(IEnumerable<Node> results) => ZeroGradients.Without(BackwardStatements, [.. results.Select(r => r.Grad)]);

    /// <summary>The parts with a backward part of their own, in the order of the program.</summary>
    internal IReadOnlyList<(IReadOnlyList<Statement> Forward, IReadOnlyList<Statement> Backward)> OwnParts =>
        [.. _parts.Where(p => p.OwnBackward is not null).Select(p => ((IReadOnlyList<Statement>)p.Forward, p.Backward))];

    /// <summary>Some derived statements made cheaper, see <see cref="SimplifyBackward"/>; the program stays as it is.</summary>
    internal IReadOnlyList<Statement> Simplified(IReadOnlyList<Statement> forward, IReadOnlyList<Statement> backward)
    {
        var written = backward.Select(s => s.Target.Tensor).ToHashSet();
        return Simplification.Of(forward, backward, [.. forward.Select(s => s.Target.Tensor.Node!).Distinct().Where(n => !written.Contains(n.Grad))], SumLike);
    }

    /// <summary>A node that is fed from outside and has a gradient.</summary>
    public Input Input(string name, params IReadOnlyList<int> shape) => AddInput(name, shape, differentiable: true, isInteger: false);

    /// <summary>A node that is fed from outside and has no gradient.</summary>
    public Input Data(string name, params IReadOnlyList<int> shape) => AddInput(name, shape, differentiable: false, isInteger: false);

    /// <summary>Whole numbers that are fed from outside and serve as subscripts: labels, symbols.</summary>
    public Input Indices(string name, params IReadOnlyList<int> shape) => AddInput(name, shape, differentiable: false, isInteger: true);

    /// <summary>A node that statements of this graph compute, zero to begin with. Inside a backward part it lives in the backward pass only.</summary>
    public Computed Computed(string name, params IReadOnlyList<int> shape)
    {
        var rows = RowsOf(shape);
        var node = _ownBackward is null
            ? new Computed(name, Precision, Sized(shape), rows, _values, _gradients, AddForward, AddOwnBackward)
            : new Computed(name, Precision, Sized(shape), rows, _gradients, _gradients, AddOwnBackward, AddOwnBackward);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Appends a statement: to the program, or inside a backward part to that. What <c>+=</c> on a node does.</summary>
    public void Add(Statement statement)
    {
        if (_ownBackward is null)
        {
            statement.Target.Tensor.Record(statement);
        }
        else
        {
            AddOwnBackward(statement);
        }
    }

    /// <summary>
    /// A part of the program that carries its own backward statements instead of the derived ones (the sheet's problem 3).
    /// They are the only derivatives written by hand, and a test or gradient check must prove them equal.
    /// </summary>
    public void WithBackward(Action forward, Action backward)
    {
        if (_isInPart)
        {
            throw new NotationException("A part with its own backward can't contain another.");
        }

        var part = AddPart();
        try
        {
            _isInPart = true;
            forward();
            part.OwnBackward = _ownBackward = [];
            backward();
        }
        finally
        {
            (_isInPart, _ownBackward) = (false, null);
            AddPart();
        }
    }

    /// <summary>
    /// Makes the backward program cheaper where it can be, with the same gradients of inputs and parameters up to rounding: what the forward pass holds is read, factors leave sums,
    /// and statements that share a factor become one. The program is complete then. Gradients of nodes between may no longer be computed.
    /// </summary>
    /// <param name="results">Nodes whose gradients are set from outside, though statements read them.</param>
    /// <exception cref="NotationException">The program holds a scan, or has run.</exception>
    public void SimplifyBackward(IReadOnlyCollection<Node>? results = null)
    {
        if (_forward is not null || _parts.Any(p => p.Scan is not null))
        {
            throw new NotationException("Only loops are simplified, before they have run.");
        }

        _simplified = Simplification.Of(Statements, BackwardStatements, results ?? [], SumLike);
    }

    /// <summary>
    /// The whole recurrence of a step as one node, compiled: the fast form of unrolling it. The graph must run on the <see cref="Compiler"/>.
    /// </summary>
    /// <param name="step">Its graph is the scan's own and traced for this graph's precision.</param>
    /// <param name="x">The inputs, a packed row [·,K] per step and example: see <see cref="Lengths"/>.</param>
    /// <param name="initial">The states before step 0, [B,J] each.</param>
    /// <param name="steps">The longest sequence that it will be given.</param>
    /// <param name="team">The threads that share the work.</param>
    /// <param name="trains">Whether the backward pass will run.</param>
    /// <param name="keepsOutputs">Whether the first state after every step is wanted.</param>
    internal Scan Scan(StepProgram step, Node x, IReadOnlyList<Node> initial, int steps, Team team, bool trains = true, bool keepsOutputs = false)
    {
        if (_forward is not null || _isInPart)
        {
            throw new NotationException("A scan stands by itself: not in a part with its own backward, and not after the graph has run.");
        }

        _read.UnionWith(initial.Append(x).Select(n => n.Value));
        var compiler = _executor as Compiler ?? throw new NotationException("A scan is compiled: give the graph no other executor, or unroll the cell.");
        var shape = new ScanShape(Precision, Batch, steps, team.WorkersFor(double.PositiveInfinity, double.PositiveInfinity, ScanShape.PartsOf(Lengths.Equal(Batch, steps))), trains, keepsOutputs, compiler.SimdFor(Precision));
        step.X.IsDifferentiable &= x.IsDifferentiable;
        step = PlainStates.Of(step);
        var last = step.After.Select(a => Received($"{a.Name} last", Batch, a.Shape[^1])).ToList();
        var outputs = keepsOutputs ? Received("h", Rows is null ? Batch * steps : PackedRows, step.After[0].Shape[^1]) : null;
        var scan = new Scan(new ScanProgram(step, x, shape, compiler), team, x, initial, last, outputs);
        _parts.Add(new Part { Scan = scan });
        _parts.Add(new Part());
        return scan;
    }

    /// <summary>Computes every node from the inputs and parameters.</summary>
    public void Forward()
    {
        CompileForward();
        _values.Clear();
        Run(_forward!, _maxima);
    }

    /// <summary>
    /// Sets <c>loss.grad[b] = 1</c> for every example and runs the backward program. Node gradients start at zero here; parameter gradients are
    /// added to, so that several graphs can share them: clear them with <see cref="Sgd"/> or <see cref="ParameterExtensions.ClearGradients"/>.
    /// </summary>
    public void Backward(Node loss)
    {
        if (loss.Grad.Length != Batch)
        {
            throw new ArgumentException($"The loss has one entry per example: {loss} was given for a batch of {Batch}.", nameof(loss));
        }

        CompileBackward();
        _gradients.Clear();
        loss.Grad.Fill(1);
        Run(_backward!, _backwardMaxima);
    }

    public void Dispose()
    {
        foreach (var part in _parts)
        {
            part.Scan?.Dispose();
        }

        _inputs.Dispose();
        _values.Dispose();
        _gradients.Dispose();
    }

    RowCount? RowsOf(IReadOnlyList<int> shape) => shape.Count == 0 || shape[0] != PackedRows ? null
        : Rows ?? throw new NotationException("The graph was made without packed rows: say how many there may be.");

    IReadOnlyList<int> Sized(IReadOnlyList<int> shape) => RowsOf(shape) is { } rows ? [rows.Capacity, .. shape.Skip(1)] : shape;

    Input AddInput(string name, IReadOnlyList<int> shape, bool differentiable, bool isInteger)
    {
        var node = new Input(name, Precision, differentiable, isInteger, Sized(shape), RowsOf(shape), _inputs, _gradients, AddOwnBackward);
        _nodes.Add(node);
        return node;
    }

    void AddForward(Statement statement)
    {
        if (_forward is not null)
        {
            throw new NotationException($"The graph has run already: \"{statement}\" comes too late.");
        }

        if (_simplified is not null)
        {
            throw new NotationException($"The backward program is simplified already: \"{statement}\" comes too late.");
        }

        if (_ownBackward is not null)
        {
            throw new NotationException($"\"{statement}\" computes a value inside the backward part of a program.");
        }

        if (_read.Contains(statement.Target.Tensor))
        {
            throw new NotationException($"{statement.Target.Tensor.Name} is read before it is complete: \"{statement}\" comes too late.");
        }

        _nodes.AddRange(statement.References.Select(r => r.Tensor.Node).OfType<Parameter>().Where(_parameters.Add));
        _read.UnionWith(statement.References.Select(r => r.Tensor));
        KeepApart(statement, _maxima);
        if (statement.Accumulation != Accumulation.Max)
        {
            statement.Target.Tensor.Node!.IsDifferentiable |= statement.References.Any(r => r.Tensor.Node is { IsDifferentiable: true });
        }

        (_parts.Count == 0 ? AddPart() : _parts[^1]).Forward.Add(statement);
    }

    void AddOwnBackward(Statement statement)
    {
        var backward = _ownBackward ?? throw new NotationException($"\"{statement}\" changes a gradient outside the backward part of a program.");
        KeepApart(statement, _backwardMaxima);
        backward.Add(statement);
    }

    /// <summary>Sums start at 0 and maxima at −∞, so a node is one or the other.</summary>
    void KeepApart(Statement statement, HashSet<Tensor> maxima)
    {
        var (mine, others) = statement.Accumulation == Accumulation.Max ? (maxima, _sums) : (_sums, maxima);
        var target = statement.Target.Tensor;
        mine.Add(target);
        if (others.Contains(target))
        {
            throw new NotationException($"{target.Name} takes either max= or += and -=, not both: \"{statement}\".");
        }
    }

    void Run(IKernel[] kernels, HashSet<Tensor> maxima)
    {
        foreach (var tensor in maxima)
        {
            tensor.Fill(double.NegativeInfinity);
        }

        foreach (var kernel in kernels)
        {
            kernel.Run();
        }

        // The kernels know addresses only: the memory must outlive their run.
        GC.KeepAlive(this);
    }

    /// <summary>A node of the backward pass with a tensor's shape: e, or e2, e3 … where the name is taken.</summary>
    Computed SumLike(Tensor tensor)
    {
        var name = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? "e" : $"e{n}").First(n => _nodes.All(node => node.Name != n));
        var node = new Computed(name, Precision, tensor.Shape, tensor.Rows, _gradients, _gradients, AddOwnBackward, AddOwnBackward);
        _nodes.Add(node);
        return node;
    }

    Part AddPart()
    {
        _parts.Add(new Part());
        return _parts[^1];
    }

    /// <summary>A node that a scan fills.</summary>
    Computed Received(string name, params IReadOnlyList<int> shape)
    {
        var node = new Computed(name, Precision, Sized(shape), RowsOf(shape), _values, _gradients, AddForward, AddOwnBackward) { IsDifferentiable = true };
        _nodes.Add(node);
        return node;
    }

    void CompileForward() =>
        _forward ??= [.. _parts.Select(p => p.Scan is { } scan ? new Pass(scan.Forward) : _executor.Compile(p.Forward, Batch))];

    void CompileBackward() =>
        _backward ??= _simplified is not null ? [_executor.Compile(_simplified, Batch)] : [.. Enumerable.Reverse(_parts).Select(p => p.Scan is { } scan ? new Pass(scan.Backward) : _executor.Compile(p.Backward, Batch))];

    sealed class Pass(Action run) : IKernel
    {
        public void Run() => run();
    }

    /// <summary>Consecutive statements; their backward is derived unless they carry their own.</summary>
    sealed class Part
    {
        public List<Statement> Forward { get; } = [];

        public List<Statement>? OwnBackward { get; set; }

        public IReadOnlyList<Statement> Backward => OwnBackward is null ? ReverseMode.Backward(Forward) : [.. OwnBackward.Where(IsWanted)];

        /// <summary>In place of statements: a whole sequence.</summary>
        public Scan? Scan { get; init; }

        /// <summary>Not the gradient of a node that has lost it since.</summary>
        static bool IsWanted(Statement statement) =>
            statement.Target.Tensor.Node is not { IsDifferentiable: false } node || ReferenceEquals(node.Value, statement.Target.Tensor);
    }
}
