namespace RnnTrainer.Data.Checks;

/// <summary>Something in the data that is not an error but probably not intended.</summary>
/// <param name="Code">Its kind in a word or two, such as <c>constant-column</c>.</param>
/// <param name="Message">What was found, in one sentence.</param>
/// <param name="Advice">What to do if it is not intended.</param>
sealed record DataFinding(string Code, string Message, string Advice);

/// <summary>The names of what a set has.</summary>
/// <param name="Name">What it is called in messages: train, test, or the name of the file.</param>
/// <param name="Inputs">The names of the inputs.</param>
record SetColumns(string Name, IReadOnlyList<string> Inputs)
{
    /// <summary>The names of the targets, where these are numbers.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The options that the file was read with.</summary>
    public DataOptions Options { get; init; } = new();
}

/// <summary>Sequences under one name: those of a file, or of a split of it.</summary>
/// <param name="Name">train, test, or the name of the file.</param>
/// <param name="Inputs">The names of the columns of <see cref="Sequence.Inputs"/>.</param>
sealed record NamedSequences(string Name, IReadOnlyList<string> Inputs, IReadOnlyList<Sequence> Sequences) : SetColumns(Name, Inputs);
