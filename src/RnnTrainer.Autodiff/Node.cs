using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff;

/// <summary>A value and, if it is differentiable, a gradient of the same shape.</summary>
public abstract class Node
{
    private protected Node(string name, bool differentiable, bool isInteger)
    {
        Name = name;
        IsDifferentiable = differentiable && !isInteger;
    }

    /// <summary>The name, which statements print.</summary>
    public string Name { get; }

    /// <summary>The size of each dimension.</summary>
    public IReadOnlyList<int> Shape => Value.Shape;

    /// <summary>The values, which are set from outside or computed by the forward pass.</summary>
    public Tensor Value { get; private protected init; } = null!;

    /// <summary>
    /// The derivative of the loss with respect to <see cref="Value"/>, in its shape; for a parameter, of the mean loss of the batch.
    /// </summary>
    /// <exception cref="InvalidOperationException">The node is data, which has no gradient.</exception>
    public Tensor Grad => _grad ?? throw new InvalidOperationException($"{Name} is data, so it has no gradient.");

    private protected Tensor? _grad;

    /// <summary>Whether the backward pass computes <see cref="Grad"/>.</summary>
    public bool IsDifferentiable { get; internal set; }

    /// <summary>The entry of <see cref="Value"/> at these subscripts, one for each dimension, as an expression.</summary>
    public Expression this[params Subscript[] subscripts] => Value[subscripts];

    /// <summary>The name and the shape, <c>h[B,J]</c> in numbers.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>A node whose value is set from outside and never computed: data, an initial state.</summary>
public sealed class Input : Node
{
    internal Input(
        string name,
        Precision precision,
        bool differentiable,
        bool isInteger,
        IReadOnlyList<int> shape,
        RowCount? rows,
        Arena values,
        Arena gradients,
        Action<Statement> backward)
        : base(name, differentiable, isInteger)
    {
        Value = new Tensor(name, this, precision, isInteger, shape, values, record: null) { Rows = rows };
        _grad = IsDifferentiable
            ? new Tensor(name + ".grad", this, precision, isInteger: false, shape, gradients, backward) { Rows = rows }
            : null;
    }
}

/// <summary>A weight. It outlives graphs: every graph of the same precision can read it and adds to its gradient.</summary>
public sealed class Parameter : Node, IDisposable
{
    readonly Arena _memory = new();

    /// <param name="shape">The sizes of the dimensions, each at least 1. The values are zero until they are set.</param>
    /// <exception cref="NotationException">A size is below 1.</exception>
    public Parameter(string name, Precision precision, params IReadOnlyList<int> shape)
        : base(name, differentiable: true, isInteger: false)
    {
        Value = new Tensor(name, this, precision, isInteger: false, shape, _memory, record: null);
        _grad = new Tensor(name + ".grad", this, precision, isInteger: false, shape, _memory, AddOwnBackward);
    }

    /// <summary>Frees the memory of the value and the gradient.</summary>
    public void Dispose() => _memory.Dispose();

    /// <summary>A parameter belongs to no graph, so its statement goes to the graph of the gradient that the right side reads.</summary>
    void AddOwnBackward(Statement statement)
    {
        var source = statement.References.Select(r => r.Tensor).FirstOrDefault(t => t.IsOfBackward && t.Node is not Parameter)
            ?? throw new NotationException($"\"{statement}\" reads no gradient, so it belongs to no graph's backward part.");
        source.Record(statement);
    }
}

/// <summary>
/// A node that statements compute. It starts at zero and takes <c>+=</c> and <c>-=</c>, or it starts at −∞ and takes <c>max=</c>.
/// </summary>
public sealed class Computed : Node
{
    internal Computed(
        string name,
        Precision precision,
        IReadOnlyList<int> shape,
        RowCount? rows,
        Arena values,
        Arena gradients,
        Action<Statement> forward,
        Action<Statement> backward)
        : base(name, differentiable: false, isInteger: false)
    {
        Value = new Tensor(name, this, precision, isInteger: false, shape, values, forward) { Rows = rows };
        _grad = new Tensor(name + ".grad", this, precision, isInteger: false, shape, gradients, backward) { Rows = rows };
    }

    /// <summary>An entry to read in an expression, or to compute with <c>+=</c>, <c>-=</c> or <see cref="Expression.Max"/>.</summary>
    /// <exception cref="NotationException">The statement that is written is refused.</exception>
    public new Expression this[params Subscript[] subscripts]
    {
        get => Value[subscripts];
        set => Value[subscripts] = value;
    }
}
