using RnnTrainer.Common;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Data.Summary;

/// <summary>What a file holds, and how to train on it.</summary>
/// <param name="File">The path as the user gave it.</param>
/// <param name="Layout">Its layout, and why.</param>
/// <param name="Rows">The number of rows below the header, or of characters of a text.</param>
/// <param name="Columns">The columns in the file's order; empty for a text and for formats without column names.</param>
/// <param name="Lengths">The lengths of the sequences.</param>
/// <param name="Classes">The classes of the target, the most frequent first; empty unless the task has classes.</param>
/// <param name="Task">What can be learned from the file.</param>
/// <param name="Options">The options to read the file with.</param>
/// <param name="Problems">The first errors when it is read with these options.</param>
/// <param name="ProblemCount">The number of all errors.</param>
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
    /// <summary>The numeric inputs with these options, without those of categories.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Other ways to understand the file, the likeliest first.</summary>
    public IReadOnlyList<Alternative> Alternatives { get; init; } = [];

    /// <summary>The usual distance in time between the steps of a series; null if its steps are not times.</summary>
    public TimeSpan? Spacing { get; init; }

    /// <summary>The steps ahead that the file itself asks for; null if it does not say.</summary>
    public int? Horizon { get; init; }

    /// <summary>
    /// Of a large file, what findings need to know of all its rows, and the rows that chose what it is; null: it was read whole.
    /// </summary>
    public SampledFile? Sampled { get; init; }
}

/// <summary>A file of which a sample of the rows chose what it is.</summary>
/// <param name="Tally">What findings need to know of all rows.</param>
/// <param name="Rows">The sample, as a file of its own.</param>
sealed record SampledFile(SetTally Tally, byte[] Rows);

/// <summary>What one column holds.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Missing">The number of cells that are empty or hold a missing-value marker.</param>
/// <param name="Distinct">The number of different values; at most <see cref="ColumnSummary.MostDistinct"/> are counted.</param>
/// <param name="Min">The smallest number; null without numbers.</param>
/// <param name="Max">The largest number; null without numbers.</param>
/// <param name="Examples">Its first different values, at most three.</param>
sealed record ColumnSummary(
    string Name, ColumnKind Kind, long Missing, int Distinct, double? Min, double? Max, IReadOnlyList<string> Examples)
{
    public const int MostDistinct = 10_000;
}

/// <summary>What a column looks like.</summary>
enum ColumnKind
{
    Number,

    /// <summary>Text with few values, or whole numbers that are names.</summary>
    Category,

    /// <summary>Text with many values.</summary>
    Word,

    Date,

    /// <summary>The name of the sequence.</summary>
    Id,

    /// <summary>The step, which orders the rows.</summary>
    Step,

    /// <summary>A target.</summary>
    Label,

    /// <summary>No values.</summary>
    Empty,
}

/// <summary>The number of sequences, and their lengths in steps.</summary>
sealed record LengthSummary(int Sequences, int Min, double Median, int Max)
{
    public static LengthSummary Of(IReadOnlyCollection<int> lengths)
    {
        if (lengths.Count == 0)
        {
            return new LengthSummary(0, 0, 0, 0);
        }

        int[] order = [.. lengths.Order()];
        var middle = order.Length / 2;
        return new LengthSummary(
            order.Length, order[0], order.Length % 2 == 1 ? order[middle] : (order[middle - 1] + order[middle]) / 2.0, order[^1]);
    }
}

/// <summary>The number of sequences with a class, or of steps if labels belong to steps.</summary>
sealed record ClassCount(string Name, long Count)
{
    /// <summary>The classes of a file, the most frequent first.</summary>
    public static ClassCount[] In(SequenceSet? set) => In((set?.Sequences ?? []).SelectMany(Classes.LabelsOf).CountBy(l => l));

    /// <summary>The classes, the most frequent first.</summary>
    public static ClassCount[] In(IEnumerable<KeyValuePair<string, int>> counts) =>
    [
        .. counts
            .Select(p => new ClassCount(p.Key, p.Value)).OrderByDescending(c => c.Count).ThenBy(c => c.Name, StringComparer.Ordinal),
    ];
}

/// <summary>Another way to understand a file.</summary>
/// <param name="Option">The option that chooses it, such as <c>--sequence store</c>.</param>
/// <param name="Meaning">What it means, in a few words.</param>
sealed record Alternative(string Option, string Meaning);

/// <summary>What can be learned from a file.</summary>
/// <param name="Task">classify, tag, regress, forecast, language or multilabel; null if it cannot be guessed.</param>
/// <param name="Target">The columns to predict.</param>
/// <param name="Reason">Why, in one sentence.</param>
sealed record TaskGuess(string? Task, IReadOnlyList<string> Target, string Reason)
{
    /// <summary>What to do where it cannot be guessed; null: name a target.</summary>
    public string? Hint { get; init; }
}
