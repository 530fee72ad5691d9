using RnnTrainer.Autodiff.Graphs;
using RnnTrainer.Autodiff.Sequences;

namespace RnnTrainer.Autodiff;

/// <summary>An EDF object: a value and a gradient of the same shape.</summary>
public abstract class Node
{
    private protected Node(string name, bool differentiable, bool isInteger)
    {
        Name = name;
        IsDifferentiable = differentiable && !isInteger;
    }

    public string Name { get; }

    public IReadOnlyList<int> Shape => Value.Shape;

    public Tensor Value { get; private protected init; } = null!;

    /// <summary>The derivative of the loss with respect to <see cref="Value"/>; for a parameter, of the batch-mean loss.</summary>
    public Tensor Grad => _grad ?? throw new InvalidOperationException($"{Name} is data: no gradient is kept for it.");

    private protected Tensor? _grad;

    /// <summary>Whether the backward pass computes <see cref="Grad"/>.</summary>
    public bool IsDifferentiable { get; internal set; }

    /// <summary>The entry of <see cref="Value"/> at these subscripts, one for each dimension, as an expression.</summary>
    public Expression this[params Subscript[] subscripts] => Value[subscripts];

    public override string ToString() => Value.ToString();
}

/// <summary>A node that the program reads and never computes: data, an initial state.</summary>
public sealed class Input : Node
{
    internal Input(
        string name, Precision precision, bool differentiable, bool isInteger, IReadOnlyList<int> shape, RowCount? rows, Arena values, Arena gradients, Action<Statement> backward)
        : base(name, differentiable, isInteger)
    {
        Value = new Tensor(name, this, precision, isInteger, shape, values, record: null) { Rows = rows };
        _grad = IsDifferentiable ? new Tensor(name + ".grad", this, precision, isInteger: false, shape, gradients, backward) { Rows = rows } : null;
    }
}

/// <summary>A weight. It outlives graphs: every graph of one precision may read it, and adds to its gradient.</summary>
public sealed class Parameter : Node, IDisposable
{
    readonly Arena _memory = new();

    public Parameter(string name, Precision precision, params IReadOnlyList<int> shape)
        : base(name, differentiable: true, isInteger: false)
    {
        Value = new Tensor(name, this, precision, isInteger: false, shape, _memory, record: null);
        _grad = new Tensor(name + ".grad", this, precision, isInteger: false, shape, _memory, AddOwnBackward);
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>A parameter belongs to no graph: its statement goes to the graph of what the right side reads.</summary>
    void AddOwnBackward(Statement statement)
    {
        var source = statement.References.Select(r => r.Tensor).FirstOrDefault(t => t.IsOfBackward && t.Node is not Parameter)
            ?? throw new NotationException($"\"{statement}\" reads no gradient, so it belongs to no graph's backward part.");
        source.Record(statement);
    }
}

/// <summary>A node that the program computes. It starts at zero and takes <c>+=</c>, <c>-=</c> or <c>max=</c>.</summary>
public sealed class Computed : Node
{
    internal Computed(
        string name, Precision precision, IReadOnlyList<int> shape, RowCount? rows, Arena values, Arena gradients, Action<Statement> forward, Action<Statement> backward)
        : base(name, differentiable: false, isInteger: false)
    {
        Value = new Tensor(name, this, precision, isInteger: false, shape, values, forward) { Rows = rows };
        _grad = new Tensor(name + ".grad", this, precision, isInteger: false, shape, gradients, backward) { Rows = rows };
    }

    /// <summary>An entry of the node, to be read in an expression, or to be computed by <c>+=</c> or <c>-=</c>; see also <see cref="Expression.Max"/>.</summary>
    public new Expression this[params Subscript[] subscripts]
    {
        get => Value[subscripts];
        set => Value[subscripts] = value;
    }
}
