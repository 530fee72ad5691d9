namespace RnnTrainer.Data.Checks;

/// <summary>Something about data that is no mistake, and yet hardly meant.</summary>
/// <param name="Code">Its kind in a word or two, such as <c>constant-column</c>.</param>
/// <param name="Message">What was found; one sentence.</param>
/// <param name="Advice">What to do if it is not meant.</param>
sealed record DataFinding(string Code, string Message, string Advice);

/// <summary>Sequences under one name: a file, or a split of it.</summary>
/// <param name="Name">train, test, or the file's.</param>
/// <param name="Inputs">The columns of <see cref="Sequence.Inputs"/>.</param>
sealed record NamedSequences(string Name, IReadOnlyList<string> Inputs, IReadOnlyList<Sequence> Sequences)
{
    /// <summary>How the file was read.</summary>
    public DataOptions Options { get; init; } = new();
}
