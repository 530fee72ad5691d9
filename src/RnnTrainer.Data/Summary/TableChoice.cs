using RnnTrainer.Common;
using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Summary;

/// <summary>What a table holds and how to read it.</summary>
/// <param name="Choices">All ways to group its rows for which there is evidence, the best first.</param>
/// <param name="Options">To read it with.</param>
sealed record TableChoice(
    TableProfile Profile, LayoutGuess Layout, TableFacts Table, IReadOnlyList<SequenceChoice> Choices, ColumnRoles Roles, TaskGuess Task,
    DataOptions Options)
{
    /// <summary>Whether the first line looks like names, and is to be read as a row.</summary>
    public bool IsHeaderPassedOver { get; init; }
}

/// <summary>What reading a table gave.</summary>
/// <param name="Options">Those that it was read with at last.</param>
/// <param name="Rows">The number of rows below the header.</param>
/// <param name="Lengths">The length of each sequence.</param>
/// <param name="Inputs">The names of the inputs.</param>
sealed record TableReading(
    DataOptions Options, long Rows, IReadOnlyCollection<int> Lengths, IReadOnlyList<ClassCount> Classes, IReadOnlyList<string> Notes,
    IReadOnlyList<string> Inputs)
{
    /// <summary>The first errors.</summary>
    public IReadOnlyList<Diagnostic> Problems { get; init; } = [];

    public int ProblemCount { get; init; }

    /// <summary>All of each column, where <see cref="TableChoice"/> knows a sample; null: it knows all.</summary>
    public IReadOnlyList<WholeColumn>? Columns { get; init; }

    /// <summary>Why the rows are not put into the order of the step that was chosen; null: they are.</summary>
    public string? Unordered { get; init; }

    /// <summary>The usual distance in time between steps; null if they are no times.</summary>
    public TimeSpan? Spacing { get; init; }
}
