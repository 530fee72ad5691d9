using RnnTrainer.Data.Splits;

namespace RnnTrainer.Training.Sweeps;

/// <summary>What is set so that a fold is the validation part.</summary>
static class FoldSets
{
    /// <summary>The key that names the fold.</summary>
    public const string Key = "data.split.validation_fold";

    /// <summary>Removes another validation part.</summary>
    public static IReadOnlyList<string> WithoutValidation { get; } = ["data.validation=null", "data.split.validation=0"];

    /// <summary>The values of the key, one for each fold.</summary>
    public static IReadOnlyList<string> Values(int folds) => [.. Enumerable.Range(1, folds).Select(n => $"{new Fold(n, folds)}")];
}
