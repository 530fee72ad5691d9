using System.Globalization;
using System.Runtime.InteropServices;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>
/// An ONNX graph as it grows: nodes in the order in which they run, constants, inputs and outputs. Values are known by their names. The
/// body of a Scan is a graph inside another:
/// it sees the values of that one. What is computed of constants alone is moved outside, where it runs once. Format: onnx.proto of IR
/// version 8.
/// </summary>
sealed class OnnxGraph
{
    readonly OnnxGraph? _outer;
    readonly string _name;
    readonly HashSet<string> _names;
    readonly HashSet<string> _constants = [];
    readonly List<ProtobufMessage> _nodes = [];
    readonly List<ProtobufMessage> _initializers = [];
    readonly List<ProtobufMessage> _inputs = [];
    readonly List<ProtobufMessage> _outputs = [];

    public OnnxGraph(string name, OnnxGraph? outer = null) => (_name, _outer, _names) = (name, outer, outer?._names ?? []);

    /// <summary>Appends a node with one output.</summary>
    /// <param name="wish">The output's name, followed by a number where it is taken.</param>
    /// <param name="operands">Names of values; an empty one is an operand left out.</param>
    /// <param name="attributes">Each a <c>long</c>, <c>float</c>, <c>string</c>, a list of <c>long</c> or <c>string</c>, or a
    /// graph.</param>
    public string Add(string operation, string wish, IReadOnlyList<string> operands, params (string Name, object Value)[] attributes) =>
        Add(operation, [wish], operands, attributes)[0];

    /// <summary>Appends a node with several outputs.</summary>
    public string[] Add(
        string operation, IReadOnlyList<string> wishes, IReadOnlyList<string> operands, params (string Name, object Value)[] attributes)
    {
        var isConstant = operands.Count > 0 && operands.All(IsConstant);
        if (isConstant && _outer is not null)
        {
            return _outer.Add(operation, wishes, operands, attributes);
        }

        string[] results = [.. wishes.Select(Named)];
        _constants.UnionWith(isConstant ? results : []);
        _nodes.Add(new ProtobufMessage().Add(1, operands).Add(2, results).Add(3, Named($"{results[0]} {operation}")).Add(4, operation)
            .Add(5, attributes.Select(a => Attribute(a.Name, a.Value))));
        return results;
    }

    /// <summary>A tensor of float32.</summary>
    public string Floats(string wish, IReadOnlyList<int> shape, IEnumerable<double> values) =>
        Constant(wish, OnnxType.Float, shape, MemoryMarshal.AsBytes(values.Select(v => (float)v).ToArray().AsSpan()));

    /// <summary>A single number of float32.</summary>
    public string Number(double value) => Floats(value.ToString("R", CultureInfo.InvariantCulture), [], [value]);

    /// <summary>A list of whole numbers.</summary>
    public string Integers(params long[] values) =>
        Constant($"[{string.Join(',', values)}]", OnnxType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>A single whole number.</summary>
    public string Integer(long value) =>
        Constant(string.Create(CultureInfo.InvariantCulture, $"{value}:int"), OnnxType.Int64, [], MemoryMarshal.AsBytes<long>([value]));

    /// <summary>An input. Its sizes are numbers, or names of what is known only when it runs.</summary>
    public string Input(string wish, OnnxType type, params object[] sizes)
    {
        var result = Named(wish);
        _inputs.Add(ValueInfo(result, type, sizes));
        return result;
    }

    /// <summary>Makes a value of this graph an output. In the outermost graph its name is kept for the programs that run it.</summary>
    public void Output(string value, OnnxType type, params object[] sizes) => _outputs.Add(ValueInfo(value, type, sizes));

    /// <summary>The graph as part of a model or an attribute.</summary>
    public ProtobufMessage ToMessage() =>
        new ProtobufMessage().Add(1, _nodes).Add(2, _name).Add(5, _initializers).Add(11, _inputs).Add(12, _outputs);

    bool IsConstant(string value) => value.Length == 0 || _constants.Contains(value) || _outer?.IsConstant(value) == true;

    string Named(string wish)
    {
        var result = wish;
        for (var n = 2; !_names.Add(result); n++)
        {
            result = string.Create(CultureInfo.InvariantCulture, $"{wish}_{n}");
        }

        return result;
    }

    // Constants are the outermost graph's, equal ones are one.
    string Constant(string wish, OnnxType type, IReadOnlyList<int> shape, ReadOnlySpan<byte> data)
    {
        if (_outer is not null)
        {
            return _outer.Constant(wish, type, shape, data);
        }

        if (!_constants.Contains(wish))
        {
            _constants.Add(_names.Add(wish) ? wish : throw new InvalidOperationException($"Two values are called {wish}."));
            _initializers.Add(new ProtobufMessage().Add(1, shape.Select(s => (long)s)).Add(2, (long)type).Add(8, wish).Add(9, data));
        }

        return wish;
    }

    static ProtobufMessage Attribute(string name, object value)
    {
        var message = new ProtobufMessage().Add(1, name);
        return value switch
        {
            float number => message.Add(2, number).Add(20, 1L),
            long number => message.Add(3, number).Add(20, 2L),
            string text => message.Add(4, text).Add(20, 3L),
            OnnxGraph graph => message.Add(6, graph.ToMessage()).Add(20, 5L),
            IEnumerable<long> numbers => message.Add(8, numbers).Add(20, 7L),
            IEnumerable<string> texts => message.Add(9, texts).Add(20, 8L),
            _ => throw new ArgumentException($"{name} is {value.GetType().Name}, which no attribute here is.", nameof(value)),
        };
    }

    static ProtobufMessage ValueInfo(string name, OnnxType type, object[] sizes)
    {
        var shape = new ProtobufMessage()
            .Add(
                1, sizes.Select(
                    s => s is string letter ? new ProtobufMessage().Add(2, letter)
                    : new ProtobufMessage().Add(1, Convert.ToInt64(s, CultureInfo.InvariantCulture))));
        return new ProtobufMessage().Add(1, name)
            .Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, (long)type).Add(2, shape)));
    }
}

/// <summary>The number formats of ONNX that are used here, with ONNX's own numbers.</summary>
enum OnnxType
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
}
