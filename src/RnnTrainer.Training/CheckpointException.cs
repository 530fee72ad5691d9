using RnnTrainer.Common;

namespace RnnTrainer.Training;

/// <summary>A checkpoint cannot be read, or does not fit the model it is wanted for.</summary>
/// <param name="file">The file.</param>
/// <param name="problem">What was found and what was expected.</param>
/// <param name="hint">What to do; null if the message says it.</param>
public sealed class CheckpointException(string file, string problem, string? hint = null)
    : Exception(Printable.Line($"{file}: error: {problem}") + (hint is null ? "" : $"\n  hint: {Printable.Line(hint)}"))
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>What was found and what was expected.</summary>
    public string Problem { get; } = problem;

    /// <summary>What to do; null if the message says it.</summary>
    public string? Hint { get; } = hint;
}
