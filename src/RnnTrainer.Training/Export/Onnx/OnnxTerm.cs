using RnnTrainer.Autodiff;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>A value of a graph with an axis for each of these letters, in the order of its statement. Letters between them that it has not are axes of size 1; those before the first are left out.</summary>
readonly record struct OnnxTerm(string Name, IReadOnlyCollection<LoopIndex> Letters)
{
    /// <summary>The number of axes, in a statement with these letters.</summary>
    public int Rank(IReadOnlyList<LoopIndex> all)
    {
        var letters = Letters;
        return all.SkipWhile(l => !letters.Contains(l)).Count();
    }
}
