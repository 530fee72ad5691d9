using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Training.Tasks;

/// <summary>One split of the data, or a file to predict for.</summary>
/// <param name="File">Where the sequences come from.</param>
/// <param name="Raw"> Encoded and cut as <paramref name="Ready"/>, in the units of the file: missing values are filled and categories are
/// 0/1 inputs. The symbols of a text have the next symbol as the label of each step; the windows of a series have what follows them as
/// target, row-major [horizon, targets].
/// </param>
/// <param name="Ready">The same, inputs and targets scaled as the model takes them.</param>
sealed record DataPart(string File, IReadOnlyList<Sequence> Raw, IReadOnlyList<Sequence> Ready)
{
    /// <summary>Roughly what the numbers of the sequences occupy; windows share those of their series.</summary>
    public long Bytes { get; init; }

    /// <summary>The sequences or series as the model takes them, so that each step occurs once, where windows overlap too.</summary>
    public IReadOnlyList<Sequence> Whole { get; init; } = Ready;

    /// <summary>Of an ensemble whose models prepare their inputs differently, <see cref="Ready"/> of each model; empty: all take the
    /// same.</summary>
    public IReadOnlyList<IReadOnlyList<Sequence>> ReadyOfEach { get; init; } = [];

    /// <summary>Sequences.</summary>
    public int Count => Raw.Count;

    /// <summary>Whether these are some of several sequences of a file, which is read one set of them after the other.</summary>
    public bool HasOthers { get; init; }

    /// <summary>The SHA-256 of the file's bytes, in hexadecimal; empty where they came from elsewhere than a file.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>What <c>mase</c> divides the errors of each window by, where windows have targets; else null.</summary>
    public SeriesScales? Series { get; init; }

    /// <summary>The columns of the sequences' ids; none where the file has none.</summary>
    public IReadOnlyList<string> IdColumns { get; init; } = [];

    /// <summary>What a user should know of the file, such as rows that were put into another order.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What training never saw, by column.</summary>
    public IReadOnlyList<UnseenValues> Unseen { get; init; } = [];
}
