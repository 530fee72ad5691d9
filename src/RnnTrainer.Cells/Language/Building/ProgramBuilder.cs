using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Building;

/// <summary>Writes the statements of a text into a graph.</summary>
/// <param name="sizeOf">The size of a letter.</param>
/// <param name="given">Inputs, states and parameters by name.</param>
sealed class ProgramBuilder(CheckedProgram program, Graph graph, Func<string, int> sizeOf, IReadOnlyDictionary<string, Node> given)
{
    const string Gradient = ".grad";

    readonly Dictionary<string, Node> _nodes = new(given);
    readonly Dictionary<string, double> _constants = program.Syntax.Constants.ToDictionary(c => c.Name.Text, c => c.Value);

    /// <summary>Every node by name.</summary>
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
        foreach (var statement in statements.Where(IsWanted))
        {
            var letters = statement.For?.Select(l => new LoopIndex(l.Text)).ToList();
            var sizes = statement.RepeatsItself ? letters!.Select(l => sizeOf(l.Name)).ToList() : null;
            graph.Add(new Statement(Target(statement.Target), statement.Accumulation, Expression(statement.Value), letters, sizes));
        }
    }

    /// <summary>Not the gradient of a node that keeps none.</summary>
    bool IsWanted(StatementSyntax statement)
    {
        var name = statement.Target.Name.Text;
        return !name.EndsWith(Gradient, StringComparison.Ordinal) || _nodes[name[..^Gradient.Length]].IsDifferentiable;
    }

    Reference Target(Entry entry)
    {
        var name = entry.Name.Text;
        if (!name.EndsWith(Gradient, StringComparison.Ordinal) && !_nodes.ContainsKey(name))
        {
            _nodes[name] = graph.Computed(name, [.. entry.Places.Select(p => p.IsComposite ? p.Letters.Aggregate(1, (size, l) => size * sizeOf(l.Text)) : sizeOf(p.Name.Text))]);
        }

        return Reference(entry);
    }

    Reference Reference(Entry entry) => new(Tensor(entry.Name.Text), [.. entry.Places.Select(Subscript)]);

    Tensor Tensor(string name) => name.EndsWith(Gradient, StringComparison.Ordinal) ? _nodes[name[..^Gradient.Length]].Grad : _nodes[name].Value;

    Subscript Subscript(Entry place) => Terms.Subscript(place, Reference);

    Expression Expression(Term term) => Terms.Expression(term, Atom);

    Expression Atom(Entry entry) => entry switch
    {
        { Places.Count: 0, Name.Text: "B" } => new BatchSize(),
        { Places.Count: 0 } when _constants.TryGetValue(entry.Name.Text, out var value) => value,
        _ => Reference(entry),
    };
}
