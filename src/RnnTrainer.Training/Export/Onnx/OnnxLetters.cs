using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>The indexes of a statement in the order of the axes of its values: those of the target, then those that are summed.</summary>
sealed class OnnxLetters
{
    readonly Dictionary<LoopIndex, int> _sizes;

    /// <exception cref="RunException">A subscript is a gather, or the target has an index twice.</exception>
    public OnnxLetters(Statement statement)
    {
        _sizes = statement.Indexes.Zip(statement.Sizes).ToDictionary(l => l.First, l => l.Second);
        if (statement.References.Prepend(statement.Target).Any(r => r.Subscripts.Any(s => s is Gather)))
        {
            throw new RunException($"a gather is not exported as ONNX, in \"{statement}\"");
        }

        Kept = [.. statement.Target.Indexes()];
        if (Kept.Distinct().Count() < Kept.Count)
        {
            throw new RunException(
                $"a target with an index twice is not exported as ONNX, in \"{statement}\"", "compute it with two indexes");
        }

        Summed = [.. statement.Indexes.Except(Kept)];
        All = [.. Kept, .. Summed];
        TargetShape = IsFolded(statement.Target) ? Shape(statement.Target, s => [Size(s)]) : null;
    }

    /// <summary>The indexes of the target, in its order.</summary>
    public IReadOnlyList<LoopIndex> Kept { get; }

    /// <summary>Those that the target does not have.</summary>
    public IReadOnlyList<LoopIndex> Summed { get; }

    public IReadOnlyList<LoopIndex> All { get; }

    /// <summary>The shape of the target, if some of its axes have grouped indexes; else null.</summary>
    public long[]? TargetShape { get; }

    public int SizeOf(LoopIndex letter) => _sizes[letter];

    /// <summary>Whether an axis has a grouped index.</summary>
    public static bool IsFolded(Reference reference) => reference.Subscripts.Any(s => s is GroupedIndex);

    /// <summary>The shape of a tensor with an axis for each index.</summary>
    public long[] Unfolded(Reference reference) => Shape(reference, s => Letters(s).Select(l => (long)_sizes[l]));

    /// <summary>The first index may be the example, whose number is not known here: Reshape leaves a size of 0 unchanged.</summary>
    static long[] Shape(Reference reference, Func<Subscript, IEnumerable<long>> sizes) =>
        [.. reference.Subscripts.SelectMany((s, place) => place == 0 && s is SingleIndex ? [0] : sizes(s))];

    long Size(Subscript subscript) => Letters(subscript).Aggregate(1L, (size, letter) => size * _sizes[letter]);

    static IEnumerable<LoopIndex> Letters(Subscript subscript) =>
        subscript is GroupedIndex composite ? composite.Indexes : [((SingleIndex)subscript).Index];
}
