namespace RnnTrainer.Training;

/// <summary>A run, or what a command asks of it, cannot be used.</summary>
/// <param name="message">What was found and what was expected.</param>
/// <param name="hint">What to do; null if the message says it.</param>
public sealed class RunException(string message, string? hint = null) : Exception(message)
{
    /// <summary>What to do; null if the message says it.</summary>
    public string? Hint { get; } = hint;

    /// <summary>Whether a process writes the run, so that it can be used later.</summary>
    internal bool IsLocked { get; init; }
}
