using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Data.Summary;

/// <summary>What a file holds, for somebody who wants to train on it.</summary>
/// <param name="File">The path as the user gave it.</param>
/// <param name="Layout">How it was understood, and why.</param>
/// <param name="Rows">Below the header; characters of a text.</param>
/// <param name="Columns">In the file's order; empty for a text and for foreign formats.</param>
/// <param name="Lengths">Of the sequences.</param>
/// <param name="Classes">Of the target, the most frequent first; empty unless the task has classes.</param>
/// <param name="Task">What can be learned here.</param>
/// <param name="Options">Read the file in this way.</param>
/// <param name="Problems">The first bad cells, read so.</param>
/// <param name="ProblemCount">All of them.</param>
/// <param name="Notes">What a user should know.</param>
sealed record DataSummary(
    string File,
    LayoutGuess Layout,
    long Rows,
    IReadOnlyList<ColumnSummary> Columns,
    LengthSummary Lengths,
    IReadOnlyList<ClassCount> Classes,
    TaskGuess Task,
    DataOptions Options,
    IReadOnlyList<Diagnostic> Problems,
    int ProblemCount,
    IReadOnlyList<string> Notes)
{
    /// <summary>The numeric inputs, read so; those of categories are not among them.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>How far the steps of a series are usually apart; null where its steps tell no time.</summary>
    public TimeSpan? Spacing { get; init; }
}

/// <summary>One column.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Missing">Cells that are empty or marked as missing.</param>
/// <param name="Distinct">Different values; at most <see cref="ColumnSummary.MostDistinct"/> are counted.</param>
/// <param name="Min">Of its numbers.</param>
/// <param name="Max">Of its numbers.</param>
/// <param name="Examples">Its first different values, at most three.</param>
sealed record ColumnSummary(string Name, ColumnKind Kind, long Missing, int Distinct, double? Min, double? Max, IReadOnlyList<string> Examples)
{
    public const int MostDistinct = 10_000;
}

/// <summary>What a column looks like.</summary>
enum ColumnKind
{
    Number,

    /// <summary>Text with few values, or whole numbers that name something.</summary>
    Category,

    /// <summary>Text with many values.</summary>
    Word,

    Date,

    /// <summary>Names the sequence.</summary>
    Id,

    /// <summary>Numbers the rows.</summary>
    Step,

    /// <summary>To be predicted.</summary>
    Label,

    /// <summary>Nothing in it.</summary>
    Empty,
}

/// <summary>How long the sequences are.</summary>
sealed record LengthSummary(int Sequences, int Min, double Median, int Max);

/// <summary>How often a class occurs: in sequences, or in steps if each has its own.</summary>
sealed record ClassCount(string Name, long Count);

/// <summary>What can be learned from a file.</summary>
/// <param name="Task">classify, tag, regress, forecast, language or multilabel; null if the file does not tell.</param>
/// <param name="Target">The columns to predict.</param>
/// <param name="Reason">One sentence.</param>
sealed record TaskGuess(string? Task, IReadOnlyList<string> Target, string Reason);
