using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Cells.Language.Parsing;

namespace RnnTrainer.Cells.Language.Building;

/// <summary>Writes the statements of a checked text into a graph.</summary>
/// <param name="program">The text.</param>
/// <param name="graph">Where its statements go.</param>
/// <param name="sizeOf">The size of an index.</param>
/// <param name="given">Inputs, states and parameters by name.</param>
sealed class ProgramBuilder(CheckedProgram program, Graph graph, Func<string, int> sizeOf, IReadOnlyDictionary<string, Node> given)
{
    const string Gradient = ".grad";

    readonly Dictionary<string, Node> _nodes = new(given);
    readonly Dictionary<string, double> _constants = program.Syntax.Constants.ToDictionary(c => c.Name.Text, c => c.Value);

    /// <summary>Every node by name.</summary>
    /// <exception cref="NotationException">A statement is not well formed for these sizes.</exception>
    public IReadOnlyDictionary<string, Node> Build()
    {
        if (program.Syntax.BackwardAt is null)
        {
            Add(program.Syntax.Forward);
        }
        else
        {
            graph.WithBackward(() => Add(program.Syntax.Forward), () => Add(program.Syntax.Backward));
        }

        return _nodes;
    }

    void Add(IEnumerable<StatementSyntax> statements)
    {
        foreach (var statement in statements.Where(IsNeeded))
        {
            var indexes = statement.For?.Select(i => new LoopIndex(i.Text)).ToList();
            var sizes = statement.RepeatsItself ? indexes!.Select(i => sizeOf(i.Name)).ToList() : null;
            graph.Add(new Statement(Target(statement.Target), statement.Accumulation, statement.Value.Bind(Meaning), indexes, sizes));
        }
    }

    /// <summary>Whether it computes anything but the gradient of a node that has none.</summary>
    bool IsNeeded(StatementSyntax statement)
    {
        var name = statement.Target.Name.Text;
        return !name.EndsWith(Gradient, StringComparison.Ordinal) || _nodes[name[..^Gradient.Length]].IsDifferentiable;
    }

    Reference Target(Entry entry)
    {
        var name = entry.Name.Text;
        if (!name.EndsWith(Gradient, StringComparison.Ordinal) && !_nodes.ContainsKey(name))
        {
            int[] shape = [.. entry.Subscripts.Select(s => s.Indexes.Aggregate(1, (size, index) => size * sizeOf(index.Text)))];
            _nodes[name] = graph.Computed(name, shape);
        }

        return entry.ToReference(TensorOf);
    }

    Tensor TensorOf(string name) =>
        name.EndsWith(Gradient, StringComparison.Ordinal) ? _nodes[name[..^Gradient.Length]].Grad : _nodes[name].Value;

    Expression Meaning(Entry entry) => entry switch
    {
        { Subscripts.Count: 0, Name.Text: "B" } => new BatchSize(),
        { Subscripts.Count: 0 } when _constants.TryGetValue(entry.Name.Text, out var value) => value,
        _ => entry.ToReference(TensorOf),
    };
}
