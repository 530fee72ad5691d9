using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Training.Datasets;

/// <summary>The task language as labels: at each step the symbol of the step after it.</summary>
static class NextSymbols
{
    /// <summary>T symbols become T − 1 steps with labels; a sequence of one symbol asks for nothing and is left out. Without labels all T remain.</summary>
    public static IReadOnlyList<Sequence> Of(IReadOnlyList<Sequence> sequences, Vocabulary vocabulary, bool labelled) => !labelled ? sequences :
    [
        .. sequences.Where(s => s.Length > 1)
            .Select(s => s.Slice(0, s.Length - 1) with { StepLabels = [.. s.Symbols![1..].Select(n => vocabulary.Names[n])] }),
    ];
}
