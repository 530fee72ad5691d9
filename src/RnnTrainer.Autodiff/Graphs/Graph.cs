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
    readonly HashSet<Tensor> _maxima = [];
    List<Statement>? _ownBackward;
    IKernel[]? _forward;
    IKernel[]? _backward;

    /// <param name="precision">The number type of every node.</param>
    /// <param name="batch">B: parameter gradients are averaged over this many examples.</param>
    /// <param name="executor">Runs the statements; null: the compiler.</param>
    public Graph(Precision precision, int batch, IExecutor? executor = null)
    {
        Precision = precision;
        Batch = batch;
        _executor = executor ?? new Compiler();
    }

    public Precision Precision { get; }

    /// <summary>B, the number of examples in the batch.</summary>
    public int Batch { get; }

    /// <summary>The nodes in the order of their creation; parameters where they were first used.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The forward program.</summary>
    public IReadOnlyList<Statement> Statements => [.. _parts.SelectMany(p => p.Forward)];

    /// <summary>The backward program: derived, except where a part carries its own.</summary>
    public IReadOnlyList<Statement> BackwardStatements => [.. Enumerable.Reverse(_parts).SelectMany(p => p.Backward)];

    /// <summary>A node that is fed from outside and has a gradient.</summary>
    public Input Input(string name, params IReadOnlyList<int> shape) => AddInput(name, shape, differentiable: true, isInteger: false);

    /// <summary>A node that is fed from outside and has no gradient.</summary>
    public Input Data(string name, params IReadOnlyList<int> shape) => AddInput(name, shape, differentiable: false, isInteger: false);

    /// <summary>Whole numbers that are fed from outside and serve as subscripts: labels, symbols.</summary>
    public Input Indices(string name, params IReadOnlyList<int> shape) => AddInput(name, shape, differentiable: false, isInteger: true);

    /// <summary>A node that statements of this graph compute, zero to begin with. Inside a backward part it lives in the backward pass only.</summary>
    public Computed Computed(string name, params IReadOnlyList<int> shape)
    {
        var node = _ownBackward is null
            ? new Computed(name, Precision, shape, _values, _gradients, AddForward, AddOwnBackward)
            : new Computed(name, Precision, shape, _gradients, _gradients, AddOwnBackward, AddOwnBackward);
        _nodes.Add(node);
        return node;
    }

    /// <summary>
    /// A part of the program that carries its own backward statements instead of the derived ones (the sheet's problem 3).
    /// They are the only derivatives written by hand, and a test or gradient check must prove them equal.
    /// </summary>
    public void WithBackward(Action forward, Action backward)
    {
        var part = new Part();
        _parts.Add(part);
        forward();
        part.OwnBackward = _ownBackward = [];
        backward();
        _ownBackward = null;
        _parts.Add(new Part());
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
    public Scan Scan(StepProgram step, Node x, IReadOnlyList<Node> initial, int steps, Team team, bool trains = true, bool keepsOutputs = false)
    {
        var compiler = _executor as Compiler ?? throw new NotationException("A scan is compiled: give the graph no other executor, or unroll the cell.");
        var shape = new ScanShape(Precision, Batch, steps, team.Workers, trains, keepsOutputs, compiler.SimdFor(Precision));
        var last = step.After.Select(a => Received($"{a.Name} last", Batch, a.Shape[^1])).ToList();
        var outputs = keepsOutputs ? Received("h", Batch * steps, step.After[0].Shape[^1]) : null;
        step.X.IsDifferentiable &= x.IsDifferentiable;
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
        foreach (var tensor in _maxima)
        {
            tensor.Fill(double.NegativeInfinity);
        }

        foreach (var kernel in _forward!)
        {
            kernel.Run();
        }
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
        foreach (var kernel in _backward!)
        {
            kernel.Run();
        }
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

    Input AddInput(string name, IReadOnlyList<int> shape, bool differentiable, bool isInteger)
    {
        var node = new Input(name, Precision, differentiable, isInteger, shape, _inputs, _gradients, AddOwnBackward);
        _nodes.Add(node);
        return node;
    }

    void AddForward(Statement statement)
    {
        if (_forward is not null)
        {
            throw new NotationException($"The graph has run already: «{statement}» comes too late.");
        }

        foreach (var parameter in statement.References.Select(r => r.Tensor.Node).OfType<Parameter>().Except(_nodes))
        {
            _nodes.Add(parameter);
        }

        var target = statement.Target.Tensor;
        if (statement.Accumulation == Accumulation.Max)
        {
            _maxima.Add(target);
        }
        else
        {
            target.Node!.IsDifferentiable |= statement.References.Any(r => r.Tensor.Node is { IsDifferentiable: true });
        }

        (_parts.Count == 0 ? AddPart() : _parts[^1]).Forward.Add(statement);
    }

    void AddOwnBackward(Statement statement) =>
        (_ownBackward ?? throw new NotationException($"«{statement}» changes a gradient outside the backward part of a program.")).Add(statement);

    Part AddPart()
    {
        _parts.Add(new Part());
        return _parts[^1];
    }

    /// <summary>A node that a scan fills.</summary>
    Computed Received(string name, params IReadOnlyList<int> shape)
    {
        var node = new Computed(name, Precision, shape, _values, _gradients, AddForward, AddOwnBackward) { IsDifferentiable = true };
        _nodes.Add(node);
        return node;
    }

    void CompileForward() =>
        _forward ??= [.. _parts.Select(p => p.Scan is { } scan ? new Pass(scan.Forward) : _executor.Compile(p.Forward, Batch))];

    void CompileBackward() =>
        _backward ??= [.. Enumerable.Reverse(_parts).Select(p => p.Scan is { } scan ? new Pass(scan.Backward) : _executor.Compile(p.Backward, Batch))];

    sealed class Pass(Action run) : IKernel
    {
        public void Run() => run();
    }

    /// <summary>Consecutive statements; their backward is derived unless they carry their own.</summary>
    sealed class Part
    {
        public List<Statement> Forward { get; } = [];

        public List<Statement>? OwnBackward { get; set; }

        public IReadOnlyList<Statement> Backward => OwnBackward ?? Derivation.Backward(Forward);

        /// <summary>In place of statements: a whole sequence.</summary>
        public Scan? Scan { get; init; }
    }
}
