namespace RnnTrainer.Cli.Terminal;

/// <summary>A command line that cannot be obeyed, found after it was parsed.</summary>
/// <param name="message">What was found and what was expected.</param>
/// <param name="hint">What to do; null if the message says it.</param>
sealed class UsageException(string message, string? hint = null) : Exception(message)
{
    /// <summary>What to do; null if the message says it.</summary>
    public string? Hint { get; } = hint;
}
