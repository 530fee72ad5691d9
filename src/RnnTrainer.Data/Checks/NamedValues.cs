namespace RnnTrainer.Data.Checks;

/// <summary>All values of one column of numbers.</summary>
/// <param name="Name">Of the column.</param>
/// <param name="Rows">Of each sequence its numbers, row by row.</param>
/// <param name="Width">How many columns a row has.</param>
/// <param name="Place">Which of them this is.</param>
sealed record NamedValues(string Name, IEnumerable<Values> Rows, int Width, int Place)
{
    /// <summary>The inputs, and the targets that are no inputs.</summary>
    public static IEnumerable<NamedValues> AllOf(NamedSequences set) =>
    [
        .. set.Inputs.Select((name, k) => new NamedValues(name, set.Sequences.Select(s => s.Inputs), set.Inputs.Count, k)),
        .. set.Targets.Select((name, c) => new NamedValues(
            name, set.Sequences.Select(s => s.StepTargets ?? s.Target).OfType<Values>(), set.Targets.Count, c))
            .Where(t => !set.Inputs.Contains(t.Name)),
    ];

    /// <summary>In the order of the file.</summary>
    public IEnumerable<double> InOrder()
    {
        foreach (var row in Rows)
        {
            foreach (var block in row.Blocks(Width))
            {
                for (var n = Place; n < block.Length; n += Width)
                {
                    yield return block.Span[n];
                }
            }
        }
    }
}
