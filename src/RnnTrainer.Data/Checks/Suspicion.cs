namespace RnnTrainer.Data;

/// <summary>Looks for what is suspicious in sequences.</summary>
public static class Suspicion
{
    /// <summary>In one set: columns, lengths, classes, sequences that are there twice.</summary>
    public static IReadOnlyList<Finding> In(NamedSequences set) =>
        [.. ColumnSuspicion.In(set), .. TimeSuspicion.In(set), .. LengthSuspicion.In(set.Sequences), .. LabelSuspicion.In(set), .. TwinSuspicion.In(set.Sequences)];

    /// <summary>What is suspicious only where inputs are not scaled.</summary>
    public static IReadOnlyList<Finding> Unscaled(NamedSequences set) => [.. ColumnSuspicion.Unscaled(set)];

    /// <summary>In a series from which windows are cut: columns and times.</summary>
    public static IReadOnlyList<Finding> InSeries(NamedSequences set) => [.. ColumnSuspicion.In(set), .. TimeSuspicion.In(set)];

    /// <summary>Between the training part and a held-out one: what is in both, what training lacks, what differs.</summary>
    public static IReadOnlyList<Finding> Between(NamedSequences train, NamedSequences held) =>
        [.. TwinSuspicion.Between(train, held), .. LabelSuspicion.Between(train, held), .. ColumnSuspicion.Between(train, held)];
}
