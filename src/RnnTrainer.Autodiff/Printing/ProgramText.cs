using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>A whole program as text: a head that declares its tensors, then the loops.</summary>
static class ProgramText
{
    /// <param name="kind">What it is: <c>cell</c> or <c>program</c>.</param>
    public static IEnumerable<string> Forward(string kind, string name, Graph graph, ProgramHead? head = null)
    {
        head ??= new ProgramHead([]);
        yield return $"{kind} {name}";
        foreach (var (word, nodes) in Declarations(graph, head).Where(d => d.Nodes.Any()))
        {
            yield return $"{word} {string.Join(" ", nodes.Select(n => Declared(n, graph, head)))}";
        }

        foreach (var (index, size) in head.Sizes ?? [])
        {
            yield return $"size {index} = {size}";
        }

        yield return "";
        foreach (var line in TextPrinter.Lines([.. graph.Statements]))
        {
            yield return line;
        }
    }

    /// <param name="results">The nodes whose gradients come from outside.</param>
    public static IEnumerable<string> Backward(Graph graph, IEnumerable<Node> results) => TextPrinter.Lines([.. graph.BackwardFrom(results)]);

    static IEnumerable<(string Word, IEnumerable<Node> Nodes)> Declarations(Graph graph, ProgramHead head) =>
    [
        ("input", graph.Nodes.OfType<Input>().Except(head.States).Where(n => !n.Value.IsInteger)),
        ("index", graph.Nodes.OfType<Input>().Where(n => n.Value.IsInteger)),
        ("state", head.States),
        ("param", head.Parameters ?? graph.Nodes.Where(n => n is Parameter)),
    ];

    /// <summary>The tensor with the indexes of its first use, a state with those of its next value; then how it starts.</summary>
    static string Declared(Node node, Graph graph, ProgramHead head)
    {
        var start = head.Starts?.GetValueOrDefault(node.Name) is { } how ? $" = {how}" : "";
        if (head.Declared?.GetValueOrDefault(node.Name) is { } declared)
        {
            return declared + start;
        }

        var next = head.States.Contains(node) ? graph.Statements.FirstOrDefault(s => s.Target.Tensor.Name == node.Name + "'")?.Target : null;
        var entry = next is not null ? new Reference(node.Value, next.Subscripts) : graph.Statements
            .SelectMany(s => s.References.SelectMany(r => r.WithGathered()))
            .FirstOrDefault(r => ReferenceEquals(r.Tensor, node.Value));
        return (entry is null ? node.Name : WithLetters(entry).ToString()) + start;
    }

    /// <summary>A declaration has indexes only: the v-th entry stands where a gather stood, and one index for those of a group.</summary>
    static Reference WithLetters(Reference reference) => new(reference.Tensor, [.. reference.Subscripts.Select(s => s switch
    {
        Gather => new SingleIndex(new LoopIndex("v")),
        GroupedIndex group => new SingleIndex(new LoopIndex(string.Concat(group.Indexes))),
        _ => s,
    })]);
}

/// <summary>What the head of a program says beyond its statements.</summary>
/// <param name="States">The inputs that are states, as opposed to data.</param>
/// <param name="Parameters">The parameters in the order in which they are declared; null: in that of their first use.</param>
/// <param name="Starts">How parameters start, by name; those that start as the notation has it of itself are left out.</param>
/// <param name="Sizes">The indexes whose size is declared.</param>
/// <param name="Declared">Tensors with the indexes of their declaration, by name; null: with those of their first use.</param>
sealed record ProgramHead(
    IReadOnlyCollection<Node> States,
    IReadOnlyCollection<Node>? Parameters = null,
    IReadOnlyDictionary<string, string>? Starts = null,
    IReadOnlyList<(string Index, int Size)>? Sizes = null,
    IReadOnlyDictionary<string, string>? Declared = null);
