using System.Runtime.InteropServices;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Data.Checks;

/// <summary>How often each label occurs, and which inputs determine it.</summary>
/// <param name="columns">K, the number of inputs.</param>
/// <param name="mostClasses">The most classes for which an input with as many values can be found to determine the class.</param>
sealed class LabelTally(int columns, int mostClasses)
{
    readonly Dictionary<double, string>?[] _labels = [.. Enumerable.Range(0, columns).Select(_ => new Dictionary<double, string>())];
    readonly double[] _last = [.. Enumerable.Repeat(double.NaN, columns)];
    readonly string?[] _lastLabel = new string?[columns];
    long _rows;

    /// <summary>The labels in the order in which they first occur.</summary>
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>The inputs that have few values, each of which occurs with one label only.</summary>
    public IEnumerable<int> Telltales => Enumerable.Range(0, columns).Where(
        k => Counts.Count > 1 && _labels[k] is { Count: > 1 } labels && labels.Count <= 2 * Counts.Count && _rows > 2 * labels.Count);

    /// <summary>The number of classes of sequences in memory.</summary>
    public static int ClassesIn(IReadOnlyList<Sequence> sequences) =>
        sequences.SelectMany(Classes.LabelsOf).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Counts a label.</summary>
    public void Count(string label) => CollectionsMarshal.GetValueRefOrAddDefault(Counts, label, out _)++;

    /// <summary>Adds rows with the label of their sequence.</summary>
    public void AddRows(ReadOnlySpan<double> x, string label)
    {
        _rows += columns == 0 ? 0 : x.Length / columns;
        for (var k = 0; k < columns; k++)
        {
            for (var n = k; _labels[k] is { } labels && n < x.Length; n += columns)
            {
                Add(labels, k, x[n], label);
            }
        }
    }

    /// <summary>Adds rows with a label each, and counts the labels.</summary>
    public void AddRows(ReadOnlySpan<double> x, ReadOnlySpan<string> labels)
    {
        for (var t = 0; t < labels.Length; t++)
        {
            Count(labels[t]);
            if (columns > 0)
            {
                AddRows(x.Slice(t * columns, columns), labels[t]);
            }
        }
    }

    void Add(Dictionary<double, string> labels, int k, double x, string label)
    {
        if (x == _last[k] && (object)label == _lastLabel[k])
        {
            return;
        }

        (_last[k], _lastLabel[k]) = (x, label);
        if ((!labels.TryAdd(x, label) && labels[x] != label) || labels.Count > 2 * Math.Max(mostClasses, Counts.Count))
        {
            _labels[k] = null;
        }
    }
}
