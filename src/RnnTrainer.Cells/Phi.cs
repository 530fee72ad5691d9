using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>The parameters of one layer, Φ: one set that every time step shares.</summary>
/// <param name="parameters">The parameters; what follows the last dot of a name, <c>WhR</c> in <c>layer0.WhR</c>, has to be unique.</param>
public sealed class Phi(IEnumerable<Parameter> parameters)
{
    readonly Dictionary<string, Parameter> _byName = parameters.ToDictionary(p => p.Name[(p.Name.LastIndexOf('.') + 1)..]);

    /// <summary>All parameters, in the order in which the cell declares them.</summary>
    public IReadOnlyCollection<Parameter> Parameters => _byName.Values;

    /// <summary>The parameter of a name without its prefix, such as <c>WhR</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such parameter.</exception>
    public Parameter this[string name] => _byName[name];

    /// <summary>New parameters for a cell, all zero.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="precision">The number type.</param>
    /// <param name="K">The number of inputs.</param>
    /// <param name="J">The hidden size.</param>
    /// <param name="prefix">Put before every name: <c>layer0.</c></param>
    /// <exception cref="CellException">A text cell cannot have the hidden size J.</exception>
    public static Phi Zeros(ICell cell, Precision precision, int K, int J, string prefix = "") =>
        new(cell.Parameters(K, J).Select(p => new Parameter(prefix + p.Name, precision, p.Shape)));
}
