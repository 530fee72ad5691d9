namespace RnnTrainer.Data.Checks;

/// <summary>Looks for what is suspicious in sequences.</summary>
static class DataFindings
{
    /// <summary>In one set: columns, lengths, classes, sequences that are there twice.</summary>
    public static IReadOnlyList<DataFinding> In(NamedSequences set) =>
        [.. ColumnFindings.In(set), .. TimeFindings.In(set), .. LengthFindings.In(set.Sequences), .. LabelFindings.In(set), .. DuplicateFindings.In(set.Sequences)];

    /// <summary>What is suspicious only where inputs are not scaled.</summary>
    public static IReadOnlyList<DataFinding> Unscaled(NamedSequences set) => [.. ColumnFindings.Unscaled(set)];

    /// <summary>In a series from which windows are cut: columns and times.</summary>
    public static IReadOnlyList<DataFinding> InSeries(NamedSequences set) => [.. ColumnFindings.In(set), .. TimeFindings.In(set)];

    /// <summary>Between the training part and a held-out one: what is in both, what training lacks, what differs.</summary>
    public static IReadOnlyList<DataFinding> Between(NamedSequences train, NamedSequences held) =>
        [.. DuplicateFindings.Between(train, held), .. LabelFindings.Between(train, held), .. ColumnFindings.Between(train, held)];
}
