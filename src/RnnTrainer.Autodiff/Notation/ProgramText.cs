namespace RnnTrainer.Autodiff;

/// <summary>A whole program as text: a head that declares its tensors, then the loops.</summary>
public static class ProgramText
{
    /// <param name="kind">What it is: <c>cell</c> or <c>program</c>.</param>
    /// <param name="states">The inputs that are states, as opposed to data.</param>
    public static IEnumerable<string> Forward(string kind, string name, Graph graph, IReadOnlyCollection<Node> states)
    {
        yield return $"{kind} {name}";
        foreach (var (word, nodes) in Declarations(graph, states).Where(d => d.Nodes.Any()))
        {
            yield return $"{word} {string.Join(" ", nodes.Select(n => Declared(n, graph)))}";
        }

        yield return "";
        foreach (var line in TextPrinter.Lines([.. graph.Statements]))
        {
            yield return line;
        }
    }

    public static IEnumerable<string> Backward(Graph graph) => TextPrinter.Lines([.. graph.BackwardStatements]);

    static IEnumerable<(string Word, IEnumerable<Node> Nodes)> Declarations(Graph graph, IReadOnlyCollection<Node> states) =>
    [
        ("input", graph.Nodes.OfType<Input>().Except(states).Where(n => !n.Value.IsInteger)),
        ("index", graph.Nodes.OfType<Input>().Where(n => n.Value.IsInteger)),
        ("state", states),
        ("param", graph.Nodes.OfType<Parameter>()),
    ];

    /// <summary>The tensor with the letters of its first use.</summary>
    static string Declared(Node node, Graph graph) => graph.Statements
        .SelectMany(s => s.References.SelectMany(WithEntries))
        .FirstOrDefault(r => ReferenceEquals(r.Tensor, node.Value))?.ToString() ?? node.Name;

    static IEnumerable<Reference> WithEntries(Reference reference) =>
        reference.Subscripts.OfType<LookUp>().SelectMany(l => WithEntries(l.Entry)).Prepend(reference);
}
