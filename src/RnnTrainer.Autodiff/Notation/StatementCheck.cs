namespace RnnTrainer.Autodiff.Notation;

/// <summary>The checks of a new statement. Errors name indexes and quote the statement.</summary>
static class StatementCheck
{
    /// <summary>The size of each index of the statement, on which all its references must agree.</summary>
    public static IReadOnlyList<int> Sizes(Statement statement)
    {
        var seen = new Dictionary<LoopIndex, (int Size, Reference Where)>();
        var groups = new List<(GroupedIndex Group, int Size, Reference Where)>();
        foreach (var reference in statement.References.Prepend(statement.Target))
        {
            Collect(statement, reference, seen, groups);
        }

        GroupedSizes.Collect(statement, groups, seen);

        if (statement.References.Any(r => ReferenceEquals(r.Tensor, statement.Target.Tensor)))
        {
            throw new NotationException($"{statement.Target.Tensor.Name} is accumulated and read in one statement, in {Quote(statement)}");
        }

        if (statement.Indexes.FirstOrDefault(l => !seen.ContainsKey(l)) is { } unused)
        {
            throw new NotationException($"index {unused} has no tensor to take its size from, in {Quote(statement)}");
        }

        CheckNumbers(statement);
        return [.. statement.Indexes.Select(l => seen[l].Size)];
    }

    /// <summary>Integers are subscripts only, and everything else has the target's precision.</summary>
    static void CheckNumbers(Statement statement)
    {
        var target = statement.Target.Tensor;
        if (statement.References.FirstOrDefault(r => r.Tensor.IsInteger) is { } whole)
        {
            throw new NotationException($"{whole} is an integer, which can only be a subscript, in {Quote(statement)}");
        }

        if (statement.References.FirstOrDefault(r => r.Tensor.Precision != target.Precision) is { } other)
        {
            throw new NotationException(
                $"{other.Tensor.Name} is {other.Tensor.Precision} but {target.Name} is {target.Precision}, in {Quote(statement)}");
        }
    }

    static void Collect(
        Statement statement, Reference reference, Dictionary<LoopIndex, (int Size, Reference Where)> seen,
        List<(GroupedIndex Group, int Size, Reference Where)> groups)
    {
        var shape = reference.Tensor.Shape;
        if (reference.Subscripts.Length != shape.Count)
        {
            throw new NotationException(
                $"{reference} has {reference.Subscripts.Length} subscripts but {reference.Tensor.Name} has {shape.Count} dimensions, in " +
                $"{Quote(statement)}");
        }

        for (var place = 0; place < shape.Count; place++)
        {
            if (reference.Subscripts[place] is Gather gather)
            {
                Collect(statement, gather.Entry, seen, groups);
                continue;
            }

            if (reference.Subscripts[place] is GroupedIndex group)
            {
                groups.Add((group, shape[place], reference));
                continue;
            }

            var index = ((SingleIndex)reference.Subscripts[place]).Index;
            if (seen.TryAdd(index, (shape[place], reference)) || seen[index].Size == shape[place])
            {
                continue;
            }

            var (size, where) = seen[index];
            throw new NotationException($"index {index} is {size} in {where} but {shape[place]} in {reference}, in {Quote(statement)}");
        }
    }

    internal static string Quote(Statement statement) => $"\"{statement}\"";
}
