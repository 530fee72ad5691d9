namespace RnnTrainer.Autodiff;

/// <summary>The sizes of letters that count a place together: their product is the size of the place.</summary>
static class CompositeSizes
{
    /// <summary>Finds the letters that stand nowhere by themselves: where one is left, it is what the others leave of the place.</summary>
    /// <param name="seen">The letters that are known; more are added.</param>
    /// <exception cref="NotationException">A product is not the size of its place, or two letters are left.</exception>
    public static void Collect(Statement statement, IReadOnlyList<(Composite Letters, int Size, Reference Where)> composites, Dictionary<Axis, (int Size, Reference Where)> seen)
    {
        var open = composites.ToList();
        while (open.FindIndex(c => c.Letters.Letters.Count(l => !seen.ContainsKey(l)) <= 1) is >= 0 and var at)
        {
            var (composite, size, where) = open[at];
            open.RemoveAt(at);
            var known = composite.Letters.Where(seen.ContainsKey).Aggregate(1, (product, l) => product * seen[l].Size);
            var left = composite.Letters.FirstOrDefault(l => !seen.ContainsKey(l));
            if (left is null ? known != size : size % known != 0)
            {
                throw new NotationException($"{composite} counts {(left is null ? "" : "multiples of ")}{known} but its place in {where} has {size}, in {StatementCheck.Quote(statement)}");
            }

            if (left is not null)
            {
                seen[left] = (size / known, where);
            }
        }

        if (open.Count > 0)
        {
            throw new NotationException($"nothing tells the sizes of the letters in {open[0].Letters}, in {StatementCheck.Quote(statement)}");
        }
    }
}
