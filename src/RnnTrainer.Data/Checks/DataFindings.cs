namespace RnnTrainer.Data.Checks;

/// <summary>Checks sequences for what is probably not intended.</summary>
static class DataFindings
{
    /// <summary>The findings in one set: columns and their roles, times, lengths, classes, duplicate sequences.</summary>
    public static IReadOnlyList<DataFinding> In(SetTally set) =>
        [.. InSeries(set), .. LengthFindings.In(set.Lengths), .. LabelFindings.In(set), .. DuplicateFindings.In(set.Sequences)];

    /// <summary>The findings that matter only if the inputs are not scaled.</summary>
    public static IReadOnlyList<DataFinding> Unscaled(SetTally set) => [.. ColumnFindings.Unscaled(set)];

    /// <summary>The findings in a series from which windows are cut: columns and times.</summary>
    public static IReadOnlyList<DataFinding> InSeries(SetTally set) =>
        [.. ColumnFindings.In(set), .. RoleFindings.In(set), .. TimeFindings.In(set.Times)];

    /// <summary>
    /// The findings between the training part and a held-out one: what is in both, what is not in training, what differs.
    /// </summary>
    public static IReadOnlyList<DataFinding> Between(SetTally train, SetTally held) =>
        [.. DuplicateFindings.Between(train, held), .. LabelFindings.Between(train, held), .. ColumnFindings.Between(train, held)];
}
