using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Data;

/// <summary>One example: T time steps of K inputs, and what is to be predicted from them.</summary>
/// <param name="Id">Its name in the file's sequence column; of several columns, see <see cref="SequenceKey"/>.</param>
/// <param name="Length">T, at least 1.</param>
/// <param name="Inputs">x[t,k], row-major [T,K]; NaN where a value is missing, until the encoding of the model has filled it.</param>
/// <param name="Label">The class to predict; null unless <see cref="TargetKind.Label"/>.</param>
/// <param name="Target">The numbers to predict, one per target column; null unless <see cref="TargetKind.Number"/> or
/// <see cref="TargetKind.Binary"/>. In a window NaN where none is known.</param>
public sealed record Sequence(string Id, int Length, Values Inputs, string? Label, Values? Target)
{
    /// <summary>K, the number of inputs at each time step.</summary>
    public int Width => Inputs.Length / Length;

    /// <summary>The 1-based line of its first row in the file; 0 if it was not read from a file.</summary>
    public long Line { get; init; }

    /// <summary>[T]: the class of each time step; null unless targets belong to steps.</summary>
    public StepTexts? StepLabels { get; init; }

    /// <summary>
    /// y[t,c], row-major [T,C]: the numbers to predict at each time step. NaN where none is known: there neither a loss nor a score counts.
    /// </summary>
    public Values? StepTargets { get; init; }

    /// <summary>
    /// Row-major [T,M]: the numbers of the word or character of each time step and of the features of its form; null before encoding.
    /// </summary>
    public StepSymbols? Symbols { get; init; }

    /// <summary>
    /// Row-major [T,W]: the cells of <see cref="SequenceSet.TextColumns"/>, or the characters of a text. Encoding makes inputs and symbols
    /// of them; it keeps the words, [T], of a sequence that has a word without a number of its own.
    /// </summary>
    public StepTexts? Texts { get; init; }

    /// <summary>[T]: the cells of the step column, if they are kept.</summary>
    public IReadOnlyList<string>? Steps { get; init; }

    /// <summary>
    /// Row-major [P,C], of a window: the targets of the P steps before its first target, unscaled; the last of them is one step before it.
    /// </summary>
    public Values? Past { get; init; }

    /// <summary>
    /// Row-major [·,C], of a window: the targets of all steps of its series before its first target, unscaled; a missing one is the last
    /// known before it, NaN where there is none.
    /// </summary>
    internal Values? History { get; init; }

    /// <summary>Row-major [H,K], of a window: the inputs of the steps ahead, of which some are known in advance; null: none is.</summary>
    internal Values? Ahead { get; init; }

    /// <summary>[H], of a window from which the steps ahead are predicted: the cells of the step column of these; null: unknown.</summary>
    internal IReadOnlyList<string>? AheadSteps { get; init; }

    /// <summary>How targets that are inputs too are made ready for a model, and back; null: not at all.</summary>
    internal TargetUnits? Units { get; init; }

    /// <summary>The name of the series that a window is cut from.</summary>
    public string? Series { get; init; }

    /// <summary>The value of a manifest's split column: <c>train</c>, <c>validation</c>, <c>test</c>.</summary>
    public string? Part { get; init; }

    /// <summary>What it belongs to, such as a patient: the cell of <see cref="DataOptions.Group"/>; null: nothing is known.</summary>
    internal string? Group { get; init; }

    /// <summary>The number of its first step in the sequence of the file that a split has cut it from.</summary>
    internal int FirstStep { get; init; }

    /// <summary>T before its steps became patches, see <see cref="Patches"/>; null: they did not.</summary>
    internal int? Unpatched { get; init; }

    /// <summary>The label as further rows spell it, until all spellings of a class are made one.</summary>
    internal IReadOnlyList<string> LabelSpellings { get; init; } = [];

    /// <summary>[T]: input <paramref name="k"/> at each step.</summary>
    internal IEnumerable<double> Column(int k)
    {
        var K = Width;
        foreach (var rows in Inputs.Blocks(K))
        {
            for (var n = k; n < rows.Length; n += K)
            {
                yield return rows.Span[n];
            }
        }
    }

    /// <summary>[T]: the word or character of each step in <see cref="Symbols"/>, without the features of its form.</summary>
    public IEnumerable<int> Words() => Symbols!.Column(0, Symbols.Length / Length);

    /// <summary>The same of one step.</summary>
    internal int Word(int t) => Symbols![t * (Symbols.Length / Length)];

    /// <summary>
    /// Time steps <paramref name="from"/> to <paramref name="from"/> + <paramref name="count"/> − 1 of everything that belongs to steps.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such steps.</exception>
    public Sequence Slice(int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length - from);
        return this with
        {
            Length = count,
            Inputs = Numbers(Inputs)!,
            StepLabels = StepLabels?.Slice(from, count),
            StepTargets = Numbers(StepTargets),
            Symbols = Symbols?.Slice(from * (Symbols.Length / Length), count * (Symbols.Length / Length)),
            Texts = Texts?.Slice(from * (Texts.Length / Length), count * (Texts.Length / Length)),
            Steps = Cells(Steps),
        };

        IReadOnlyList<string>? Cells(IReadOnlyList<string>? all) =>
            all is PackedTexts packed ? packed.Slice(from, count) : all?.Skip(from).Take(count).ToArray();

        Values? Numbers(Values? all)
        {
            var width = (all?.Length ?? 0) / Length;
            return all?.Slice(from * width, count * width);
        }
    }

    /// <summary>
    /// The line in the file of step <paramref name="t"/> of a stream of characters or words; otherwise that of the sequence.
    /// </summary>
    internal long LineOf(int t) => Texts is { } texts && texts.Length == Length && !Id.StartsWith("line ", StringComparison.Ordinal)
        ? Line + texts.ToArray(0, t).Count(text => text == "\n")
        : Line;
}
