using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>A whole definition as text: a head that declares its tensors, then the statements.</summary>
static class ProgramText
{
    /// <param name="kind"><c>cell</c> or <c>program</c>.</param>
    /// <param name="nodes">The nodes that the definition reads or computes.</param>
    public static IEnumerable<string> Lines(
        string kind, string name, IReadOnlyList<Node> nodes, IReadOnlyList<Statement> statements, ProgramHead? head = null)
    {
        head ??= new ProgramHead([]);
        yield return $"{kind} {name}";
        foreach (var (word, declared) in Declarations(nodes, head).Where(d => d.Nodes.Any()))
        {
            yield return $"{word} {string.Join(" ", declared.Select(n => Declared(n, statements, head)))}";
        }

        foreach (var (index, size) in head.Sizes ?? [])
        {
            yield return $"size {index} = {size}";
        }

        yield return "";
        foreach (var line in TextPrinter.Lines(statements))
        {
            yield return line;
        }
    }

    static IEnumerable<(string Word, IEnumerable<Node> Nodes)> Declarations(IReadOnlyList<Node> nodes, ProgramHead head) =>
    [
        ("input", nodes.OfType<Input>().Except(head.States).Where(n => !n.Value.IsInteger)),
        ("index", nodes.OfType<Input>().Where(n => n.Value.IsInteger)),
        ("state", head.States),
        ("param", head.Parameters ?? nodes.Where(n => n is Parameter)),
    ];

    /// <summary>The tensor with the indexes of its first use, or a state with those of its next value; then its initializer.</summary>
    static string Declared(Node node, IReadOnlyList<Statement> statements, ProgramHead head)
    {
        var initializer = head.Initializers?.GetValueOrDefault(node.Name) is { } given ? $" = {given}" : "";
        var declared = head.Declared?.GetValueOrDefault(node.Name) ?? FirstUse(node, statements, head)?.ToString() ?? node.Name;
        return declared + initializer;
    }

    static Reference? FirstUse(Node node, IReadOnlyList<Statement> statements, ProgramHead head)
    {
        var next = head.States.Contains(node) ? statements.FirstOrDefault(s => s.Target.Tensor.Name == node.Name + "'")?.Target : null;
        var use = next is not null
            ? new Reference(node.Value, next.Subscripts)
            : statements.SelectMany(s => s.References).SelectMany(r => r.WithGathered())
                .FirstOrDefault(r => ReferenceEquals(r.Tensor, node.Value));
        return use is null ? null : WithSingleIndexes(use);
    }

    /// <summary>A declaration has single indexes only: v in place of a gather, and one index in place of a group.</summary>
    static Reference WithSingleIndexes(Reference reference) => new(reference.Tensor, [.. reference.Subscripts.Select(s => s switch
    {
        Gather => new SingleIndex(new LoopIndex("v")),
        GroupedIndex group => new SingleIndex(new LoopIndex(string.Concat(group.Indexes))),
        _ => s,
    })]);
}

/// <summary>What the head of a definition declares beyond its statements.</summary>
/// <param name="States">The inputs that are states.</param>
/// <param name="Parameters">The parameters in the order of their declaration; null for that of their first use.</param>
/// <param name="Initializers">The initializers of parameters by name, without those that have the default.</param>
/// <param name="Sizes">The indexes with a declared size.</param>
/// <param name="Declared">Tensors with the indexes of their declaration, by name; null for those of their first use.</param>
sealed record ProgramHead(
    IReadOnlyCollection<Node> States,
    IReadOnlyCollection<Node>? Parameters = null,
    IReadOnlyDictionary<string, string>? Initializers = null,
    IReadOnlyList<(string Index, int Size)>? Sizes = null,
    IReadOnlyDictionary<string, string>? Declared = null);
