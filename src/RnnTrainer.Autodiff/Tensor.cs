using RnnTrainer.Autodiff.Graphs;
using RnnTrainer.Autodiff.Sequences;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff;

/// <summary>A named block of numbers with a shape, row-major. A node has two of them: its value and its gradient.</summary>
public sealed unsafe class Tensor
{
    readonly Action<Statement>? _record;
    readonly Arena _arena;

    internal Tensor(string name, Node? node, Precision precision, bool isInteger, IReadOnlyList<int> shape, Arena arena, Action<Statement>? record)
    {
        Name = name;
        Node = node;
        Precision = precision;
        IsInteger = isInteger;
        Shape = shape.All(size => size > 0) ? shape : throw new NotationException($"{name}[{string.Join(",", shape)}] has a size below 1.");
        Length = shape.Aggregate(1, (a, b) => checked(a * b));
        _arena = arena;
        Address = arena.Take((long)Length * ElementSize);
        _record = record;
    }

    public string Name { get; }

    public IReadOnlyList<int> Shape { get; }

    /// <summary>The number of entries, the product of the shape.</summary>
    public int Length { get; }

    public Precision Precision { get; }

    /// <summary>Whether the entries are whole numbers (int32) that serve as subscripts.</summary>
    public bool IsInteger { get; }

    /// <summary>How many rows are in use, where the first place counts packed rows; else null.</summary>
    internal RowCount? Rows { get; init; }

    /// <summary>Bytes of one entry.</summary>
    public int ElementSize => IsInteger || Precision == Precision.Float32 ? 4 : 8;

    /// <summary>The node that this is the value or the gradient of.</summary>
    internal Node? Node { get; }

    internal nint Address { get; }

    /// <summary>Whether the backward pass writes it: a gradient, or a node that a program's own backward made.</summary>
    internal bool IsOfBackward => _record is not null && _record == Node?.Grad._record;

    /// <summary>The entry at these subscripts, as an expression; <c>+=</c> and <c>-=</c> on it write a statement.</summary>
    public Expression this[params Subscript[] subscripts]
    {
        get => new Reference(this, subscripts);
        set => Record(new Reference(this, subscripts), value);
    }

    public Span<float> Singles => Span<float>(!IsInteger && Precision == Precision.Float32);

    public Span<double> Doubles => Span<double>(!IsInteger && Precision == Precision.Float64);

    public Span<int> Integers => Span<int>(IsInteger);

    /// <summary>The entry at a row-major position, as a double whatever the precision.</summary>
    public double Get(int position) => IsInteger ? Integers[position] : Precision == Precision.Float32 ? Singles[position] : Doubles[position];

    /// <summary>Sets the entry at a row-major position, rounded to the precision.</summary>
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

    public double[] ToArray() => [.. Enumerable.Range(0, Length).Select(Get)];

    /// <summary>Sets all entries, row-major.</summary>
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

    public void Fill(double value)
    {
        for (var n = 0; n < Length; n++)
        {
            Set(n, value);
        }
    }

    public override string ToString() => $"{Name}[{string.Join(",", Shape)}]";

    /// <summary>Hands a statement to the graph that this tensor belongs to.</summary>
    internal void Record(Statement statement) => (_record ?? throw new NotationException($"{Name} can't be computed: it is an input or a parameter."))(statement);

    /// <summary>C# turns <c>T[b] += e</c> into <c>T[b] = T[b] + e</c>: the statement is read back from that sum.</summary>
    internal void Record(Reference target, Expression value)
    {
        if (_record is null)
        {
            throw new NotationException($"{Name} can't be computed: it is an input or a parameter.");
        }

        _record(value switch
        {
            Binary { Operation: Operation.Add } sum when target.Equals(sum.Left) => new Statement(target, Accumulation.Add, sum.Right),
            Binary { Operation: Operation.Subtract } difference when target.Equals(difference.Left) => new Statement(target, Accumulation.Subtract, difference.Right),
            _ => throw new NotationException($"{target} takes += and -= only, not \"{target} = {value}\": computed tensors start at zero."),
        });
    }

    Span<T> Span<T>(bool right) where T : unmanaged => right
        ? new Span<T>((void*)Address, Length)
        : throw new InvalidOperationException($"{Name} holds {(IsInteger ? "int32" : Precision.ToString())}, not {typeof(T).Name}.");
}
