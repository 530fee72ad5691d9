namespace RnnTrainer.Autodiff.Notation;

/// <summary>The sizes of grouped indexes: their product is the size of the dimension.</summary>
static class GroupedSizes
{
    /// <summary>
    /// Finds the sizes of indexes that occur in groups only: if one of a group is unknown, it is the size of the dimension divided by the
    /// others.
    /// </summary>
    /// <param name="seen">The indexes with a known size, to which the new ones are added.</param>
    /// <exception cref="NotationException">A product is not the size of its dimension, or two indexes of a group are unknown.</exception>
    public static void Collect(
        Statement statement,
        IReadOnlyList<(GroupedIndex Group, int Size, Reference Where)> groups,
        Dictionary<LoopIndex, (int Size, Reference Where)> seen)
    {
        var open = groups.ToList();
        while (open.FindIndex(c => c.Group.Indexes.Count(l => !seen.ContainsKey(l)) <= 1) is >= 0 and var at)
        {
            var (group, size, where) = open[at];
            open.RemoveAt(at);
            var known = group.Indexes.Where(seen.ContainsKey).Aggregate(1, (product, l) => product * seen[l].Size);
            var left = group.Indexes.FirstOrDefault(l => !seen.ContainsKey(l));
            if (left is null ? known != size : size % known != 0)
            {
                throw new NotationException(
                    $"{group} has {(left is null ? "" : "a multiple of ")}{known} values but its dimension of {where} has {size}, in " +
                    $"{StatementCheck.Quote(statement)}");
            }

            if (left is not null)
            {
                seen[left] = (size / known, where);
            }
        }

        if (open.Count > 0)
        {
            throw new NotationException(
                $"no tensor gives the sizes of the indexes in {open[0].Group}, in {StatementCheck.Quote(statement)}");
        }
    }
}
