using RnnTrainer.Common;

namespace RnnTrainer.Data.Encodings;

/// <summary>The labels of training, numbered 0 to C−1 in ordinal order.</summary>
sealed class Classes
{
    readonly Dictionary<string, int> _index;

    /// <param name="names">The labels, in any order; equal ones count once.</param>
    public Classes(IEnumerable<string> names)
    {
        Names = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _index = Names.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
    }

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>C.</summary>
    public int Count => Names.Count;

    /// <summary>The classes that occur in <paramref name="sequences"/>, as labels of sequences or of steps.</summary>
    public static Classes Of(IEnumerable<Sequence> sequences) => new(sequences.SelectMany(LabelsOf));

    /// <summary>The labels of a sequence: one, or one per step; none without targets.</summary>
    public static IEnumerable<string> LabelsOf(Sequence sequence) =>
        sequence.StepLabels ?? (IEnumerable<string>)(sequence.Label is null ? [] : [sequence.Label]);

    /// <summary>The class number of <paramref name="label"/>; −1 if it does not occur in training.</summary>
    public int IndexOf(string label) => _index.GetValueOrDefault(label, -1);

    /// <summary>The class number of each sequence of a file.</summary>
    /// <exception cref="DataException">A sequence has no label, or one that does not occur in training.</exception>
    public int[] IndicesOf(string file, IReadOnlyList<Sequence> sequences)
    {
        var indices = sequences.Select(s => s.Label is null ? -1 : IndexOf(s.Label)).ToArray();
        var unknown = sequences.Where((_, n) => indices[n] < 0).ToArray();
        return unknown.Length == 0
            ? indices
            : throw new DataException([.. unknown.Take(Diagnostic.Most).Select(s => Unknown(file, s))], unknown.Length);
    }

    /// <summary>
    /// The class numbers [T] of the steps of each sequence; −1 for a label that does not occur in training, which no prediction can match.
    /// </summary>
    public int[][] StepIndicesOf(IReadOnlyList<Sequence> sequences) =>
        [.. sequences.Select(s => (int[])[.. (s.StepLabels ?? []).Select(IndexOf)])];

    Diagnostic Unknown(string file, Sequence sequence) => Diagnostic.OfLine(
        file,
        sequence.Line,
        sequence.Label is null
            ? $"sequence '{sequence.Id}' has no label"
            : $"sequence '{sequence.Id}' has the label '{sequence.Label}', which does not occur in training",
        $"Known labels: {Words.FirstFew(Names, 20)}.");
}
