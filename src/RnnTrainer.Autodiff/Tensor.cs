using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff;

/// <summary>A named array of numbers with a shape, in row-major order. A node has two of them: its value and its gradient.</summary>
public sealed unsafe class Tensor
{
    readonly Action<Statement>? _record;
    readonly Arena _arena;

    /// <param name="record">Adds a statement that computes this tensor to its graph; null if the tensor is never computed.</param>
    internal Tensor(
        string name, Node? node, Precision precision, bool isInteger, IReadOnlyList<int> shape, Arena arena, Action<Statement>? record)
    {
        Name = name;
        Node = node;
        Precision = precision;
        IsInteger = isInteger;
        Shape = shape.All(size => size > 0) ? shape : throw new NotationException($"{name}[{string.Join(",", shape)}] has a size below 1.");
        Length = Shapes.Length(shape);
        _arena = arena;
        Address = arena.Take((long)Length * ElementSize);
        _record = record;
    }

    /// <summary>The name, which statements print.</summary>
    public string Name { get; }

    /// <summary>The size of each dimension.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The number of entries, which is the product of the shape.</summary>
    public int Length { get; }

    /// <summary>The number type of the entries, unless they are integers.</summary>
    public Precision Precision { get; }

    /// <summary>Whether the entries are integers (int32), which serve as subscripts.</summary>
    public bool IsInteger { get; }

    /// <summary>The number of rows in use if the first dimension counts packed rows, else null.</summary>
    internal RowCount? Rows { get; init; }

    /// <summary>Bytes of one entry.</summary>
    internal int ElementSize => IsInteger ? sizeof(int) : Precision.Bytes();

    /// <summary>The node of which this is the value or the gradient.</summary>
    internal Node? Node { get; }

    internal nint Address { get; }

    /// <summary>Whether the backward pass writes it: a gradient, or a node that a hand-written backward part made.</summary>
    internal bool IsOfBackward => _record is not null && _record == Node?.Grad._record;

    /// <summary>
    /// The entry at these subscripts, one for each dimension, as an expression. <c>+=</c> and <c>-=</c> on it write a statement.
    /// </summary>
    /// <exception cref="NotationException">The statement that is written is refused.</exception>
    public Expression this[params Subscript[] subscripts]
    {
        get => new Reference(this, subscripts);
        set => Record(new Reference(this, subscripts), value);
    }

    /// <summary>The entries in row-major order, to read and write.</summary>
    /// <exception cref="InvalidOperationException">They are not float32.</exception>
    public Span<float> Singles => Span<float>(!IsInteger && Precision == Precision.Float32);

    /// <summary>The entries in row-major order, to read and write.</summary>
    /// <exception cref="InvalidOperationException">They are not float64.</exception>
    public Span<double> Doubles => Span<double>(!IsInteger && Precision == Precision.Float64);

    /// <summary>The entries in row-major order, to read and write.</summary>
    /// <exception cref="InvalidOperationException">They are not integers.</exception>
    public Span<int> Integers => Span<int>(IsInteger);

    /// <summary>The entry at a row-major position, as a double whatever its type.</summary>
    public double Get(int position) =>
        IsInteger ? Integers[position] : Precision == Precision.Float32 ? Singles[position] : Doubles[position];

    /// <summary>Sets the entry at a row-major position, rounded to the tensor's type.</summary>
    /// <exception cref="OverflowException">The entries are integers and the value is outside int32.</exception>
    public void Set(int position, double value)
    {
        if (IsInteger)
        {
            Integers[position] = checked((int)value);
        }
        else if (Precision == Precision.Float32)
        {
            Singles[position] = (float)value;
        }
        else
        {
            Doubles[position] = value;
        }
    }

    /// <summary>A copy of the entries in row-major order.</summary>
    public double[] ToArray() => [.. Enumerable.Range(0, Length).Select(Get)];

    /// <summary>Sets all entries, in row-major order.</summary>
    /// <exception cref="ArgumentException">The number of values is not <see cref="Length"/>.</exception>
    public void Assign(ReadOnlySpan<double> values)
    {
        if (values.Length != Length)
        {
            throw new ArgumentException($"{Name} has {Length} entries but {values.Length} were given.", nameof(values));
        }

        for (var n = 0; n < Length; n++)
        {
            Set(n, values[n]);
        }
    }

    /// <summary>Sets all entries to one value.</summary>
    public void Fill(double value)
    {
        for (var n = 0; n < Length; n++)
        {
            Set(n, value);
        }
    }

    /// <summary>The name and the shape.</summary>
    public override string ToString() => $"{Name}[{string.Join(",", Shape)}]";

    /// <summary>Adds a statement to the graph of this tensor.</summary>
    internal void Record(Statement statement) => Recorder()(statement);

    /// <summary>C# turns <c>T[b] += e</c> into <c>T[b] = T[b] + e</c>; this finds the statement in that sum.</summary>
    void Record(Reference target, Expression value)
    {
        var record = Recorder();
        record(value switch
        {
            Binary { Operation: Operation.Add } sum when target.Equals(sum.Left) => new Statement(target, Accumulation.Add, sum.Right),
            Binary { Operation: Operation.Subtract } difference when target.Equals(difference.Left) =>
                new Statement(target, Accumulation.Subtract, difference.Right),
            _ => throw new NotationException($"{target} takes += and -= only, not \"{target} = {value}\": computed tensors start at zero."),
        });
    }

    Action<Statement> Recorder() => _record ?? throw new NotationException($"{Name} can't be computed: it is an input or a parameter.");

    Span<T> Span<T>(bool isRightType)
        where T : unmanaged => isRightType
            ? new Span<T>((void*)Address, Length)
            : throw new InvalidOperationException($"{Name} holds {(IsInteger ? "int32" : Precision.ToString())}, not {typeof(T).Name}.");
}
