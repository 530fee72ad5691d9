namespace RnnTrainer.Cli.Terminal;

/// <summary>A command line that parses but cannot be executed.</summary>
/// <param name="message">What was found and what was expected.</param>
/// <param name="hint">What to do; null if the message is enough.</param>
sealed class UsageException(string message, string? hint = null) : Exception(message)
{
    /// <summary>What to do; null if the message is enough.</summary>
    public string? Hint { get; } = hint;
}
