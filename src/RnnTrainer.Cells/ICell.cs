using RnnTrainer.Autodiff;
using RnnTrainer.Common;

namespace RnnTrainer.Cells;

/// <summary>One step of a recurrent network, written as equations.</summary>
public interface ICell
{
    /// <summary>The name that configs and commands use.</summary>
    string Name { get; }

    /// <summary>The weights of one layer and their shapes, for K inputs and J state units.</summary>
    IReadOnlyList<ParameterShape> Parameters(int K, int J);

    /// <summary>J has to be a multiple of it, where the units are counted by several letters; else 1.</summary>
    int UnitMultiple => 1;

    /// <summary>The states' names; the first is the cell's output. Each has shape [B,J].</summary>
    IReadOnlyList<string> States { get; }

    /// <summary>Writes the step's statements into the graph.</summary>
    /// <param name="phi">The weights by name.</param>
    /// <param name="x">The input x_t [B,K].</param>
    /// <param name="states">The states before the step, in the order of <see cref="States"/>.</param>
    /// <returns>The states after the step.</returns>
    IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states);
}

/// <summary>A weight's name, shape and how it starts.</summary>
public sealed record ParameterShape(string Name, IReadOnlyList<int> Shape, Initializer Initializer)
{
    /// <summary>One that starts as most do: <see cref="Initializer.Glorot"/> where it has two and more sizes, else zero. From state to state <see cref="Initializer.Orthogonal"/> is usual.</summary>
    public ParameterShape(string name, params IReadOnlyList<int> shape)
        : this(name, shape, Initializer.Default(shape.Count, isStateToState: false))
    {
    }
}

/// <summary>A package of weights that is handed to every step of the unrolled graph.</summary>
public sealed class Phi(IEnumerable<Parameter> parameters)
{
    readonly Dictionary<string, Parameter> _byName = parameters.ToDictionary(p => p.Name[(p.Name.LastIndexOf('.') + 1)..]);

    public Parameter this[string name] => _byName[name];

    public IReadOnlyCollection<Parameter> Parameters => _byName.Values;

    /// <summary>New weights, all zero, for K inputs and J state units.</summary>
    /// <param name="prefix">Goes before every name: <c>layer0.</c></param>
    public static Phi Zeros(ICell cell, Precision precision, int K, int J, string prefix = "") =>
        new(cell.Parameters(K, J).Select(p => new Parameter(prefix + p.Name, precision, p.Shape)));
}
