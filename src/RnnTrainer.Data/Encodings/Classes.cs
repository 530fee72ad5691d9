using RnnTrainer.Common;

namespace RnnTrainer.Data.Encodings;

/// <summary>The labels of training, numbered 0 … C−1 in ordinal order.</summary>
sealed class Classes
{
    readonly Dictionary<string, int> _index;

    /// <param name="names">Distinct labels; they are put into ordinal order.</param>
    public Classes(IEnumerable<string> names)
    {
        Names = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _index = Names.Select((name, c) => (name, c)).ToDictionary(p => p.name, p => p.c, StringComparer.Ordinal);
    }

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>C.</summary>
    public int Count => Names.Count;

    /// <summary>The classes that occur in <paramref name="sequences"/>, for the whole or at a step; those without a label add none.</summary>
    public static Classes Of(IEnumerable<Sequence> sequences) =>
        new(sequences.SelectMany(s => s.StepLabels ?? (s.Label is null ? Array.Empty<string>() : [s.Label])));

    /// <summary>The class number of <paramref name="label"/>, or −1 if training never saw it.</summary>
    public int IndexOf(string label) => _index.GetValueOrDefault(label, -1);

    /// <summary>The class number of each sequence of a file.</summary>
    /// <exception cref="DataException">A sequence has no label, or one that training never saw.</exception>
    public int[] IndicesOf(string file, IReadOnlyList<Sequence> sequences)
    {
        var indices = sequences.Select(s => s.Label is null ? -1 : IndexOf(s.Label)).ToArray();
        var unknown = sequences.Where((_, n) => indices[n] < 0).ToArray();
        return unknown.Length == 0
            ? indices
            : throw new DataException([.. unknown.Take(Diagnostic.Most).Select(s => Unknown(file, s))], unknown.Length);
    }

    /// <summary>The class numbers [T] of the steps of each sequence; −1 for a label that training never saw, which no answer can match.</summary>
    public int[][] StepIndicesOf(IReadOnlyList<Sequence> sequences) =>
        [.. sequences.Select(s => Array.ConvertAll(s.StepLabels ?? [], IndexOf))];

    Diagnostic Unknown(string file, Sequence sequence) => Diagnostic.OfLine(
        file,
        sequence.Line,
        sequence.Label is null
            ? $"sequence '{sequence.Id}' has no label"
            : $"sequence '{sequence.Id}' has the label '{sequence.Label}', which training never saw",
        $"Known labels: {Words.FirstFew(Names, 20)}.");
}
