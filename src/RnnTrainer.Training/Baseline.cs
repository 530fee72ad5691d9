namespace RnnTrainer.Training;

/// <summary>A baseline and its scores, which a model should beat.</summary>
/// <param name="Name"><c>majority</c>, <c>prior</c>, <c>symbol</c>, <c>mean</c>, <c>last</c>, <c>seasonal</c>, <c>unigram</c> or
/// <c>bigram</c>.</param>
/// <param name="Scores">On the same examples as the model's.</param>
public sealed record Baseline(string Name, IReadOnlyList<Score> Scores);
