namespace RnnTrainer.Training;

/// <summary>A run directory cannot be used as asked.</summary>
/// <param name="message">What was found and what was expected.</param>
/// <param name="hint">What to do; null if the message says it.</param>
public sealed class RunException(string message, string? hint = null) : Exception(message)
{
    /// <summary>What to do; null if the message says it.</summary>
    public string? Hint { get; } = hint;
}
