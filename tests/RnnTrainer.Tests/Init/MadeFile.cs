using System.Text;

namespace RnnTrainer.Tests.Init;

/// <summary>A file and what it holds, which is known since the file was made from it.</summary>
/// <param name="Kind">The row of the table of rates that it belongs to.</param>
/// <param name="File">Its name; the extension is the one that such files have.</param>
/// <param name="Text">Its content, UTF-8.</param>
/// <param name="Task">What is to be learned.</param>
sealed record MadeFile(string Kind, string File, string Text, string Task)
{
    /// <summary>The columns to predict.</summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>Columns that may be predicted as well, such as the other numbers of a series.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Columns that are neither inputs nor targets: keys, times, row counters, columns without a value.</summary>
    public IReadOnlyList<string> NotInputs { get; init; } = [];

    /// <summary>The columns that a line has to name if they are left out; none in wide tables and texts without a header.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The columns that together name the sequences; none in one series.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The columns that together are the time; none if the file has none.</summary>
    public IReadOnlyList<string> Time { get; init; } = [];

    /// <summary>The distance between two steps; null if the steps are no times.</summary>
    public TimeSpan? Spacing { get; init; }

    /// <summary>The columns whose values are compared; none: all inputs.</summary>
    public IReadOnlyList<string> Compared { get; init; } = [];

    /// <summary>All sequences, each in the order of time.</summary>
    public required IReadOnlyList<MadeSequence> Sequences { get; init; }

    /// <summary>How it is written, such as "time" and "unix ms".</summary>
    public IReadOnlyDictionary<string, string> Traits { get; init; } = new Dictionary<string, string>();

    public byte[] Bytes => Encoding.UTF8.GetBytes(Text);
}

/// <summary>What one sequence holds.</summary>
/// <param name="Values">Row-major [T,K]: the values of <see cref="MadeFile.Compared"/>; NaN where one is missing.</param>
/// <param name="Words">[T]: its words; null if it has none.</param>
/// <param name="Labels">One, or one for each step; empty if none is to be predicted.</param>
/// <param name="Numbers">The numbers to predict of the whole sequence.</param>
sealed record MadeSequence(double[] Values, string[]? Words, string[] Labels, double[] Numbers)
{
    public static MadeSequence Of(IEnumerable<double> values) => new([.. values], null, [], []);
}
