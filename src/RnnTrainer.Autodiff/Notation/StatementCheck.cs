namespace RnnTrainer.Autodiff;

/// <summary>What is checked when a statement is made. Errors speak in letters and quote the statement.</summary>
static class StatementCheck
{
    /// <summary>The size of each letter of the statement, once all its references agree.</summary>
    public static IReadOnlyList<int> Sizes(Statement statement)
    {
        var seen = new Dictionary<Axis, (int Size, Reference Where)>();
        foreach (var reference in statement.References.Prepend(statement.Target))
        {
            Collect(statement, reference, seen);
        }

        if (statement.References.Any(r => ReferenceEquals(r.Tensor, statement.Target.Tensor)))
        {
            throw new NotationException($"{statement.Target.Tensor.Name} is accumulated and read in one statement, in {Quote(statement)}");
        }

        if (statement.Letters.FirstOrDefault(l => !seen.ContainsKey(l)) is { } unused)
        {
            throw new NotationException($"index {unused} has no tensor to take its size from, in {Quote(statement)}");
        }

        return [.. statement.Letters.Select(l => seen[l].Size)];
    }

    static void Collect(Statement statement, Reference reference, Dictionary<Axis, (int Size, Reference Where)> seen)
    {
        var shape = reference.Tensor.Shape;
        if (reference.Subscripts.Length != shape.Count)
        {
            throw new NotationException(
                $"{reference} has {reference.Subscripts.Length} subscripts but {reference.Tensor.Name} has {shape.Count} dimensions, in {Quote(statement)}");
        }

        for (var place = 0; place < shape.Count; place++)
        {
            if (reference.Subscripts[place] is LookUp lookUp)
            {
                Collect(statement, lookUp.Entry, seen);
                continue;
            }

            var letter = ((Letter)reference.Subscripts[place]).Axis;
            if (seen.TryAdd(letter, (shape[place], reference)) || seen[letter].Size == shape[place])
            {
                continue;
            }

            var (size, where) = seen[letter];
            throw new NotationException($"index {letter} is {size} in {where} but {shape[place]} in {reference}, in {Quote(statement)}");
        }
    }

    static string Quote(Statement statement) => $"«{statement}»";
}
